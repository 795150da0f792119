import { expect, it } from 'vitest';
import { createAzurePort } from '../../src/azure/create-azure-port.ts';
import { loadConfig } from '../../src/config.ts';
import { parseMachineId } from '../../src/domain/target/machine-ref.ts';
import { vmId } from './payloads.ts';
import { MemoryGates, SetClock } from './recorded-azure.ts';
import { recordedHttpClient } from './recorded-http-client.ts';

const least = {
  AMO_HUB_NAME: 'AmoTest',
  AzureWebJobsStorage: 'UseDevelopmentStorage=true',
  AMO_OWN_PRINCIPALS: '11111111-2222-3333-4444-555555555555',
};

/** Where one read goes with these settings, and whom its token is for. */
async function readWith(settings: Readonly<Record<string, string>>) {
  const { resourceManager } = loadConfig({ ...least, ...settings });
  const httpClient = recordedHttpClient(() => ({ status: 404, body: { error: { code: 'ResourceNotFound' } } }));
  const scopes: (string | string[])[] = [];
  const clock = new SetClock();
  const port = createAzurePort({
    ...resourceManager,
    credential: {
      getToken: async (scope) => {
        scopes.push(scope);
        return { token: 'token-of-the-app', expiresOnTimestamp: Date.now() + 3_600_000 };
      },
    },
    httpClient,
    gates: new MemoryGates(),
    clock,
    wallClock: clock,
  });
  const machine = parseMachineId(vmId);
  if (machine === undefined) throw new Error(`${vmId} is no machine.`);
  await port.readMachine(machine, { associations: false });
  return { origins: httpClient.sent.map(({ url }) => new URL(url).origin), scopes: scopes.flat() };
}

it.each([
  ['AzureCloud', 'https://management.azure.com'],
  ['AzureUSGovernment', 'https://management.usgovcloudapi.net'],
  ['AzureChinaCloud', 'https://management.chinacloudapi.cn'],
])('P11: in %s a read goes to %s, with a token for it', async (cloud, address) => {
  const { origins, scopes } = await readWith({ AMO_CLOUD: cloud });
  expect(new Set(origins)).toEqual(new Set([address]));
  expect(new Set(scopes)).toEqual(new Set([`${address}/.default`]));
});

it('P11: an endpoint of its own wins over that of the cloud, and so does an audience', async () => {
  const AMO_ARM_ENDPOINT = 'https://127.0.0.1:8443';
  const AMO_ARM_AUDIENCE = 'https://management.core.usgovcloudapi.net';
  expect(await readWith({ AMO_CLOUD: 'AzureUSGovernment', AMO_ARM_ENDPOINT })).toEqual({
    origins: [AMO_ARM_ENDPOINT],
    scopes: [`${AMO_ARM_ENDPOINT}/.default`],
  });
  expect(await readWith({ AMO_CLOUD: 'AzureUSGovernment', AMO_ARM_AUDIENCE })).toEqual({
    origins: ['https://management.usgovcloudapi.net'],
    scopes: [`${AMO_ARM_AUDIENCE}/.default`],
  });
});
