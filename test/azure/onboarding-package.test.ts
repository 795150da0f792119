import { expect, test } from 'vitest';
import { decodeFailure } from '../../src/domain/failures/decode-failure.ts';
import type { AzureWrite } from '../../src/domain/write/azure-write.ts';
import { armError, subscription, vm } from './payloads.ts';
import { permitFor } from './permits.ts';
import { recordedAzure } from './recorded-azure.ts';
import { pathOf, type RecordedReply } from './recorded-http-client.ts';
import { assertValidBody } from './schema-check.ts';

const marked = 'bWFya2VkLXBhY2thZ2U';
const list = `/subscriptions/${subscription}/providers/Microsoft.Security/mdeOnboardings?api-version=2021-10-01-preview`;
const install: AzureWrite = {
  kind: 'putExtension',
  target: vm,
  name: 'MDE.Linux',
  onboards: 'linux',
  body: {
    location: 'westeurope',
    properties: {
      ...{ publisher: 'Microsoft.Azure.AzureDefenderForServers', type: 'MDE.Linux', typeHandlerVersion: '1.0' },
      ...{ autoUpgradeMinorVersion: true, enableAutomaticUpgrade: true },
      settings: { azureResourceId: vm.resourceId },
    },
  },
};

function packages(properties: object): RecordedReply {
  return { status: 200, body: { value: [{ name: 'default', properties }] } };
}

async function send(...replies: readonly RecordedReply[]) {
  let answered = 0;
  const azure = recordedAzure(() => replies[answered++] ?? { status: 500 });
  return { azure, outcome: await azure.port.send(permitFor(install, azure.wallClock.ms), install) };
}

test('the package of the system is fetched for the one request that carries it', async () => {
  const both = packages({ onboardingPackageWindows: 'other', onboardingPackageLinux: marked });
  const { azure, outcome } = await send(both, { status: 201, body: {} });
  expect(outcome.kind).toBe('accepted');
  expect(azure.sent.map((request) => [request.method, pathOf(request).split('?')[0]])).toEqual([
    ['GET', list.split('?')[0]],
    ['PUT', `${vm.resourceId}/extensions/MDE.Linux`],
  ]);
  expect(azure.sent[0] && pathOf(azure.sent[0])).toBe(list);
  const body = azure.sent[1]?.body;
  expect(body).toMatchObject({ properties: { protectedSettings: { defenderForEndpointOnboardingScript: marked } } });
  assertValidBody('Microsoft.Compute/virtualMachines/extensions', '2026-04-01', body);
  expect(JSON.stringify([install, outcome])).not.toContain(marked);
});

test.each([
  ['an empty list', { status: 200, body: { value: [] } }],
  ['none of the system', packages({ onboardingPackageWindows: 'other' })],
  ['an empty one', packages({ onboardingPackageLinux: '' })],
] as const)('%s: nothing is sent, and it says so', async (_, reply) => {
  const { azure, outcome } = await send(reply);
  expect(azure.sent).toHaveLength(1);
  expect(outcome.kind === 'failed' && decodeFailure(outcome.failure).code).toBe('MdePackageMissing');
});

test('without the right to read it nothing is sent; it is not the right to write extensions that is missing', async () => {
  const { azure, outcome } = await send({ status: 403, body: armError('AuthorizationFailed', 'no right to read it') });
  expect(azure.sent).toHaveLength(1);
  expect(outcome.kind === 'failed' && decodeFailure(outcome.failure)).toMatchObject({
    code: 'LinkedAuthorizationFailed',
    detail: expect.stringContaining('the onboarding package could not be read'),
  });
});

test('a refusal that quotes the body does not tell the package', async () => {
  const both = packages({ onboardingPackageLinux: marked });
  const quoted = { status: 400, body: armError('InvalidParameter', `the value ${marked} of a setting is wrong`) };
  const { outcome } = await send(both, quoted);
  expect(outcome).toMatchObject({ kind: 'failed', failure: { message: 'the value (removed) of a setting is wrong' } });
});
