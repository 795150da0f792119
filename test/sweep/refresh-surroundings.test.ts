import { describe, expect, test } from 'vitest';
import type { PolicyReading } from '../../src/domain/coexistence/policy-reading.ts';
import type { SubscriptionRecord } from '../../src/domain/subscription/subscription-record.ts';
import type { PartOutcome, PolicyObjects } from '../../src/ports/azure.ts';
import type { Ports } from '../../src/ports/ports.ts';
import { refreshSurroundings } from '../../src/sweep/refresh-surroundings.ts';
import { readingOf } from '../domain/coexistence/policy-fixture.ts';
import { fleetOf } from '../domain/fleet/fleet-fixture.ts';
import { standingOf } from '../domain/machine/standing-fixture.ts';
import { subscriptionOf } from '../domain/subscription/record-fixture.ts';
import { createStepRig, type StepRig } from '../look/step-rig.ts';

const refused: PartOutcome<PolicyObjects> = {
  kind: 'failed',
  failure: {
    source: 'http',
    status: 403,
    code: 'AuthorizationFailed',
    message: 'no',
    detailCodes: [],
    retryAfterSeconds: undefined,
    correlationId: undefined,
  },
};

interface Rig extends StepRig {
  sweep(): Promise<string | undefined>;
  stored(): Promise<SubscriptionRecord | undefined>;
  reads(): number;
}

/** A subscription whose looks read policies, an hour and more ago. */
async function startWith(
  changes: Partial<SubscriptionRecord> = {},
  readPolicies?: Ports['azure']['readPolicies'],
): Promise<Rig> {
  const rig = await createStepRig();
  const ago = (minutes: number) => new Date(rig.time.appMs - minutes * 60_000).toISOString();
  const policies: PolicyReading = { ...readingOf([]), readAt: ago(70) };
  const record = subscriptionOf({
    state: 'Enabled',
    policies,
    connectors: { readAt: ago(70), connectors: [] },
    autoProvisioning: { readAt: ago(70), autoProvision: 'Off' },
    defender: { readAt: ago(70), plan: 'free', wdatp: false, unified: 'absent', excludeLinux: 'absent' },
    findings: { coexistence: { kind: 'satisfied' } },
    ...changes,
  });
  await rig.store.subscriptions.insert(record);
  let reads = 0;
  const read = readPolicies ?? rig.azure.readPolicies.bind(rig.azure);
  const azure: Ports['azure'] = Object.assign(Object.create(rig.azure), {
    readPolicies: async (target: Parameters<typeof read>[0]) => {
      reads += 1;
      return read(target);
    },
  });
  const ports: Ports = { ...rig.ports, azure, fleet: fleetOf({ subscriptions: [{}] }) };
  return {
    ...rig,
    ports,
    sweep: () => refreshSurroundings(ports, record),
    stored: async () => (await rig.store.subscriptions.read(record.key))?.value,
    reads: () => reads,
  };
}

const readAtOf = async ({ stored }: Pick<Rig, 'stored'>) => (await stored())?.policies?.readAt;

describe('what a sweep reads around a subscription', () => {
  test('is kept on its row, and the same again is worth no look', async () => {
    const rig = await startWith();
    expect(await rig.sweep()).toBeUndefined();
    expect(await readAtOf(rig)).toBe(new Date(rig.time.appMs).toISOString());
  });

  test('is worth a look where it cannot be read, which says why; the row keeps what it had', async () => {
    const rig = await startWith({}, async () => refused);
    expect(await rig.sweep()).toBe('its policies or connectors could not be read');
    expect(await readAtOf(rig)).toBe(new Date(rig.time.appMs - 70 * 60_000).toISOString());
  });

  test('is read also where no look could, so that a right that is given back is found', async () => {
    const standing = standingOf('Failed', 'AuthorizationFailed', { until: '2027-01-01T00:00:00.000Z' });
    const rig = await startWith({ policies: undefined, connectors: undefined, findings: {}, standing });
    expect(await rig.sweep()).toBe('its policies can be read again');
    expect(await readAtOf(rig)).toBe(new Date(rig.time.appMs).toISOString());
  });

  test('is left to a row that was written meanwhile, and the look reads it', async () => {
    const rig = await startWith({ policies: undefined });
    const { subscriptions } = rig.ports.store;
    const replace: typeof subscriptions.replace = async () => ({ kind: 'conflict' });
    const store = { ...rig.ports.store, subscriptions: { ...subscriptions, replace } };
    const record = await rig.stored();
    expect(await refreshSurroundings({ ...rig.ports, store }, record)).toBe('its policies can be read again');
  });
});

test.each<[string, Partial<SubscriptionRecord>]>([
  ['whose look has just read it', {}],
  ['that no look has come to yet', { findings: {}, policies: undefined }],
])('nothing is read around a subscription %s', async (name, changes) => {
  const rig = await startWith(changes);
  if (name.startsWith('whose')) rig.time.appMs -= 46 * 60_000;
  expect(await rig.sweep()).toBeUndefined();
  expect(rig.reads()).toBe(0);
});

test('nothing is read around a subscription that no entry of the file is for', async () => {
  const rig = await startWith();
  expect(await refreshSurroundings({ ...rig.ports, fleet: fleetOf() }, await rig.stored())).toBeUndefined();
  expect(rig.reads()).toBe(0);
});

test('P2: what lies around is nothing, and no failure, where the subscription is not registered for Defender for Cloud', async () => {
  const rig = await startWith();
  const failure = {
    ...{ source: 'http' as const, status: 404, code: 'Subscription Not Registered', message: 'Please register' },
    ...{ detailCodes: [], retryAfterSeconds: undefined, correlationId: undefined },
  };
  rig.azure.connectors = { kind: 'failed', failure };
  rig.azure.autoProvisioning = { kind: 'failed', failure };
  expect(await rig.sweep()).toBeUndefined();
  expect(await rig.stored()).toMatchObject({
    connectors: { connectors: [] },
    autoProvisioning: { autoProvision: 'Off' },
  });
});

test('P13: what lies around is read where only the switch of the old agent was never read', async () => {
  const rig = await startWith({ autoProvisioning: undefined });
  rig.azure.autoProvisioning = { kind: 'found', value: { autoProvision: 'On' } };
  expect(await rig.sweep()).toBe('its switch of the Log Analytics agent changed');
  expect((await rig.stored())?.autoProvisioning?.autoProvision).toBe('On');
});
