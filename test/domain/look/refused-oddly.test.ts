import { describe, expect, test } from 'vitest';
import type { RawFailure } from '../../../src/domain/failures/failure.ts';
import { decideTooEarly, decideUnreadable } from '../../../src/domain/look/decide-unreadable.ts';
import type { MachineFacts } from '../../../src/domain/machine/machine-facts.ts';
import type { MachineRecord } from '../../../src/domain/machine/machine-record.ts';
import { agent } from '../services/facts.ts';
import { accepted, type Fate, lookForDays, minute, mostADay, refused, withoutAgent } from './days-of-looks.ts';
import { completeVm, now, recordOf } from './look-fixture.ts';

const busy = refused({ status: 409, code: 'OperationPreempted', message: 'x' });
const broken = refused({ status: 500, code: 'InternalServerError', message: 'x' });
const changed = refused({ status: 412, code: 'PreconditionFailed', message: 'x' });
const denied = refused({ status: 403, code: 'RequestDisallowedByPolicy', message: 'x' });

function failedAgent(message: string): MachineFacts {
  const failed = { provisioningState: 'Failed', statusCode: 'ProvisioningState/failed/1', installedVersion: undefined };
  return { ...withoutAgent, extensions: [agent({ ...failed, message })] };
}

describe('a write that never has its effect is sent twelve times a day at most', () => {
  const ways: readonly (readonly [string, (writeNumber: number) => Fate, string])[] = [
    ['refused in turns', (n) => ({ end: [busy, broken, changed][n % 3] ?? busy }), 'Failed'],
    ['accepted and preempted', () => ({ end: accepted, operation: failed('OperationPreempted') }), 'Failed'],
    ['never answered', () => ({}), 'Failed'],
    ['answered every second time', (n) => (n % 2 === 0 ? {} : { end: busy }), 'Failed'],
    ['accepted, and nobody tells how it ends', () => ({ end: accepted, operation: { state: 'lost' } }), 'Failed'],
    [
      'accepted and lost, and the machine blames another operation',
      () => ({ end: accepted, operation: { state: 'lost' }, facts: failedAgent('Another operation is in progress') }),
      'Failed',
    ],
    [
      'ended badly, and the machine says that it is stopped',
      () => ({ end: accepted, operation: failed('VMExtensionProvisioningError'), facts: failedAgent('VM is stopped') }),
      'Failed',
    ],
  ];

  function failed(code: string): NonNullable<Fate['operation']> {
    return { state: 'failed', code, message: 'x' };
  }

  test.each(ways)('%s', (_, fateOf, status) => {
    const { writes, looks, last } = lookForDays(fateOf);
    expect(mostADay(writes)).toBeLessThanOrEqual(12);
    expect(looks).toBeLessThan(150);
    expect(last.standing.status).toBe(status);
  });

  test.each([
    ['busy', busy],
    ['failing inside', broken],
    ['denied by a policy', denied],
  ])('%s, and put right by others every other half hour', (_, end) => {
    const good = completeVm();
    const drifted = { ...good, extensions: good.extensions.map((one) => ({ ...one, enableAutomaticUpgrade: false })) };
    const { writes } = lookForDays(
      () => ({ end }),
      (sinceMs) => (Math.floor(sinceMs / (30 * minute)) % 2 === 0 ? drifted : good),
    );
    expect(writes.length).toBeGreaterThan(12);
    expect(mostADay(writes)).toBeLessThanOrEqual(12);
  });
});

describe('a machine that cannot be read', () => {
  const http = (status: number, code: string, retryAfterSeconds?: number): RawFailure => {
    return { source: 'http', status, code, message: 'm', detailCodes: [], retryAfterSeconds, correlationId: undefined };
  };

  test.each([
    ['throttled, with no word for how long', http(429, 'TooManyRequests')],
    ['throttled, and told to come back at once', http(429, 'TooManyRequests', 0)],
    ['in a subscription that is disabled', http(409, 'ReadOnlyDisabledSubscription')],
    ['with an agent that is said not to report', http(409, 'VMAgentStatusCommunicationError')],
    ['for a failure inside of Azure', http(500, 'InternalServerError')],
  ])('%s, is asked for ever more rarely', (_, raw) => {
    const day = 24 * 60 * minute;
    const reads: number[] = [];
    let record: MachineRecord = recordOf(completeVm());
    for (let nowMs = now; nowMs < now + 2 * day; ) {
      const early = decideTooEarly(record, nowMs, 30);
      if (early === undefined) reads.push(nowMs);
      const { record: next, next: end } = early ?? decideUnreadable(record, raw, nowMs, 30);
      record = next;
      if (end.kind === 'settled' || end.kind === 'removed') break;
      nowMs = end.kind === 'act' ? nowMs + end.waitSeconds * 1_000 : Math.max(nowMs + 1_000, Date.parse(end.dueAt));
    }
    expect(record.standing.status).toBe('Failed');
    expect(mostADay(reads)).toBeLessThan(40);
    expect(reads.filter((at) => at > now + day).length).toBeLessThan(6);
  });
});
