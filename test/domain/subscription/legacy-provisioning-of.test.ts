import { describe, expect, it } from 'vitest';
import type { WrittenFleet } from '../../../src/domain/fleet/fleet-schema.ts';
import { legacyProvisioningOf } from '../../../src/domain/subscription/legacy-provisioning-of.ts';
import type { SubscriptionRecord } from '../../../src/domain/subscription/subscription-record.ts';
import { fleetOf, group, subscription } from '../fleet/fleet-fixture.ts';
import { subscriptionOf } from './record-fixture.ts';

const nowMs = Date.parse('2026-03-01T12:00:00Z');
const ago = (minutes: number) => new Date(nowMs - minutes * 60_000).toISOString();
const observed = { subscriptions: [{ mode: 'observe' }] } satisfies Partial<WrittenFleet>;
const turnedOff = {
  subscriptions: [{ mode: 'enforce', legacyAutoProvisioning: 'off' }],
} satisfies Partial<WrittenFleet>;

function read(
  file: Partial<WrittenFleet>,
  autoProvision?: string,
  minutes = 10,
  changes: Partial<SubscriptionRecord> = {},
) {
  const reading = autoProvision === undefined ? {} : { autoProvisioning: { autoProvision, readAt: ago(minutes) } };
  const record = subscriptionOf({ state: 'Enabled', ...reading, ...changes });
  return legacyProvisioningOf(fleetOf(file), { place: { subscription, managementGroups: undefined }, record }, nowMs);
}

describe('P13: the switch that installs the Log Analytics agent', () => {
  it.each([observed, turnedOff])('is off where it was read so, whatever the file says', (file) => {
    expect(read(file, 'Off')).toEqual({ kind: 'off' });
    expect(read(file, 'off')).toEqual({ kind: 'off' });
  });

  it('on is a matter for a person, but where the file turns it off', () => {
    expect(read(observed, 'On')).toMatchObject({ kind: 'on', detail: expect.stringContaining('put the agent back') });
    expect(read(turnedOff, 'On')).toMatchObject({ kind: 'coming' });
    const [entry] = turnedOff.subscriptions;
    const onlyObserved = { subscriptions: [{ ...entry, mode: 'observe' as const }] };
    expect(read(onlyObserved, 'On')).toMatchObject({ kind: 'on', detail: expect.stringContaining('only observes') });
  });

  it('is unread where nobody has read it, or not for hours', () => {
    expect(read(observed)).toMatchObject({ kind: 'unread' });
    expect(read(observed, 'Off', 136)).toMatchObject({ kind: 'unread', detail: expect.stringContaining(ago(136)) });
    expect(read(turnedOff, 'On', 136)).toMatchObject({ kind: 'unread' });
  });

  it('that nobody will read is a matter for a person, too', () => {
    expect(read({})).toMatchObject({ kind: 'on', detail: expect.stringContaining('no entry of subscriptions[]') });
    const ofGroup = { ...observed, scope: { resourceGroups: [group] } };
    expect(read(ofGroup)).toMatchObject({ kind: 'on', detail: expect.stringContaining('nobody reads') });
  });

  it('says what its subscription waits for', () => {
    const standing = { status: 'Held', code: 'ScopeLocked', detail: 'x', since: ago(5) } as const;
    const told = read(turnedOff, 'On', 10, { standing });
    expect(told).toMatchObject({ kind: 'coming', detail: expect.stringContaining('Held (ScopeLocked)') });
  });
});
