import { expect, it } from 'vitest';
import { decideLook } from '../../../src/domain/look/decide-look.ts';
import type { LookDecision } from '../../../src/domain/look/look-input.ts';
import type { MachineFacts, ScaleSetFacts } from '../../../src/domain/machine/machine-facts.ts';
import { admittedLoad } from '../../../src/domain/work/work-row.ts';
import { scaleSetFacts, scaleSetMachine, vmMachine } from '../services/facts.ts';
import { activitiesOf, lookOf, now, wordOf } from './look-fixture.ts';

/** A look at a set of 50 that lacks everything. */
function look(
  set: Partial<ScaleSetFacts>,
  admitted: number | undefined,
  changes: Partial<MachineFacts> = {},
): LookDecision {
  const identity = { system: false, userAssigned: [] };
  const facts = scaleSetMachine({ identity, extensions: [], ...changes }, scaleSetFacts(50, set));
  return decideLook(lookOf({ facts: { ...facts, associations: [] }, admitted }));
}

it.each(['automatic', 'rolling', 'unknown'] as const)(
  '%s: a change of the model waits for room for every instance',
  (upgradePolicy) => {
    const early = look({ upgradePolicy }, 1);
    expect(wordOf(early)).toBe('Pending(Queued)');
    expect(early.steps).toEqual([]);
    expect(early.next).toEqual({ kind: 'parked', dueAt: new Date(now).toISOString(), load: 50 });
    const admitted = look({ upgradePolicy }, 50);
    expect(activitiesOf(admitted)).toContain('attachIdentity');
    expect(admitted.next.kind).toBe('act');
  },
);

it('more instances than there was room for wait again', () => {
  expect(look({ upgradePolicy: 'automatic' }, 49).next).toMatchObject({ load: 50 });
  expect(look({ upgradePolicy: 'automatic', capacity: 0 }, 1).next.kind).toBe('act');
});

it('a change that reaches no instance by itself waits for none', () => {
  expect(activitiesOf(look({ upgradePolicy: 'manual' }, 1))).toContain('attachIdentity');
  expect(decideLook(lookOf({ facts: vmMachine(), admitted: 1 })).next.kind).toBe('act');
});

it('a step that was admitted with its look asks for no room, nor does a plan', () => {
  expect(activitiesOf(look({ upgradePolicy: 'automatic' }, undefined))).toContain('attachIdentity');
});

it.each([
  [{ starts: 1, load: 50 }, 50],
  [{ starts: 1 }, 1],
  // A hint starts what is due without asking the limits.
  [{ starts: 0, load: 50 }, 1],
])('of a row as %j so many were admitted: %i', (row, admitted) => {
  expect(admittedLoad(row)).toBe(admitted);
});
