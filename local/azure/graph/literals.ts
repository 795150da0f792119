import { convert, guidOf } from './kusto-convert.ts';
import { spanOf, timeOf } from './kusto-moments.ts';
import type { KustoNode } from './kusto-tree.ts';
import type { Value } from './kusto-value.ts';
import { notSupported } from './refused-query.ts';
import { partsOf } from './tree-parts.ts';

/** The value of a literal in a query; undefined when the node is none. */
export function literalOf(node: KustoNode): { readonly value: Value } | undefined {
  const value = literalValue(node);
  return value === undefined ? undefined : { value };
}

function literalValue(node: KustoNode): Value | undefined {
  switch (node.kind) {
    case 'StringLiteralExpression':
    case 'CompoundStringLiteralExpression':
      return node.literal ?? '';
    case 'LongLiteralExpression':
      return read(node, (text) => integer(text, 'long'));
    case 'IntLiteralExpression':
      return read(node, (text) => integer(text, 'int'));
    case 'RealLiteralExpression':
      return read(node, (text) => endless.get(text.toLowerCase()) ?? convert(text, 'real'));
    case 'BooleanLiteralExpression':
      return read(node, (text) => convert(text, 'bool'));
    case 'DateTimeLiteralExpression':
      return read(node, timeOf);
    case 'TimespanLiteralExpression':
      return read(node, spanOf);
    case 'GuidLiteralExpression':
      return read(node, guidOf);
    case 'NullLiteralExpression':
      return null;
    case 'TypeOfLiteralExpression':
      return inner(node);
    case 'DynamicExpression':
    case 'JsonObjectExpression':
    case 'JsonArrayExpression':
      return dynamicOf(node);
    default:
      return undefined;
  }
}

/** Special forms of the page "The real data type". */
const endless: ReadonlyMap<string, number> = new Map([
  ['nan', Number.NaN],
  ['+inf', Number.POSITIVE_INFINITY],
  ['-inf', Number.NEGATIVE_INFINITY],
]);

const integer = (text: string, type: string): Value => convert(/^0x[\da-f]+$/i.test(text) ? Number(text) : text, type);

/** The value of a literal by its text; one that cannot be read is not taken for a null. */
function read(node: KustoNode, parse: (text: string) => Value): Value {
  const text = inner(node);
  const value = text === 'null' ? null : parse(text);
  if (value === null && text !== 'null') throw notSupported('literal', node.text, node.start);
  return value;
}

/** What stands in the brackets of `long(5)` or `typeof(int)`, or the literal itself; quotes are taken off. */
function inner(node: KustoNode): string {
  const text = /^\w+\s*\(([\s\S]*)\)$/.exec(node.text)?.[1] ?? node.text;
  return text.trim().replace(/^(['"])([\s\S]*)\1$/, '$2');
}

function dynamicOf(node: KustoNode): Value {
  const parts = partsOf(node);
  if (node.kind === 'JsonArrayExpression') return parts.map(dynamicItem);
  if (node.kind === 'DynamicExpression') return parts[0] === undefined ? null : dynamicItem(parts[0]);
  return Object.fromEntries(
    parts.map((pair) => {
      const [value] = partsOf(pair);
      const written = pair.children[0]?.text ?? '';
      if (/\\[^"'\\]/.test(written)) throw notSupported('name in a literal', written, pair.start);
      const name = written.slice(1, -1).replace(/\\(.)/g, '$1');
      return [name, value === undefined ? null : dynamicItem(value)];
    }),
  );
}

function dynamicItem(node: KustoNode): Value {
  if (node.kind === 'UnaryMinusExpression') {
    const [value] = partsOf(node).map(dynamicItem);
    if (typeof value === 'number') return -value;
  }
  const value = literalValue(node);
  if (value === undefined) throw notSupported('literal', node.text, node.start);
  return value;
}
