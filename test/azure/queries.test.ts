import { globSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { describe, expect, test } from 'vitest';
import { executeQuery } from '../../local/azure/graph/execute-query.ts';
import { graphTables } from '../../local/azure/graph/graph-tables.ts';
import { analyseKusto } from '../../local/azure/graph/kusto-tree.ts';
import { fromJson } from '../../local/azure/graph/kusto-value.ts';
import { rowOf } from '../../local/azure/graph/table-value.ts';
import { graphQueryTexts } from '../../scripts/graph-query-texts.ts';
import { graphQueries } from '../../src/azure/graph-rows.ts';
import * as sharedNames from '../../src/domain/subscription/shared-names.ts';
import { sharedTypeOf } from '../../src/domain/subscription/shared-type-of.ts';
import { ownTopicIdOf } from '../../src/domain/subscription/system-topic.ts';
import { sharedInput, subscription } from '../domain/subscription-services/shared-input.ts';

const paths = globSync('src/azure/queries/*.kql').toSorted();

/** What Microsoft's language service says is wrong with a query on the tables of Resource Graph. */
function mistakesIn(text: string): readonly string[] {
  return analyseKusto(text, graphTables).mistakes.map(({ message }) => message);
}

describe.each(paths)('%s', (path) => {
  const text = readFileSync(path, 'utf8');

  test('fits the tables of Resource Graph', () => {
    expect(mistakesIn(text)).toEqual([]);
  });

  test('has an order, by which its pages follow each other, and no limit, which would end them', () => {
    expect(text.trim().split('\n').at(-1)).toMatch(/^\| order by /);
    expect(text).not.toMatch(/\|\s*(take|limit|top|sample)\b/);
  });

  test('names nothing before its table, which Resource Graph has not had for long', () => {
    expect(text).not.toMatch(/^\s*let\b/m);
  });
});

test('a wrong column makes the check fail', () => {
  expect(mistakesIn(readFileSync('test/fixtures/queries/wrong-column.kql', 'utf8'))).toEqual([
    "The name 'vmId' does not refer to any known column, table, variable or function.",
  ]);
});

test('a wrong table, function or kind of value does too', () => {
  expect(mistakesIn('resource | count')).toHaveLength(1);
  expect(mistakesIn('resources | extend a = tolowercase(id)')).toHaveLength(1);
  expect(mistakesIn('resources | order by properties.a')).toHaveLength(1);
});

test('each file is a query of the port, and each query has its file', () => {
  expect(paths.map((path) => basename(path, '.kql'))).toEqual(Object.keys(graphQueries).toSorted());
});

test('the module has the texts of the files: run scripts/generate-graph-queries.ts', () => {
  expect(readFileSync('src/azure/queries/query-texts.ts', 'utf8')).toBe(graphQueryTexts('src/azure/queries'));
  for (const [name, { text }] of Object.entries(graphQueries)) {
    expect(text).toBe(readFileSync(`src/azure/queries/${name}.kql`, 'utf8'));
  }
});

describe('resources.kql shows everything that a subscription is given', () => {
  const spec = sharedInput({}).spec;
  const region = 'westeurope';
  const workspace = sharedNames.defaultWorkspaceIdOf(subscription, region);
  /** Ids by the function that makes them: every one of `shared-names.ts` has its line. */
  const ids: Readonly<Record<string, readonly string[]>> = {
    groupIdOf: [sharedNames.groupIdOf(subscription, spec.identity.resourceGroup)],
    identityIdOf: [sharedNames.identityIdOf(spec, subscription, region)],
    defaultGroupIdOf: [sharedNames.defaultGroupIdOf(subscription, region)],
    defaultWorkspaceIdOf: [workspace],
    solutionIdOf: ['Security', 'SecurityCenterFree'].map((product) => sharedNames.solutionIdOf(workspace, product)),
    collectionRuleIdOf: (['windows', 'linux'] as const).map((os) =>
      sharedNames.collectionRuleIdOf(subscription, region, os),
    ),
    securityEventsRuleIdOf: [sharedNames.securityEventsRuleIdOf(subscription, region)],
    securityAgentRuleIdOf: [sharedNames.securityAgentRuleIdOf(subscription, region)],
  };

  test('no name is left out of this test', () => {
    const makers = Object.keys(sharedNames).filter((name) => name.endsWith('IdOf'));
    expect(Object.keys(ids).toSorted()).toEqual(makers.toSorted());
  });

  test.each([...Object.values(ids).flat(), ownTopicIdOf(subscription)])('%s', (id) => {
    expect(shownIds([id, id.toLowerCase()])).toEqual([id, id.toLowerCase()]);
  });

  test('and no resource of others beside it', () => {
    const rules = `${workspace.split('/providers/')[0]}/providers/Microsoft.Insights/dataCollectionRules`;
    const others = ['MSVMI-rule', 'Microsoft-Sentinel-rule', 'my-amo-rule'].map((name) => `${rules}/${name}`);
    expect(shownIds(others)).toEqual([]);
  });
});

/** Which of these resources the query shows, by its text as it is sent. */
function shownIds(ids: readonly string[]): readonly string[] {
  const { root } = analyseKusto(graphQueries.resources.text, graphTables);
  const { rows } = executeQuery(root, {
    ...{ nowMs: 0, expandLimit: 400 },
    table: (name) => {
      const table = graphTables.find((one) => one.name === name.toLowerCase());
      if (table === undefined) return undefined;
      const own = ids.map(resourceOf).filter((resource) => resource.table === table.name);
      const { columns } = table;
      const rows = own.map(({ values }) => rowOf(columns, (at) => fromJson(values.get(columns[at]?.name ?? ''))));
      return { columns, rows };
    },
  });
  return rows.map((row) => String(row.get('id')));
}

function resourceOf(id: string) {
  const type = sharedTypeOf(id)?.toLowerCase() ?? '';
  const name = id.slice(id.lastIndexOf('/') + 1);
  const values = new Map(Object.entries({ id, name, type, location: 'westeurope', subscriptionId: subscription }));
  return { table: type.startsWith('microsoft.resources/') ? 'resourcecontainers' : 'resources', values };
}
