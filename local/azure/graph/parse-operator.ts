import { compileScalar } from './compile-scalar.ts';
import { convert } from './kusto-convert.ts';
import type { KustoNode } from './kusto-tree.ts';
import { textOf, type Value } from './kusto-value.ts';
import { notSupported } from './refused-query.ts';
import { columnsOf, rowOf, type TableOperator } from './table-value.ts';
import { argumentsOf, parametersOf, partsOf } from './tree-parts.ts';

/** `parse ... with`, of kind `simple` only: constants in order, columns between them. */
export const parse: TableOperator = (input, node, scope) => {
  const kind = parametersOf(node).get('kind') ?? 'simple';
  if (kind !== 'simple') throw notSupported('kind of parse', kind, node.start);
  const [source, ...pattern] = argumentsOf(node);
  if (source === undefined) throw notSupported('form', node.text, node.start);
  const text = compileScalar(source, scope.scalars);
  const expression = new RegExp(`^${pattern.map(patternOf).join('')}$`, 's');
  const added = pattern.flatMap(columnOf);
  const columns = columnsOf(node);
  const rows = input.rows.map((row) => {
    const found = expression.exec(textOf(text.value(row)));
    const values = added.map(({ type }, index): Value => {
      const part = found?.[index + 1];
      return part === undefined ? null : convert(part, type);
    });
    // One that is not of its type makes all of them null.
    const isMatch = !values.includes(null);
    const all = new Map([
      ...row,
      ...added.map(({ name }, index) => [name, isMatch ? (values[index] ?? null) : null] as const),
    ]);
    return rowOf(columns, (at) => all.get(columns[at]?.name ?? ''));
  });
  return { columns, rows };
};

function columnOf(node: KustoNode): readonly { readonly name: string; readonly type: string }[] {
  if (node.kind === 'NameDeclaration') return [{ name: node.name, type: 'string' }];
  if (node.kind !== 'NameAndTypeDeclaration') return [];
  const [name, type] = partsOf(node);
  return [{ name: name?.name ?? '', type: type?.text ?? 'string' }];
}

function patternOf(node: KustoNode): string {
  if (node.kind === 'StarExpression') return '.*?';
  if (node.literal !== undefined) return node.literal.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const [column] = columnOf(node);
  if (column === undefined) throw notSupported('pattern', node.text, node.start);
  if (column.type === 'int' || column.type === 'long') return '(-?\\d+)';
  return column.type === 'string' || column.type === 'datetime' ? '(.*?)' : '(\\S+?)';
}
