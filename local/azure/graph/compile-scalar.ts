import { checkArguments } from './argument-rules.ts';
import type { KustoNode } from './kusto-tree.ts';
import { isList, KustoSpan, KustoTime, memberOf, type Row, textOf, type Value } from './kusto-value.ts';
import { literalOf } from './literals.ts';
import { checkOperands } from './operand-types.ts';
import { notSupported } from './refused-query.ts';
import { findFunction } from './scalar-functions.ts';
import { type BinaryOperator, compare, equals, findOperator } from './scalar-operators.ts';
import { firstWord, partsOf } from './tree-parts.ts';

/** A scalar expression, ready to be asked for each row. */
export interface Scalar {
  readonly type: string;
  value(row: Row): Value;
}

/** What an expression may refer to beside the columns. */
export interface ScalarScope {
  readonly nowMs: number;
  /** Values that `let` has named. */
  readonly named: ReadonlyMap<string, Value>;
  /** The first column of a table expression, for `in (...)`. */
  firstColumn(node: KustoNode): readonly Value[];
  /** In `summarize`: takes an aggregate and gives its result. */
  readonly aggregate?: (node: KustoNode) => Scalar | undefined;
}

/** Makes a scalar expression ready; throws {@link RefusedQuery} for a form that is not executed here. */
export function compileScalar(node: KustoNode, scope: ScalarScope): Scalar {
  const type = node.type ?? 'dynamic';
  const value = compileValue(node, scope, type);
  // Text has no null.
  return { type, value: type === 'string' ? (row) => value(row) ?? '' : value };
}

type Compiled = Scalar['value'];

function compileValue(node: KustoNode, scope: ScalarScope, type: string): Compiled {
  const literal = literalOf(node);
  if (literal !== undefined) return () => literal.value;
  switch (node.kind) {
    case 'NameReference':
      return nameValue(node, scope);
    case 'ParenthesizedExpression':
      return compileScalar(onlyPart(node), scope).value;
    case 'PathExpression':
      return pathValue(node, scope);
    case 'ElementExpression':
      return elementValue(node, scope);
    case 'FunctionCallExpression':
      return callValue(node, scope);
    case 'UnaryMinusExpression':
      return negative(compileScalar(onlyPart(node), scope));
    case 'BetweenExpression':
    case 'NotBetweenExpression':
      return betweenValue(node, scope);
    default:
      return binaryValue(node, scope, type);
  }
}

function onlyPart(node: KustoNode): KustoNode {
  const [part] = partsOf(node);
  if (part === undefined) throw notSupported('expression', node.text, node.start);
  return part;
}

function nameValue(node: KustoNode, scope: ScalarScope): Compiled {
  const { name } = node;
  if (node.symbol === 'Variable') {
    const value = scope.named.get(name);
    if (value === undefined) throw notSupported('name', name, node.start);
    return () => value;
  }
  return (row) => row.get(name) ?? null;
}

/** `bag.name`, and `$left.name` in the condition of a join, which is read there. */
function pathValue(node: KustoNode, scope: ScalarScope): Compiled {
  const [from, member] = partsOf(node);
  if (from === undefined || member === undefined) throw notSupported('path', node.text, node.start);
  const owner = compileScalar(from, scope);
  const name =
    member.kind === 'BracketedExpression'
      ? textOf(compileScalar(onlyPart(member), scope).value(new Map()))
      : member.name;
  return (row) => memberOf(owner.value(row), name);
}

function elementValue(node: KustoNode, scope: ScalarScope): Compiled {
  const [from, bracket] = partsOf(node);
  if (from === undefined || bracket === undefined) throw notSupported('element', node.text, node.start);
  const owner = compileScalar(from, scope);
  const index = compileScalar(onlyPart(bracket), scope);
  return (row) => {
    const [of, at] = [owner.value(row), index.value(row)];
    if (typeof at === 'string') return memberOf(of, at);
    return isList(of) && typeof at === 'number' ? (of.at(at) ?? null) : null;
  };
}

function callValue(node: KustoNode, scope: ScalarScope): Compiled {
  const aggregate = scope.aggregate?.(node);
  if (aggregate !== undefined) return aggregate.value;
  const [callee, list] = partsOf(node);
  const call = findFunction(callee?.name ?? '');
  if (call === undefined || list === undefined) throw notSupported('function', callee?.name ?? node.text, node.start);
  const args = partsOf(list).map((part) => compileScalar(part, scope));
  checkArguments(callee?.name ?? '', args, node.start);
  const context = { types: args.map((arg) => arg.type), nowMs: scope.nowMs };
  return (row) =>
    call(
      args.map((arg) => arg.value(row)),
      context,
    );
}

