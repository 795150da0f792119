import { describe, expect, test } from 'vitest';
import { decodeFailure } from '../../../src/domain/failures/decode-failure.ts';
import type { RawFailure } from '../../../src/domain/failures/failure.ts';
import type { MachineRecord } from '../../../src/domain/machine/machine-record.ts';
import { beginStep } from '../../../src/domain/step/begin-step.ts';
import { endStep, type StepEnd } from '../../../src/domain/step/end-step.ts';
import type { StepRecord } from '../../../src/domain/step/step-record.ts';
import { type AzureWrite, resourceIdOf } from '../../../src/domain/write/azure-write.ts';
import { bodyHashOf } from '../../../src/domain/write/body-hash.ts';
import { addressedBy, touchedBy } from '../../../src/domain/write/touched.ts';
import { lookId, now, recordOf } from '../look/look-fixture.ts';
import { machine, step } from '../permit/permit-request.ts';
import { linuxRule, vmMachine } from '../services/facts.ts';
import { stepRecord } from '../services/service-input.ts';

const fresh = recordOf(vmMachine());
const begun = beginStep(fresh, step, lookId, now);

function inSeconds(seconds: number): string {
  return new Date(now + seconds * 1_000).toISOString();
}

function http(status: number, code: string, message = 'text', retryAfterSeconds?: number): RawFailure {
  return { source: 'http', status, code, message, detailCodes: [], retryAfterSeconds, correlationId: 'c-1' };
}

function failed(raw: RawFailure): StepEnd {
  return { kind: 'failed', failure: decodeFailure(raw), correlationId: 'c-1' };
}

function stepOf(record: MachineRecord): StepRecord {
  const found = record.steps[step.id];
  if (found === undefined) throw new Error('the step is not on the row');
  return found;
}

describe('before the request leaves', () => {
  test('the row has the attempt, the body, the next try and the intent to own', () => {
    expect(stepOf(begun)).toEqual({
      service: 'data-collection',
      touches: { part: 'association', name: 'one', ruleId: linuxRule },
      attempts: 1,
      waits: 0,
      waitingSince: undefined,
      firstAt: inSeconds(0),
      lastAt: inSeconds(0),
      nextAttemptAt: inSeconds(60),
      lookId,
      writes: [{ at: inSeconds(0), bodyHash: bodyHashOf(step.write), ended: 'sent' }],
      operationUrl: undefined,
      correlationId: undefined,
      failure: undefined,
      refusals: [],
    });
    expect(begun.owned).toEqual([
      { stepId: step.id, resourceId: resourceIdOf(step.write), state: 'intent', lookId, at: inSeconds(0) },
    ]);
  });

  test('what existed is not going to be ours', () => {
    expect(beginStep(fresh, { ...step, creates: false }, lookId, now).owned).toEqual([]);
  });

  test('three writes are kept, the time of the first stays, attempts climb the ladder', () => {
    let record = fresh;
    for (let index = 0; index < 5; index++) record = beginStep(record, step, lookId, now + index * 1_000);
    const { attempts, firstAt, writes, nextAttemptAt } = stepOf(record);
    expect({ attempts, firstAt, nextAttemptAt }).toEqual({
      attempts: 5,
      firstAt: inSeconds(0),
      nextAttemptAt: inSeconds(4 + 4 * 60 * 60),
    });
    expect(writes.map((write) => write.at)).toEqual([inSeconds(2), inSeconds(3), inSeconds(4)]);
    expect(record.owned).toHaveLength(1);
  });
});

describe('of the writes that are kept', () => {
  test('those that had no effect give way first, so that the fuse sees the others', () => {
    const ended = (record: MachineRecord, how: 'succeeded' | 'failed', at: number): MachineRecord => {
      const next = beginStep(record, step, lookId, at);
      const end: StepEnd =
        how === 'failed'
          ? failed(http(409, 'OperationPreempted'))
          : { kind: 'accepted', operationUrl: undefined, correlationId: undefined, created: true };
      return endStep(next, step.id, end, at);
    };
    let record = fresh;
    for (let index = 0; index < 3; index++) {
      record = ended(record, 'failed', now + index * 1_500_000);
      record = ended(record, 'succeeded', now + index * 1_500_000 + 120_000);
    }
    expect(stepOf(record).writes.map((write) => write.ended)).toEqual(['succeeded', 'succeeded', 'succeeded']);
    const unanswered: StepEnd = failed({ source: 'network', message: 'reset' });
    const lost = endStep(beginStep(record, step, lookId, now + 9_000_000), step.id, unanswered, now + 9_000_000);
    const after = beginStep(lost, step, lookId, now + 9_100_000);
    expect(stepOf(after).writes.map((write) => write.ended)).toEqual(['succeeded', 'succeeded', 'sent']);
  });
});

describe('a refusal long after the try before it was due', () => {
  test('begins a new row of refusals: what was refused yesterday is not being refused since', () => {
    const busy = failed(http(409, 'OperationPreempted'));
    const yesterday = endStep(begun, step.id, busy, now);
    const later = now + 10 * 60 * 60_000;
    const today = endStep(beginStep(yesterday, step, lookId, later), step.id, busy, later);
    expect(stepOf(today)).toMatchObject({
      waits: 1,
      waitingSince: new Date(later).toISOString(),
      failure: { treatment: 'wait' },
    });
  });
});

