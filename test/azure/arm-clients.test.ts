import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ComputeManagementClient } from '@azure/arm-compute';
import { MonitorClient } from '@azure/arm-monitor';
import { ResourceGraphClient } from '@azure/arm-resourcegraph';
import { expect, test } from 'vitest';
import { apiVersions } from '../../src/azure/api-versions.ts';
import { recordedHttpClient } from './recorded-http-client.ts';

const folder = join(import.meta.dirname, '..', '..', 'src', 'azure');
const sources = readdirSync(folder)
  .filter((name) => name.endsWith('.ts'))
  .map((name) => ({ name, text: readFileSync(join(folder, name), 'utf8') }));

test('our api-versions are those that the SDK packages send themselves', async () => {
  const httpClient = recordedHttpClient(() => ({ status: 404, body: { error: { code: 'ResourceNotFound' } } }));
  const credential = { getToken: async () => ({ token: 't', expiresOnTimestamp: Date.now() + 3_600_000 }) };
  const options = { httpClient, endpoint: 'https://arm.test' };
  const compute = new ComputeManagementClient(credential, 's', options);
  const monitor = new MonitorClient(credential, 's', options);
  await expect(compute.virtualMachines.get('g', 'v')).rejects.toThrow();
  await expect(compute.virtualMachineExtensions.get('g', 'v', 'e')).rejects.toThrow();
  await expect(monitor.dataCollectionRuleAssociations.get('r', 'a')).rejects.toThrow();
  await expect(monitor.dataCollectionRules.get('g', 'r')).rejects.toThrow();
  const graph = new ResourceGraphClient(credential, options);
  await expect(graph.resources({ query: 'resources' })).rejects.toThrow();
  const sent = httpClient.sent.map(({ url }) => new URL(url).searchParams.get('api-version'));
  const { compute: forCompute, monitor: forMonitor, resourceGraph } = apiVersions;
  expect(sent).toEqual([forCompute, forCompute, forMonitor, forMonitor, resourceGraph]);
});

test('send-write.ts alone can change Azure', () => {
  const writing = /['"`](PUT|PATCH|POST|DELETE)['"`]|\.(createOrUpdate|create|update|delete|begin[A-Z]\w*)\(/;
  expect(sources.length).toBeGreaterThan(15);
  expect(sources.filter(({ text }) => writing.test(text)).map(({ name }) => name)).toEqual([
    // Its POST is a query, and the only address it has is that of Resource Graph.
    'query-graph.ts',
    'send-write.ts',
  ]);
  const query = sources.find(({ name }) => name === 'query-graph.ts')?.text ?? '';
  expect(query.match(/['"`](PUT|PATCH|POST|DELETE)['"`]/g)).toEqual(["'POST'"]);
  expect(query.match(/path: .*/g)).toEqual([
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the text of the source
    'path: `/providers/Microsoft.ResourceGraph/resources?api-version=${apiVersions.resourceGraph}`,',
  ]);
});

test('the adapters read no environment and no probing credential', () => {
  for (const { name, text } of sources) expect(text, name).not.toMatch(/process\.env|DefaultAzureCredential/);
});
