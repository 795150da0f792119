import { describe, expect, test } from 'vitest';
import { createInProcessHttpClient } from '../../local/azure/client/in-process-http-client.ts';
import { simulatorCredential } from '../../local/azure/client/simulator-credential.ts';
import { createAzurePort } from '../../src/azure/create-azure-port.ts';
import { prodId, startTenancy, testId } from '../local/azure/tenancy-fixture.ts';
import { endpoint, MemoryGates, recordedAzure, SetClock } from './recorded-azure.ts';

async function simulated() {
  const world = await startTenancy();
  const port = createAzurePort({
    endpoint,
    audience: 'https://management.azure.com',
    managedIdentityClientId: undefined,
    credential: simulatorCredential(world.azure, 'app'),
    httpClient: createInProcessHttpClient(world.azure),
    gates: new MemoryGates(),
    clock: world.clock,
    wallClock: new SetClock(),
  });
  const idsOf = async (subscriptions: readonly string[], managementGroups: readonly string[]) => {
    const outcome = await port.listSubscriptions({ subscriptions, managementGroups });
    return outcome.kind === 'rows' ? outcome.rows.map(({ subscription }) => subscription).sort() : outcome.gap;
  };
  return { ...world, port, idsOf };
}

describe('on the simulator', () => {
  test('all below a group at any depth, with what the run keeps of them', async () => {
    const { port, azure } = await simulated();
    const outcome = await port.listSubscriptions({ subscriptions: [], managementGroups: ['platform'] });
    expect(outcome.kind === 'rows' && outcome.rows.find(({ subscription }) => subscription === prodId)).toEqual({
      subscription: prodId,
      name: 'Prod',
      tenantId: azure.context.tenantId,
      state: 'Enabled',
      quotaId: 'MSDN_2014-09-01',
      tags: { env: 'prod' },
      managementGroups: ['prod', 'platform', azure.context.tenantId],
    });
  });

  test('named ones and those of groups, each once', async () => {
    const { idsOf, firstId } = await simulated();
    expect(await idsOf([firstId, prodId.toUpperCase()], ['platform', 'prod'])).toEqual(
      [firstId, prodId, testId].sort(),
    );
    expect(await idsOf([], [])).toEqual([]);
  });

  test('one that is not shown is no row; the others are', async () => {
    const { idsOf, azure, firstId } = await simulated();
    azure.access.add({ kind: 'missingRole', principal: 'app', scope: `/subscriptions/${testId}` });
    expect(await idsOf([firstId, testId], [])).toEqual([firstId]);
  });

  test('none of those that are named is shown, while others are: that is an answer', async () => {
    const { idsOf, report } = await simulated();
    await report({ tenantId: '7e4a47ed-0000-4000-a000-0000000000ff' }, testId);
    expect(await idsOf([testId], ['prod'])).toEqual([prodId]);
  });

  test('a group that may be read has none, and none of those that are named is shown: that is an answer, too', async () => {
    const { idsOf, azure } = await simulated();
    azure.access.add({ kind: 'missingRole', principal: 'app', scope: `/subscriptions/${prodId}` });
    expect(await idsOf([prodId], ['prod'])).toEqual([]);
  });

  test('the app may read nothing at all: that is none', async () => {
    const { idsOf, azure, firstId } = await simulated();
    azure.access.add({ kind: 'missingRole', principal: 'app', scope: `/subscriptions/${firstId}` });
    expect(await idsOf([firstId], [])).toMatchObject({ reason: 'failed', failure: { status: 403 } });
    const [prod, actions] = ['/providers/Microsoft.Management/managementGroups/prod', ['**']];
    azure.access.add({ kind: 'missingRole', principal: 'app', scope: prod, actions });
    expect(await idsOf([], ['prod'])).toMatchObject({ reason: 'failed', failure: { status: 403 } });
  });
});