describe('after the answer', () => {
  test('with an operation the write is accepted and its URL kept', () => {
    const end: StepEnd = { kind: 'accepted', operationUrl: 'https://o', correlationId: 'c-1', created: true };
    expect(stepOf(endStep(begun, step.id, end, now))).toMatchObject({
      attempts: 1,
      nextAttemptAt: undefined,
      operationUrl: 'https://o',
      correlationId: 'c-1',
      writes: [{ ended: 'accepted' }],
    });
  });

  test('without one it has succeeded', () => {
    const end: StepEnd = { kind: 'accepted', operationUrl: undefined, correlationId: 'c-1', created: true };
    expect(stepOf(endStep(begun, step.id, end, now)).writes).toMatchObject([{ ended: 'succeeded' }]);
  });

  /** [what, answer, code, attempts, seconds to the next try, how the write ended, whether the intent stays] */
  const ends: readonly (readonly [string, RawFailure, string, number, number | undefined, string, boolean])[] = [
    ['a server error climbs the ladder', http(500, 'InternalServerError'), 'ServerError', 1, 60, 'failed', false],
    ['a longer Retry-After counts', http(503, 'ServerTimeout', 'x', 90), 'ServerError', 1, 90, 'failed', false],
    ['busy waits two minutes and is no attempt', http(409, 'Conflict'), 'Busy', 0, 120, 'failed', false],
    ['busy waits longer when told', http(409, 'Conflict', 'x', 400), 'Busy', 0, 401, 'failed', false],
    ['412 is read again soon', http(412, 'PreconditionFailed'), 'PreconditionFailed', 0, 30, 'failed', false],
    ['429 waits as told and a second', http(429, 'TooManyRequests', 'x', 303), 'Throttled', 0, 304, 'failed', false],
    ['429 without a time waits a minute', http(429, 'TooManyRequests'), 'Throttled', 0, 60, 'failed', false],
    ['a lock is for a person', http(409, 'ScopeLocked'), 'ScopeLocked', 1, undefined, 'failed', false],
    ['403 rests a day', http(403, 'AuthorizationFailed'), 'AuthorizationFailed', 1, 86_400, 'failed', false],
    ['no answer: it may be there', { source: 'network', message: 'reset' }, 'NetworkFailure', 1, 60, 'sent', true],
  ];

  test.each(ends)('%s', (_, raw, code, attempts, seconds, ended, staysIntent) => {
    const record = endStep(begun, step.id, failed(raw), now);
    expect(stepOf(record)).toMatchObject({
      attempts,
      nextAttemptAt: seconds === undefined ? undefined : inSeconds(seconds),
      failure: { code },
      writes: [{ ended }],
    });
    expect(record.owned).toHaveLength(staysIntent ? 1 : 0);
  });

  test('busy again and again waits 2, 5, then 10 minutes; a success begins anew', () => {
    let record = fresh;
    const waits: string[] = [];
    for (let index = 0; index < 4; index++) {
      record = endStep(beginStep(record, step, lookId, now), step.id, failed(http(409, 'Conflict')), now);
      waits.push(stepOf(record).nextAttemptAt ?? '');
    }
    expect(waits).toEqual([120, 300, 600, 600].map(inSeconds));
    const end: StepEnd = { kind: 'accepted', operationUrl: undefined, correlationId: undefined, created: true };
    expect(stepOf(endStep(record, step.id, end, now)).waits).toBe(0);
  });

  test('429 puts off the whole machine, every other refusal only its step', () => {
    const throttled = endStep(begun, step.id, failed(http(429, 'TooManyRequests', 'x', 303)), now);
    expect(throttled.notBefore).toBe(inSeconds(304));
    expect(endStep(begun, step.id, failed(http(409, 'Conflict')), now).notBefore).toBeUndefined();
  });

  test('what was confirmed as ours stays ours when a later write fails', () => {
    const owned = begun.owned.map((entry) => ({ ...entry, state: 'confirmed' as const }));
    const record = endStep({ ...begun, owned }, step.id, failed(http(500, 'InternalServerError')), now);
    expect(record.owned).toEqual(owned);
  });

  test('an answer to a step that an operator has cleared meanwhile changes nothing', () => {
    expect(endStep(fresh, step.id, failed(http(500, 'InternalServerError')), now)).toBe(fresh);
  });
});

test('the id of what a write makes', () => {
  const write = (changes: AzureWrite): string => {
    expect(addressedBy(machine.resourceId, touchedBy(changes)).resourceId).toBe(resourceIdOf(changes));
    return resourceIdOf(changes).slice(machine.resourceId.length);
  };
  const body = { identity: { type: 'UserAssigned' } };
  expect(write({ kind: 'attachIdentity', target: machine, body, ifMatch: undefined })).toBe('');
  expect(write({ kind: 'deleteExtension', target: machine, name: 'ama', publisher: 'p', type: 't' })).toBe(
    '/extensions/ama',
  );
  expect(write(step.write)).toBe('/providers/Microsoft.Insights/dataCollectionRuleAssociations/one');
});

test('a body is known by what it asks for: neither forceUpdateTag nor If-Match', () => {
  const attach = (ifMatch: string | undefined): AzureWrite => {
    return { kind: 'attachIdentity', target: machine, body: { identity: { type: 'SystemAssigned' } }, ifMatch };
  };
  expect(bodyHashOf(attach('"1"'))).toBe(bodyHashOf(attach(undefined)));
  expect(bodyHashOf(attach('"1"'))).not.toBe(bodyHashOf(step.write));
  expect(stepRecord().writes[0]?.bodyHash).toHaveLength(bodyHashOf(step.write).length);
});
