import { expect, test } from 'vitest';
import { lookIdSchema } from '../../../src/domain/ids.ts';
import { findLostIdentities } from '../../../src/domain/look/find-lost-identities.ts';
import type { IdentityFacts } from '../../../src/domain/machine/machine-facts.ts';
import type { MachineRecord } from '../../../src/domain/machine/machine-record.ts';
import { summarizeFacts } from '../../../src/domain/machine/summarize-facts.ts';
import { builtInId, foreignId, vmMachine } from '../services/facts.ts';
import { ofIdentity, stepRecord } from '../services/service-input.ts';
import { now, recordOf } from './look-fixture.ts';

const look = lookIdSchema.parse('look-1');

/** The row of a machine with this identity, to which the look before attached ours. */
function attached(identity: IdentityFacts, changes: Partial<MachineRecord> = {}): MachineRecord {
  const facts = vmMachine({ identity });
  return recordOf(facts, {
    lookId: look,
    steps: { attachIdentity: stepRecord({ ...ofIdentity, lookId: look }) },
    facts: summarizeFacts(facts, undefined),
    ...changes,
  });
}

function lostOf(before: MachineRecord, identity: IdentityFacts): readonly string[] {
  return findLostIdentities(before, vmMachine({ identity }), now).map(({ text }) => text);
}

const foreign = { system: true, userAssigned: [foreignId] };

test('nothing is told when the others are still there, in whatever casing', () => {
  const after = { system: true, userAssigned: [foreignId.toUpperCase(), builtInId] };
  expect(lostOf(attached(foreign), after)).toEqual([]);
});

test.each([
  ['a user-assigned identity', { system: true, userAssigned: [builtInId] }, foreignId],
  ['the system identity', { system: false, userAssigned: [foreignId, builtInId] }, 'the system identity'],
])('%s that is gone after our PATCH is an alert that names it', (_, after, name) => {
  const entries = findLostIdentities(attached(foreign), vmMachine({ identity: after }), now);
  expect(entries).toMatchObject([{ what: 'alert', code: 'IdentityLost', text: expect.stringContaining(name) }]);
});

test.each<[string, Partial<MachineRecord>]>([
  ['we attached nothing in the look before', { steps: {} }],
  [
    'we attached in an earlier look',
    { steps: { attachIdentity: stepRecord({ ...ofIdentity, lookId: lookIdSchema.parse('look-0') }) } },
  ],
  ['the machine is another one', { incarnation: 'another' }],
])('what others take off is theirs to take: %s', (_, changes) => {
  expect(lostOf(attached(foreign, changes), { system: false, userAssigned: [] })).toEqual([]);
});
