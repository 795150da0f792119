import { describe, expect, it } from 'vitest';
import { adoptionReport, needsPlanHash } from '../../../src/domain/adoption/adoption-report.ts';
import { planHash } from '../../../src/domain/adoption/plan-hash.ts';
import { machineStatuses } from '../../../src/domain/machine/status.ts';
import { standingOf } from '../machine/standing-fixture.ts';
import { group, observedOf, recordOf } from './record-fixture.ts';

const records = [
  ...machineStatuses
    .filter((status) => status !== 'Observed')
    .map((status) => recordOf(status, { standing: standingOf(status) })),
  observedOf('web1', 'NotArmed', ['attachIdentity', 'installExtension:ama', 'associateDataCollectionRule:1a2b3c4d']),
  observedOf('web2', 'NotArmed', ['associateDataCollectionRule:1a2b3c4d', 'associateDataCollectionRule:5e6f7a8b']),
  observedOf('old', 'NotAdopted', ['attachIdentity']),
  observedOf('watched', 'ObserveMode', ['attachIdentity']),
];

describe('adoptionReport', () => {
  it('counts every machine in one group, so that the groups add up', () => {
    const { machines, subscriptions: _, ...groups } = adoptionReport(records, ['*'], []).totals;
    expect(machines).toBe(records.length);
    expect(Object.values(groups).reduce((sum, count) => sum + count, 0)).toBe(machines);
    expect(groups).toEqual({
      alreadyRight: 1,
      wouldChange: 2,
      observeOnly: 1,
      awaitingAdoption: 1,
      conflicts: 1,
      failed: 1,
      unsupported: 1,
      excluded: 1,
      undecided: 3,
      gone: 1,
    });
  });

  it('counts the writes that arming would cause, and no others', () => {
    const report = adoptionReport(records, ['*'], []);
    expect(report.writes).toEqual({ attachIdentity: 1, installExtension: 1, associateDataCollectionRule: 3 });
    expect(report.changesDefaultToken).toBe(1);
  });

  it('covers the given scopes only, and its plan hash is that of their rows in key order', () => {
    const elsewhere = recordOf('other', { resourceId: `${group}2/providers/Microsoft.Compute/virtualMachines/other` });
    const report = adoptionReport([...records, elsewhere], [group.toUpperCase()], []);
    expect(report.totals.machines).toBe(records.length);
    expect(report.rows.map((row) => row.key)).toEqual(records.map((row) => row.key).sort());
    expect(report.planHash).toBe(planHash(records, []));
  });
});

describe('needsPlanHash', () => {
  it('E19: is asked for while no look has told what follows from an acceptance', () => {
    const identity = { kind: 'blocked', code: 'ForeignIdentity', detail: 'x', hash: 'a1' } as const;
    const held = recordOf('held', { standing: standingOf('Held', 'ForeignIdentity'), findings: { identity } });
    expect(needsPlanHash([held], [])).toBe(false);
    const { code, detail, hash } = identity;
    const decided = { incarnation: 'vm-held', by: 'ann', at: '2026-03-01T12:00:00.000Z', why: 'x', until: undefined };
    const accepted = { ...held, acceptances: [{ code, detail, hash, ...decided }] };
    expect(needsPlanHash([accepted], [])).toBe(true);
    expect(needsPlanHash([{ ...accepted, findings: { identity: { kind: 'satisfied' } } }], [])).toBe(false);
    expect(adoptionReport([held, accepted, accepted], ['*'], []).accepted).toBe(2);
  });

  it('is asked for as soon as one stored row would be written', () => {
    expect(needsPlanHash([recordOf('a', { standing: standingOf('Configured') }), recordOf('b')], [])).toBe(false);
    expect(needsPlanHash(records, [])).toBe(true);
  });
});
