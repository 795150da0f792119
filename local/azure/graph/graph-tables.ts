import type { KustoColumn, KustoTable } from './kusto-tree.ts';

const column = (type: string) => (name: string) => ({ name, type });

/** Columns of every table of Azure Resource Graph that is here (page "Azure Resource Graph table and resource type reference"). */
const columns: readonly KustoColumn[] = [
  ...['id', 'name', 'type', 'tenantId', 'kind', 'location', 'resourceGroup', 'subscriptionId', 'managedBy'].map(
    column('string'),
  ),
  ...['sku', 'plan', 'properties', 'tags', 'identity', 'zones', 'extendedLocation', 'systemData'].map(
    column('dynamic'),
  ),
];

/**
 * Which resources stand where: subscriptions and groups in `resourcecontainers`, associations in `insightsresources`,
 * Defender's plans and assessments in `securityresources`, what is assigned and exempted in `policyresources`, all others,
 * extensions of machines included, in `resources`.
 */
export const graphTables: readonly KustoTable[] = [
  'resources',
  'resourcecontainers',
  'insightsresources',
  'securityresources',
  'policyresources',
].map((name) => ({ name, columns }));

/** The tables as a query spells them: Resource Graph does not mind the case of their names, the language does. */
export function tablesSpelledIn(query: string): readonly KustoTable[] {
  const words = new Set(query.match(/\w+/g) ?? []);
  return graphTables.flatMap((table) =>
    [...words].filter((word) => word.toLowerCase() === table.name).map((name) => ({ ...table, name })),
  );
}

const firstOperator =
  /^\s*(where|project|project-away|extend|summarize|order|sort|top|take|limit|count|distinct|join|union|mv-expand|parse)\b/;

/** A query that begins with an operator is about `resources` (page "Azure Resource Graph query language"). */
export function withDefaultTable(query: string): string {
  return firstOperator.test(query) ? `resources | ${query}` : query;
}
