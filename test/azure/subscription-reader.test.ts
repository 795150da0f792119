import { describe, expect, test } from 'vitest';
import { lookIdSchema } from '../../src/domain/ids.ts';
import { subscriptionRef } from '../../src/domain/target/subscription-ref.ts';
import { armError, subscription } from './payloads.ts';
import { recordedAzure } from './recorded-azure.ts';
import type { RecordedReply } from './recorded-http-client.ts';

const target = subscriptionRef(subscription);
const workspaceId = `${target.resourceId}/resourceGroups/logs/providers/Microsoft.OperationalInsights/workspaces/Logs`;
const core = {
  displayName: 'Shop',
  tenantId: '99999999-aaaa-4bbb-8ccc-dddddddddddd',
  state: 'Enabled',
};
const look = (lookId: string, isStep = false) => ({ lookId: lookIdSchema.parse(lookId), isStep });
const forbidden: RecordedReply = { status: 403, body: armError('AuthorizationFailed') };

/** Answers by what the URL contains; counts what was asked. */
function azureThat(replies: Readonly<Record<string, RecordedReply>>) {
  return recordedAzure(({ url }) => {
    const [, reply] = Object.entries(replies).find(([part]) => url.includes(part)) ?? [];
    return reply ?? { status: 500, body: armError('NotExpected') };
  });
}

describe('the subscription itself', () => {
  test('is read by each look, and kept five seconds of real time for steps', async () => {
    const { port, sent, wallClock } = azureThat({ '?api-version=2022-12-01': { status: 200, body: core } });
    await port.readSubscription(target, false);
    await port.readSubscription(target, true);
    expect(sent).toHaveLength(1);
    await port.readSubscription(target, false);
    expect(sent).toHaveLength(2);
    wallClock.ms += 5_001;
    await port.readSubscription(target, true);
    expect(sent).toHaveLength(3);
  });
});

describe('what a look read', () => {
  const providers = {
    status: 200,
    body: { value: [{ namespace: 'Microsoft.Insights', registrationState: 'Registered' }] },
  };

  test('answers its steps for two minutes of real time, and no other look', async () => {
    const { port, sent, wallClock } = azureThat({ '/providers?': providers });
    const first = await port.readProviders(target, look('one'));
    expect(first).toEqual({ kind: 'found', value: { 'microsoft.insights': 'Registered' } });
    expect(await port.readProviders(target, look('one', true))).toEqual(first);
    expect(sent).toHaveLength(1);
    await port.readProviders(target, look('two'));
    await port.readProviders(target, look('three', true));
    expect(sent).toHaveLength(3);
    wallClock.ms += 120_001;
    await port.readProviders(target, look('one', true));
    expect(sent).toHaveLength(4);
  });

  test('is not kept where it could not be read', async () => {
    const replies = { '/providers?': forbidden };
    const { port, sent } = azureThat(replies);
    expect(await port.readProviders(target, look('one'))).toMatchObject({ kind: 'failed' });
    await port.readProviders(target, look('one', true));
    expect(sent).toHaveLength(2);
  });
});

describe('a resource', () => {
  const type = 'Microsoft.OperationalInsights/workspaces';

  test('that is not there is told apart from one that could not be read', async () => {
    const gone = azureThat({ Logs: { status: 404, body: armError('NotFound') } });
    expect(await gone.port.readResource(target, workspaceId, type)).toEqual({ kind: 'found', value: undefined });
    const unknown = azureThat({ Logs: { status: 404, body: armError('SubscriptionNotFound') } });
    expect(await unknown.port.readResource(target, workspaceId, type)).toMatchObject({ kind: 'failed' });
    const refused = azureThat({ Logs: forbidden });
    expect(await refused.port.readResource(target, workspaceId, type)).toMatchObject({ kind: 'failed' });
  });
});

describe('roles and locks', () => {
  test('roles that may not be read hold nothing up; locks of a group that is not there are none', async () => {
    const { port } = azureThat({
      roleAssignments: forbidden,
      locks: { status: 404, body: armError('ResourceGroupNotFound') },
    });
    expect(await port.readRoles(target)).toEqual({ kind: 'found', value: 'unreadable' });
    expect(await port.readLocks(target, `${target.resourceId}/resourceGroups/ids`)).toEqual({
      kind: 'found',
      value: [],
    });
  });

  test('a lock names what it locks', async () => {
    const scope = `${target.resourceId}/resourceGroups/ids/providers/Microsoft.ManagedIdentity/userAssignedIdentities/i`;
    const lock = {
      id: `${scope}/providers/Microsoft.Authorization/locks/keep`,
      name: 'keep',
      properties: { level: 'CanNotDelete' },
    };
    const { port } = azureThat({ locks: { status: 200, body: { value: [lock] } } });
    expect(await port.readLocks(target, `${target.resourceId}/resourceGroups/ids`)).toEqual({
      kind: 'found',
      value: [{ scope, name: 'keep', level: 'CanNotDelete' }],
    });
  });
});

describe('a workspace of somebody else', () => {
  const found: RecordedReply = { status: 200, body: { id: workspaceId, location: 'West Europe' } };

  test('P6: comes with the solutions of its own', async () => {
    const { port } = azureThat({
      solutions: {
        status: 200,
        body: { value: [{ name: 'Security(logs)' }, { name: 'Security(other)' }, { name: 'Updates(Logs)' }] },
      },
      workspaces: found,
    });
    expect(await port.readNamedWorkspace(target, workspaceId, look('one'))).toEqual({
      kind: 'found',
      value: { state: 'present', id: workspaceId, location: 'westeurope', solutions: ['Security', 'Updates'] },
    });
  });

  test.each([
    ['missing', { status: 404, body: armError('ResourceNotFound') }, { kind: 'found', value: { state: 'missing' } }],
    ['unknown', forbidden, { kind: 'found', value: { state: 'unknown' } }],
    ['a matter of waiting', { status: 429, body: armError('TooManyRequests') }, { kind: 'failed' }],
  ] as const)('P6: is %s as Azure answers', async (_, reply, outcome) => {
    const { port } = azureThat({ workspaces: reply });
    expect(await port.readNamedWorkspace(target, workspaceId, look('one'))).toMatchObject(outcome);
  });

  test('P6: is read without solutions where these are not to be read', async () => {
    const { port } = azureThat({ solutions: forbidden, workspaces: found });
    expect(await port.readNamedWorkspace(target, workspaceId, look('one'))).toMatchObject({
      value: { state: 'present', solutions: undefined },
    });
  });
});
