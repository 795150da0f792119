import { describe, expect, it } from 'vitest';
import { failureCodes, failureInfo } from '../../../src/domain/failures/failure-list.ts';
import { type AcceptRequest, acceptFinding, withdrawAcceptance } from '../../../src/domain/findings/accept-finding.ts';
import { hashOfFound } from '../../../src/domain/findings/accepted.ts';
import type { MachineRecord } from '../../../src/domain/machine/machine-record.ts';
import { recordOf } from '../adoption/record-fixture.ts';
import { standingOf } from '../machine/standing-fixture.ts';

const nowMs = Date.parse('2026-03-02T12:00:00Z');
const support = { kind: 'blocked', code: 'UnknownImage', detail: '/images/golden', hash: 'a1b2' } as const;
const held = recordOf('web', {
  standing: standingOf('Held', 'UnknownImage'),
  incarnation: 'vm-web',
  findings: { support, ama: { kind: 'not-applicable' } },
});

function accept(request: Partial<AcceptRequest> = {}, record: MachineRecord = held) {
  const usual = { code: 'UnknownImage', by: 'ann', why: 'built by us', until: undefined, hash: undefined } as const;
  return acceptFinding(record, { ...usual, ...request }, nowMs);
}

function accepted(request: Partial<AcceptRequest> = {}, record: MachineRecord = held): MachineRecord {
  const outcome = accept(request, record);
  if (outcome.kind !== 'accepted') throw new Error(outcome.kind);
  return outcome.record;
}

describe('acceptFinding', () => {
  it('E19: binds what was found to this machine, and tells who and why', () => {
    const outcome = accept({ until: '2026-03-09T14:00:00+02:00' });
    const acceptance = {
      ...{ code: 'UnknownImage', detail: '/images/golden', hash: 'a1b2', incarnation: 'vm-web' },
      ...{ by: 'ann', at: '2026-03-02T12:00:00.000Z', why: 'built by us', until: '2026-03-09T12:00:00.000Z' },
    };
    expect(outcome).toEqual({
      kind: 'accepted',
      record: { ...held, acceptances: [acceptance] },
      acceptance,
      entry: {
        ...{ at: '2026-03-02T12:00:00.000Z', what: 'operator', code: 'UnknownImage', by: 'ann' },
        text: 'accept UnknownImage until 2026-03-09T12:00:00.000Z: built by us (/images/golden)',
      },
    });
  });

  it.each(failureCodes.filter((code) => failureInfo(code).acceptable !== true))('E19: refuses %s', (code) => {
    const findings = { support: { kind: 'blocked', code, detail: 'x' } } as const;
    expect(accept({ code }, { ...held, findings })).toEqual({ kind: 'notAcceptable' });
  });

  it.each([
    ['nothing was found under the code', { findings: {} }],
    ['something else was found', { findings: { support: { ...support, code: 'ForeignIdentity' } } }],
    ['it is found no more', { findings: { support: { kind: 'satisfied' } } }],
    ['nobody knows which machine it is', { incarnation: undefined }],
    ['the row is for another release to read', { foreign: { stored: {}, read: {}, findings: {}, isFull: true } }],
  ] as const)('E19: refuses when %s', (_, changes) => {
    expect(accept({}, { ...held, ...changes })).toEqual({ kind: 'notHeld' });
  });

  it('E19: refuses a hash of something else, and says what is found now', () => {
    expect(accept({ hash: 'a1b2' }).kind).toBe('accepted');
    expect(accept({ hash: 'c3d4' })).toEqual({ kind: 'changed', found: '/images/golden', hash: 'a1b2' });
  });

  it.each([
    ['2026-03-02T12:00:00Z', 'untilOutOfRange'],
    ['2026-03-02T12:00:00.001Z', 'accepted'],
    ['2027-03-03T12:00:00Z', 'accepted'],
    ['2027-03-03T12:00:00.001Z', 'untilOutOfRange'],
    ['2206-03-02T12:00:00Z', 'untilOutOfRange'],
  ])('E19: until %s is %s', (until, kind) => {
    expect(accept({ until }).kind).toBe(kind);
  });

  it('E19: is renewed while it is in force, for the same finding; not when it is over', () => {
    const until = '2026-03-03T12:00:00.000Z';
    const went = { ...accepted({ until }), findings: { support: { kind: 'satisfied' } as const } };
    const renewed = accepted({ why: 'still ours' }, went);
    expect(renewed.acceptances).toMatchObject([{ hash: 'a1b2', why: 'still ours', until: undefined }]);
    const late = acceptFinding(
      went,
      { code: 'UnknownImage', by: 'ann', why: 'x', until: undefined, hash: undefined },
      Date.parse(until),
    );
    expect(late).toEqual({ kind: 'notHeld' });
  });

  it('E19: takes the text for what was found, in a row that names no hash', () => {
    const { hash: _, ...older } = support;
    const [acceptance] = accepted({}, { ...held, findings: { support: older } }).acceptances;
    expect(acceptance?.hash).toBe(hashOfFound({ code: 'UnknownImage', detail: '/images/golden' }));
  });
});

describe('withdrawAcceptance', () => {
  it('E19: ends that acceptance alone, and has the steps of running looks refused', () => {
    const other = { ...support, code: 'ForeignIdentity', hash: 'e5f6' } as const;
    const both = accepted({ code: 'ForeignIdentity' }, { ...accepted(), findings: { identity: other } });
    const outcome = withdrawAcceptance(both, { code: 'UnknownImage', by: 'bob' }, nowMs);
    expect(outcome).toMatchObject({
      kind: 'withdrawn',
      record: { lookId: undefined, acceptances: [{ code: 'ForeignIdentity' }] },
      entry: { what: 'operator', by: 'bob', code: 'UnknownImage', text: 'no longer accept UnknownImage' },
    });
    expect(withdrawAcceptance(held, { code: 'UnknownImage', by: 'bob' }, nowMs)).toEqual({ kind: 'notAccepted' });
  });
});
