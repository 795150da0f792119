import { describe, expect, it } from 'vitest';
import { keyOf } from '../../../src/domain/ids.ts';
import type { UnreadSteps } from '../../../src/domain/machine/foreign-parts.ts';
import type { MachineRecord } from '../../../src/domain/machine/machine-record.ts';
import type { RefusalReason } from '../../../src/domain/permit/guard.ts';
import { WritePermit } from '../../../src/domain/permit/write-permit.ts';
import { claimOf, type WriteClaim } from '../../../src/domain/write/write-claim.ts';
import { linuxRule, vmMachine } from '../services/facts.ts';
import {
  controlOf,
  fleetWith,
  type MachineStep,
  machine,
  nowMs,
  permitStep,
  requestOf,
  step,
  stopsOf,
  writtenHoursAgo,
} from './permit-request.ts';

const usual = requestOf();

function reasonOf(changes: Partial<Omit<MachineStep, 'profile'>>): RefusalReason | 'permitted' {
  const answer = permitStep(requestOf(changes));
  return answer instanceof WritePermit ? 'permitted' : answer.reason;
}

function withRecord(changes: Partial<MachineRecord>): Partial<MachineStep> {
  return { record: { ...usual.record, ...changes } };
}

const at = new Date(nowMs).toISOString();
const tomorrow = new Date(nowMs + 24 * 60 * 60_000).toISOString();
const otherSubscription = '/subscriptions/11111111-2222-3333-4444-555555555555';
const itsGroup = `/subscriptions/${machine.subscription}/resourceGroups/${machine.resourceGroup}`;

function excluding(id: string): MachineStep['fleet'] {
  const exclude = { scopes: [{ id, by: 'ann', why: 'audit' }] };
  return fleetWith({ scope: { subscriptions: [machine.subscription], exclude } });
}

function unread(unreadSteps: UnreadSteps) {
  return withRecord({ foreign: { stored: {}, read: {}, findings: {}, unreadSteps } });
}

describe('permitWrite', () => {
  it('permits what nothing speaks against, for this machine, this resource and this action', () => {
    const permit = permitStep(usual);
    expect(permit).toMatchObject({ claim: claimOf(step.write) });
    const isFor = (changes: Partial<WriteClaim>) =>
      permit instanceof WritePermit && permit.isFor({ ...claimOf(step.write), ...changes });
    expect(isFor({})).toBe(true);
    expect(isFor({ resourceId: claimOf(step.write).resourceId.toUpperCase() })).toBe(true);
    expect(isFor({ target: keyOf('/another') })).toBe(false);
    expect(isFor({ resourceId: machine.resourceId })).toBe(false);
    expect(isFor({ action: 'Microsoft.Compute/virtualMachines/write' })).toBe(false);
  });

  const refusals: readonly [RefusalReason, string, Partial<Omit<MachineStep, 'profile'>>][] = [
    [
      'UnpublishedAction',
      'a write to another machine',
      { facts: vmMachine({ machine: { ...machine, resourceId: 'x' } }) },
    ],
    [
      'UnpublishedAction',
      'a write to another machine of the same id',
      { facts: vmMachine({ machine: { ...machine, key: keyOf('x') } }) },
    ],
    [
      'OutOfScope',
      'a machine outside',
      { fleet: fleetWith({ scope: { subscriptions: [otherSubscription.slice(15)] } }) },
    ],
    ['Excluded', 'an excluded machine', withRecord({ exclusion: { why: 'x', until: undefined, by: 'test' } })],
    ['Excluded', 'one excluded until tomorrow', withRecord({ exclusion: { why: 'x', until: tomorrow, by: 'test' } })],
    ['ManagedBy', 'a machine of another service', { facts: vmMachine({ managedBy: '/subscriptions/1/x' }) }],
    ['NotAdopted', 'a machine before its first look', withRecord({ eligibility: undefined })],
    [
      'NotAdopted',
      'one that was there before',
      withRecord({ eligibility: { state: 'awaiting', at, by: 'first look' } }),
    ],
    ['ObserveMode', 'a profile that observes', { fleet: fleetWith({ profiles: [{ name: 'all' }] }) }],
    ['NotArmed', 'nothing armed', { arms: [] }],
    ['NotArmed', 'another scope armed', { arms: [controlOf(otherSubscription)] }],
    ['NotArmed', 'a scope armed whose name only begins alike', { arms: [controlOf(itsGroup.slice(0, -1))] }],
    ['Frozen', 'everything frozen', { freezes: [controlOf('*')] }],
    ['Frozen', 'its group frozen', { freezes: [controlOf(itsGroup.toUpperCase())] }],
    ['PlaceExcluded', 'the very thing that is written excluded', { fleet: excluding(claimOf(step.write).resourceId) }],
    ['Frozen', 'the very thing that is written frozen', { freezes: [controlOf(claimOf(step.write).resourceId)] }],
    ['Settling', 'a machine younger than two minutes', { nowMs: Date.parse(usual.facts.createdAt ?? '') + 119_000 }],
    ['ScopeStopped', 'its group stopped', { stops: stopsOf(itsGroup.toUpperCase()) }],
    ['Contended', 'a body undone three times', withRecord({ steps: { [step.id]: writtenHoursAgo([1, 2, 3]) } })],
    ['OtherRelease', 'what another release did with the step cannot be read', unread({ ids: [step.id], services: [] })],
    ['OtherRelease', 'nor what it did for the service', unread({ ids: ['x'], services: ['data-collection'] })],
  ];

  it.each(refusals)('refuses as %s: %s', (reason, _case, changes) => {
    expect(reasonOf(changes)).toBe(reason);
  });

  it('counts nothing that a write only refers to: its rule may lie where all is frozen', () => {
    const rules = linuxRule.slice(0, linuxRule.indexOf('/providers/'));
    expect(claimOf(step.write).linked).toMatchObject([{ resourceId: linuxRule }]);
    expect(reasonOf({ freezes: [controlOf(rules)] })).toBe('permitted');
    expect(reasonOf({ fleet: excluding(rules) })).toBe('permitted');
  });

  it('permits again when an exclusion has run out, and what an operator adopted', () => {
    expect(reasonOf(withRecord({ exclusion: { why: 'x', until: at, by: 'test' } }))).toBe('permitted');
    expect(reasonOf(withRecord({ eligibility: { state: 'adopted', at, by: 'somebody' } }))).toBe('permitted');
  });

  it('gives a permit that lives five seconds of real time, and none from the future', () => {
    const permit = permitStep(usual);
    const isExpired = (ms: number): boolean =>
      !(permit instanceof WritePermit) || permit.isExpired(usual.wallNowMs + ms);
    expect([0, 5_000, -5_000].map(isExpired)).toEqual([false, false, false]);
    expect([5_001, -5_001].map(isExpired)).toEqual([true, true]);
  });
});
