import { expect, it } from 'vitest';
import type { WrittenFleet } from '../../../src/domain/fleet/fleet-schema.ts';
import { decideLook } from '../../../src/domain/look/decide-look.ts';
import { scaleSetFacts, scaleSetMachine } from '../services/facts.ts';
import { fleetOf, type LookChanges, lookOf } from './look-fixture.ts';

const nothing = { identity: { system: false, userAssigned: [] }, extensions: [], associations: [] };
const profile: Partial<WrittenFleet['profiles'][number]> = { scaleSets: { upgradeInstances: true } };

it.each<[string, LookChanges]>([
  ['armed and enforced', {}],
  ['where instances are upgraded', { fleet: fleetOf({}, profile) }],
  ["of nobody's profile", { fleet: fleetOf({}, { match: { tags: { env: 'prod' } } }) }],
  ['not armed', { controls: { arms: [], freezes: [] } }],
])('a Flexible set, %s, has no row, and nothing is written to it', (_, changes) => {
  const set = scaleSetFacts(0, { orchestration: 'flexible', instances: undefined });
  const decision = decideLook(lookOf({ facts: scaleSetMachine(nothing, set), ...changes }));
  expect(decision).toMatchObject({ next: { kind: 'removed' }, steps: [], wanted: [], needs: [], bind: undefined });
});

it('a Uniform one has a row', () => {
  const decision = decideLook(lookOf({ facts: scaleSetMachine(nothing) }));
  expect(decision.next.kind).toBe('act');
});
