import type { KustoNode } from './kusto-tree.ts';

/** The children that are no keywords and no punctuation. */
export function partsOf(node: KustoNode): readonly KustoNode[] {
  return node.children.filter(({ kind }) => !/(Token|Keyword)$/.test(kind));
}

/** The word that a refusal names: the operator's own. */
export function firstWord(node: KustoNode): string {
  return /^[\w-]+/.exec(node.text)?.[0] ?? node.text;
}

/** The parameters before an operator's arguments, `kind=leftouter` as `kind` and `leftouter`. */
export function parametersOf(node: KustoNode): ReadonlyMap<string, string> {
  const given = node.children.filter(({ kind }) => kind === 'NamedParameter');
  return new Map(
    given.map((parameter) => {
      const [name, value] = partsOf(parameter);
      return [name?.name ?? '', value?.name || (value?.text ?? '')];
    }),
  );
}

/** The arguments of an operator, its named parameters left out. */
export function argumentsOf(node: KustoNode): readonly KustoNode[] {
  return partsOf(node).filter(({ kind }) => kind !== 'NamedParameter');
}
