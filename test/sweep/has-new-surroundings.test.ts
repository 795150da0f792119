import { expect, test } from 'vitest';
import type { ConnectorFacts } from '../../src/domain/connectors/connector-facts.ts';
import type { SubscriptionRecord } from '../../src/domain/subscription/subscription-record.ts';
import { hasNewSurroundings } from '../../src/sweep/has-new-surroundings.ts';
import { subscriptionOf } from '../domain/subscription/record-fixture.ts';
import { createStepRig } from '../look/step-rig.ts';

const sweepMs = 30 * 60_000;
const connector: ConnectorFacts = {
  ...{ id: '/c', cloud: 'AWS', account: '1', plan: 'P2', connectsMachines: true, providesEndpoint: true },
};

/** What a sweep says of a subscription whose look read one connector half an hour ago, and that has these now. */
async function saysOf(
  now: readonly ConnectorFacts[] | 'unread',
  changes: Partial<SubscriptionRecord> = {},
): Promise<boolean> {
  const { azure, ports, time } = await createStepRig();
  const readAt = new Date(time.appMs - sweepMs).toISOString();
  const failure = { source: 'network', message: 'no answer' } as const;
  azure.connectors = now === 'unread' ? { kind: 'failed', failure } : { kind: 'found', value: now };
  const record = subscriptionOf({
    findings: { coexistence: { kind: 'satisfied' } },
    policies: { readAt, assignments: [], exemptions: [], left: 0 },
    connectors: { readAt, connectors: [connector] },
    ...changes,
  });
  return await hasNewSurroundings(ports, record);
}

test.each([
  ['that installs something else', [{ ...connector, providesEndpoint: false }]],
  ['more', [connector, { ...connector, id: '/d' }]],
  ['that is gone', []],
])('P2 E4: a sweep asks for a look where there is a connector %s', async (_, now) => {
  expect(await saysOf(now)).toBe(true);
});

test('P2: it asks for none where connectors are as they were, or cannot be read', async () => {
  expect(await saysOf([connector])).toBe(false);
  expect(await saysOf('unread')).toBe(false);
});

test('P2: nor where no look has read them', async () => {
  expect(await saysOf([], { connectors: undefined })).toBe(false);
  expect(await saysOf([], { findings: {} })).toBe(false);
});
