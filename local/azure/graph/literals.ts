import { convert, spanOf, timeOf } from './kusto-convert.ts';
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
    case 'IntLiteralExpression':
    case 'RealLiteralExpression':
    case 'DecimalLiteralExpression':
      return convert(inner(node), 'real');
    case 'BooleanLiteralExpression':
      return convert(inner(node), 'bool');
    case 'DateTimeLiteralExpression':
      return timeOf(inner(node));
    case 'TimespanLiteralExpression':
      return spanOf(inner(node));
    case 'GuidLiteralExpression':
      return inner(node);
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
      const name = (pair.children[0]?.text ?? '').slice(1, -1).replace(/\\(.)/g, '$1');
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
