import { describe, expect, it } from 'vitest';
import { isNewPlace, type Place, placesInUse } from '../../../src/domain/subscription/places-in-use.ts';
import type { SubscriptionRecord } from '../../../src/domain/subscription/subscription-record.ts';
import { fleetOf } from '../fleet/fleet-fixture.ts';
import { inUse } from '../subscription-services/shared-input.ts';
import { subscriptionOf } from './record-fixture.ts';

const fleet = fleetOf();
const linuxVm: Place = { region: 'westeurope', kind: 'vm', os: 'linux' };
const applies = { kind: 'satisfied' } as const;
const none = { kind: 'not-applicable' } as const;

type Findings = SubscriptionRecord['findings'];
const both: Findings = { 'shared-identities': applies, 'collection-rules': applies };

/** As its last look left it: what its services said, and where its machines were. */
function judged(findings: Findings, ...machines: readonly string[]): SubscriptionRecord {
  const shared = { present: [], places: placesInUse(inUse(...machines)), toldRoles: [] };
  return subscriptionOf({ findings, shared, lastLookAt: '2026-03-01T12:00:00.000Z' });
}

it('places are regions, alone and with each kind and system of their machines, each once', () => {
  expect(placesInUse(inUse('westeurope linux', 'westeurope windows', 'eastus arc linux', 'eastus arc aix'))).toEqual([
    ...['eastus', 'eastus arc', 'eastus linux'],
    ...['westeurope', 'westeurope linux', 'westeurope vm', 'westeurope windows'],
  ]);
  expect(placesInUse([])).toEqual([]);
});

describe('M10 M12: a machine is in a place that is new to its subscription', () => {
  it.each<[string, Findings, readonly string[], Place, boolean]>([
    ['in a region without machines', both, [], linuxVm, true],
    ['in another region', both, ['eastus linux'], linuxVm, true],
    ['beside one like it', both, ['westeurope linux'], linuxVm, false],
    ['of another system, where rules are made', both, ['westeurope windows'], linuxVm, true],
    [
      'of another system, where identities alone are made',
      { 'shared-identities': applies },
      ['westeurope windows'],
      linuxVm,
      false,
    ],
    ['as the first VM beside an Arc machine', both, ['westeurope arc linux'], linuxVm, true],
    [
      'as the first VM, where rules alone are made',
      { 'collection-rules': applies },
      ['westeurope arc linux'],
      linuxVm,
      false,
    ],
    [
      'as an Arc machine, where identities alone are made',
      { 'shared-identities': applies },
      [],
      { ...linuxVm, kind: 'arc' },
      false,
    ],
    ['of an unknown system, in a region in use', both, ['westeurope linux'], { ...linuxVm, os: 'unknown' }, false],
    ['of an unknown system, in a region without machines', both, [], { ...linuxVm, os: 'unknown' }, true],
    [
      'where the file makes nothing for regions',
      { 'shared-identities': none, 'collection-rules': none },
      [],
      linuxVm,
      false,
    ],
    ['of a subscription that is excluded or held as a whole', {}, [], linuxVm, false],
  ])('%s', (_, findings, machines, place, isNew) => {
    expect(isNewPlace(judged(findings, ...machines), fleet, place)).toBe(isNew);
  });

  it('of one that nobody has looked at, if an entry of the file may make something for it', () => {
    const isNew = (entry: object, place = linuxVm): boolean =>
      isNewPlace(
        subscriptionOf(),
        fleetOf({ subscriptions: [{ match: { tags: { env: 'prod' } }, ...entry }, {}] }),
        place,
      );
    expect(isNew({ identity: { create: true } })).toBe(true);
    expect(isNew({ identity: { create: true } }, { ...linuxVm, kind: 'arc' })).toBe(false);
    expect(isNew({ workspace: 'default' })).toBe(true);
    expect(isNew({ plan: 'P2' })).toBe(false);
  });
});