function negative(scalar: Scalar): Compiled {
  return (row) => {
    const value = scalar.value(row);
    if (value instanceof KustoSpan) return new KustoSpan(-value.ticks);
    return typeof value === 'number' ? -value : null;
  };
}

function betweenValue(node: KustoNode, scope: ScalarScope): Compiled {
  const [tested, couple] = partsOf(node);
  const [lowest, highest] = couple === undefined ? [] : partsOf(couple);
  if (tested === undefined || lowest === undefined || highest === undefined) {
    throw notSupported('expression', node.text, node.start);
  }
  const [value, low, high] = [tested, lowest, highest].map((part) => compileScalar(part, scope).value);
  const isNegated = node.kind === 'NotBetweenExpression';
  return (row) => {
    const [at = null, from = null, to = null] = [value?.(row), low?.(row), high?.(row)];
    const until = to instanceof KustoSpan && from instanceof KustoTime ? new KustoTime(from.ticks + to.ticks) : to;
    const [below, above] = [compare(at, from), compare(at, until)];
    return below === null || above === null ? null : (below >= 0 && above <= 0) !== isNegated;
  };
}

/** `and` and `or` take null for false (page "Logical (binary) operators"). */
const logical: Readonly<Record<string, (left: Compiled, right: Compiled) => Compiled>> = {
  and: (left, right) => (row) => left(row) === true && right(row) === true,
  or: (left, right) => (row) => left(row) === true || right(row) === true,
};

function binaryValue(node: KustoNode, scope: ScalarScope, type: string): Compiled {
  const [left, token, right] = node.children;
  if (left === undefined || token === undefined || right === undefined) {
    throw notSupported('expression', firstWord(node), node.start);
  }
  const name = token.text.replace(/\s+/g, ' ');
  if (right.kind === 'ExpressionList') return listValue(node, name, compileScalar(left, scope), right, scope);
  const [one, other] = [compileScalar(left, scope), compileScalar(right, scope)];
  checkOperands(name, one.type, other.type, token.start);
  const [first, second] = [one.value, other.value];
  const operator = findOperator(name);
  const combine = logical[name] ?? (operator && ((low: Compiled, high: Compiled) => apply(operator, low, high, type)));
  if (combine === undefined) throw notSupported('operator', name, token.start);
  return combine(first, second);
}

function apply(operator: BinaryOperator, left: Compiled, right: Compiled, type: string): Compiled {
  return (row) => operator(left(row), right(row), type);
}

/** The values of a list in brackets; an array or a table in it stands for what is in it. */
function listOf(node: KustoNode, scope: ScalarScope, check: (type: string) => void): (row: Row) => readonly Value[] {
  const parts = partsOf(node).map((part): ((row: Row) => readonly Value[]) => {
    if (part.columns !== undefined) {
      check(part.columns[0]?.type ?? 'dynamic');
      const values = scope.firstColumn(part);
      return () => values;
    }
    const { type, value } = compileScalar(part, scope);
    check(type);
    return (row) => {
      const found = value(row);
      return isList(found) ? found : [found];
    };
  });
  return (row) => parts.flatMap((part) => part(row));
}

type ListTest = (item: Value, member: Value) => boolean;
const same: ListTest = (item, member) => equals(item, member) === true;
const sameText: ListTest = (item, member) => textOf(item).toLowerCase() === textOf(member).toLowerCase();
const hasTerm: ListTest = (item, member) => findOperator('has')?.(item, member, 'bool') === true;

function listValue(node: KustoNode, name: string, item: Scalar, listNode: KustoNode, scope: ScalarScope): Compiled {
  const isNegated = name.startsWith('!');
  const tests: Readonly<Record<string, ListTest>> = { in: same, 'in~': sameText, has_any: hasTerm, has_all: hasTerm };
  const test = tests[isNegated ? name.slice(1) : name];
  if (test === undefined) throw notSupported('operator', name, node.start);
  const list = listOf(listNode, scope, (type) => {
    // What is in an array is looked at one by one.
    if (type !== 'dynamic' || item.type !== 'dynamic') checkOperands(name, item.type, type, node.start);
  });
  return (row) => {
    const value = item.value(row);
    const members = list(row);
    const holds = (member: Value) => test(value, member);
    return (name === 'has_all' ? members.every(holds) : members.some(holds)) !== isNegated;
  };
}