describe('a group about which nothing is answered', () => {
  test('hides no known subscription, also where it is the only one: each is shown with the groups that it has now', async () => {
    const { port, azure, report } = await simulated();
    const scope = '/providers/Microsoft.Management/managementGroups/platform';
    azure.access.add({ kind: 'missingRole', principal: 'app', scope, actions: ['**'] });
    await report({ managementGroup: 'elsewhere' }, prodId);
    const outcome = await port.listSubscriptions({ subscriptions: [prodId], managementGroups: ['platform'] });
    expect(outcome).toMatchObject({
      kind: 'rows',
      rows: [{ subscription: prodId, managementGroups: ['elsewhere', expect.any(String)] }],
      denied: [{ group: 'platform', why: 'refused' }],
    });
  });

  test('is told with the refusal where none of the known ones is shown either', async () => {
    const { port, azure, firstId } = await simulated();
    azure.access.add({ kind: 'missingRole', principal: 'app', scope: `/subscriptions/${firstId}` });
    expect(await port.listSubscriptions({ subscriptions: [firstId], managementGroups: ['none'] })).toMatchObject({
      kind: 'incomplete',
      gap: { reason: 'failed', failure: { status: 403 } },
      denied: [{ group: 'none', why: 'refused' }],
    });
  });

  test.each([[['prod.', 'prod']], [['prod', 'prod.']]])(
    'because no group can have its id hides no other, as in %s',
    async (managementGroups) => {
      const { port } = await simulated();
      expect(await port.listSubscriptions({ subscriptions: [], managementGroups })).toMatchObject({
        kind: 'rows',
        rows: [{ subscription: prodId }],
        denied: [{ group: 'prod.', why: 'invalid' }],
      });
    },
  );

  test('hides nothing behind the first of two requests for known ones that is refused', async () => {
    const ids = Array.from({ length: 300 }, (_, at) => `5b5c0000-0000-4000-a000-${String(at).padStart(12, '0')}`);
    let requests = 0;
    const { port } = recordedAzure(() => {
      requests += 1;
      return requests < 3 ? { status: 403, body: refusedBody } : { status: 200, body: pageOf(ids[299] ?? '') };
    });
    expect(await port.listSubscriptions({ subscriptions: ids, managementGroups: ['empty'] })).toMatchObject({
      kind: 'rows',
      rows: [{ subscription: ids[299] }],
    });
  });
});

test('a refusal of one that was shown right before says nothing of the others', async () => {
  let requests = 0;
  const { port } = recordedAzure(() => {
    requests += 1;
    return requests === 1 ? { status: 200, body: pageOf(prodId) } : { status: 403, body: refusedBody };
  });
  expect(await port.listSubscriptions({ subscriptions: [testId], managementGroups: ['prod'] })).toMatchObject({
    kind: 'incomplete',
    gap: { failure: { status: 403 } },
  });
});

const refusedBody = { error: { code: 'AccessDenied', message: 'x', details: [] } };

function pageOf(subscription: string): object {
  const row = { subscription, name: 'x', tenant: '7e4a47ed-0000-4000-a000-000000000001', state: 'Enabled' };
  const data = [{ ...row, quotaId: '', tags: null, ancestors: null }];
  return { totalRecords: 1, count: 1, resultTruncated: 'false', data };
}

test('ten thousand below one group may not be all', async () => {
  const rows = Array.from({ length: 1_000 }, (_, index) => index);
  let page = 0;
  const { port } = recordedAzure(() => {
    const data = rows.map((index) => ({
      subscription: `${page}-${index}`,
      name: 'x',
      tenant: '7e4a47ed-0000-4000-a000-000000000001',
      state: 'Enabled',
      quotaId: '',
      tags: null,
      ancestors: null,
    }));
    page += 1;
    const more = page < 10 ? { $skipToken: `${page}` } : {};
    return { status: 200, body: { totalRecords: 10_000, count: 1_000, resultTruncated: 'false', data, ...more } };
  });
  expect(await port.listSubscriptions({ subscriptions: [], managementGroups: ['root'] })).toEqual({
    kind: 'incomplete',
    gap: { reason: 'truncated', rows: 10_000, total: 10_000 },
  });
});

test.each([
  ['null, which tells nothing', { ancestors: null }, undefined],
  ['left out', {}, undefined],
  ['none, which says that it lies in no group', { ancestors: [] }, []],
  ['its groups', { ancestors: [{ displayName: 'Prod', name: 'prod' }, { name: 'root' }] }, ['prod', 'root']],
])('the management groups of a subscription are what Azure says: %s', async (_, told, managementGroups) => {
  const tenant = '7e4a47ed-0000-4000-a000-000000000001';
  const row = { subscription: 's', name: 'x', tenant, state: 'Enabled', quotaId: '', tags: null, ...told };
  const body = { totalRecords: 1, count: 1, resultTruncated: 'false', data: [row] };
  const { port } = recordedAzure(() => ({ status: 200, body }));
  const outcome = await port.listSubscriptions({ subscriptions: ['s'], managementGroups: [] });
  expect(outcome.kind === 'rows' && outcome.rows.map((one) => one.managementGroups)).toEqual([managementGroups]);
});
