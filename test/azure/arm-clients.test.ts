import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ComputeManagementClient } from '@azure/arm-compute';
import { MonitorClient } from '@azure/arm-monitor';
import { expect, test } from 'vitest';
import { apiVersions } from '../../src/azure/api-versions.ts';
import { recordedHttpClient } from './recorded-http-client.ts';

const folder = join(import.meta.dirname, '..', '..', 'src', 'azure');
const sources = readdirSync(folder).map((name) => ({ name, text: readFileSync(join(folder, name), 'utf8') }));

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
  const sent = httpClient.sent.map(({ url }) => new URL(url).searchParams.get('api-version'));
  expect(sent).toEqual([apiVersions.compute, apiVersions.compute, apiVersions.monitor, apiVersions.monitor]);
});

test('send-write.ts alone can change Azure', () => {
  const writing = /['"`](PUT|PATCH|POST|DELETE)['"`]|\.(createOrUpdate|create|update|delete|begin[A-Z]\w*)\(/;
  expect(sources.length).toBeGreaterThan(15);
  expect(sources.filter(({ text }) => writing.test(text)).map(({ name }) => name)).toEqual(['send-write.ts']);
});

test('the adapters read no environment and no probing credential', () => {
  for (const { name, text } of sources) expect(text, name).not.toMatch(/process\.env|DefaultAzureCredential/);
});
