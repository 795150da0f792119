import { expect, test } from 'vitest';
import type { AzurePort, SharedNeed } from '../../src/ports/azure.ts';
import { armError, identityId, ruleId, subscription } from './payloads.ts';
import { recordedAzure } from './recorded-azure.ts';
import { pathOf, type RecordedReply } from './recorded-http-client.ts';

const need = { subscription, region: 'westeurope', ruleIds: [ruleId] };
const ruleReply: RecordedReply = { status: 200, body: { id: ruleId, properties: {} } };
const identityReply: RecordedReply = { status: 200, body: { id: identityId, properties: { clientId: 'c' } } };

type SharedFound = Extract<Awaited<ReturnType<AzurePort['readShared']>>, { kind: 'found' }>['value'];

async function factsOf(port: AzurePort, asked: SharedNeed = need): Promise<SharedFound> {
  const outcome = await port.readShared(asked);
  if (outcome.kind === 'failed') throw new Error(`failed: ${outcome.failure.message}`);
  return outcome.value;
}

function azureWith(identity: RecordedReply, rule: RecordedReply = ruleReply) {
  const replies = { identity, rule };
  return { replies, ...recordedAzure(({ url }) => (url.includes('userAssigned') ? replies.identity : replies.rule)) };
}

test('the built-in identity and the rules are read once for all machines', async () => {
  const { port, sent } = azureWith(identityReply);
  const all = await Promise.all(Array.from({ length: 50 }, () => port.readShared(need)));
  expect(all[49]).toEqual({
    kind: 'found',
    value: {
      builtInIdentity: { state: 'present', resourceId: identityId },
      rules: { [ruleId.toLowerCase()]: { state: 'present', resourceId: ruleId } },
    },
  });
  expect(sent.map(pathOf).toSorted()).toEqual(
    [`${identityId}?api-version=2024-11-30`, `${ruleId}?api-version=2024-03-11`].toSorted(),
  );
});

test('presence is believed for ten minutes, absence for five seconds', async () => {
  const { port, sent, clock, replies } = azureWith({ status: 404, body: armError('ResourceGroupNotFound') });
  const state = async () => (await factsOf(port)).builtInIdentity.state;
  expect(await state()).toBe('missing');
  replies.identity = identityReply;
  clock.ms += 4_000;
  expect(await state()).toBe('missing');
  clock.ms += 1_000;
  expect(await state()).toBe('present');
  expect(sent).toHaveLength(3);
  clock.ms += 595_000;
  await port.readShared(need);
  expect(sent).toHaveLength(4);
});

test.each([
  ['403', { status: 403, body: armError('AuthorizationFailed') }],
  ['a subscription that is not found', { status: 404, body: armError('SubscriptionNotFound') }],
  ['an odd reply', { status: 200, body: {} }],
])('%s proves nothing: unknown, asked again after half a minute', async (_, reply) => {
  const { port, clock, replies } = azureWith(identityReply, reply);
  const state = async () => (await factsOf(port)).rules[ruleId.toLowerCase()]?.state;
  expect(await state()).toBe('unknown');
  replies.rule = ruleReply;
  clock.ms += 30_000;
  expect(await state()).toBe('present');
});

test('an id that is no rule is never asked for', async () => {
  const { port, sent } = azureWith(identityReply);
  const shared = await factsOf(port, { ...need, ruleIds: ['/subscriptions/x/../y'] });
  expect(shared.rules).toEqual({ '/subscriptions/x/../y': { state: 'unknown', resourceId: '/subscriptions/x/../y' } });
  expect(sent).toHaveLength(1);
});

test.each([
  ['the identity', 'Microsoft.ManagedIdentity/read'],
  ['a rule', 'Microsoft.Insights/read'],
])('429 on %s is handed up, and nobody asks for it again before Retry-After', async (what, operationClass) => {
  const refused: RecordedReply = { status: 429, headers: { 'retry-after': '303' }, body: armError('TooManyRequests') };
  const isRule = what === 'a rule';
  const { port, sent, clock, gates, replies } = azureWith(
    isRule ? identityReply : refused,
    isRule ? refused : ruleReply,
  );
  expect(await port.readShared(need)).toMatchObject({
    kind: 'failed',
    failure: { status: 429, retryAfterSeconds: 303 },
  });
  const closedUntil = new Date(clock.ms + 304_000).toISOString();
  expect(gates.rows).toEqual([{ subscription, operationClass, closedUntil }]);
  clock.ms += 303_000;
  expect(await port.readShared(need)).toMatchObject({ kind: 'failed', failure: { status: 429, retryAfterSeconds: 1 } });
  expect(sent).toHaveLength(2);
  replies.identity = identityReply;
  replies.rule = ruleReply;
  clock.ms += 1_000;
  expect(await factsOf(port)).toMatchObject({ builtInIdentity: { state: 'present' } });
  expect(sent).toHaveLength(3);
});
