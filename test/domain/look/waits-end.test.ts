import { expect, test } from 'vitest';
import type { RawFailure } from '../../../src/domain/failures/failure.ts';
import type { Spec } from '../../../src/domain/fleet/spec.ts';
import { decideLook } from '../../../src/domain/look/decide-look.ts';
import { decideTooEarly, decideUnreadable } from '../../../src/domain/look/decide-unreadable.ts';
import type { MachineRecord } from '../../../src/domain/machine/machine-record.ts';
import { codeOf, detailOf } from '../../../src/domain/machine/standing.ts';
import { builtInId, vmMachine } from '../services/facts.ts';
import { completeVm, lookOf, now, recordOf } from './look-fixture.ts';

const minute = 60_000;
const hour = 60 * minute;
type Power = 'running' | 'off';

/** Looks at a VM without a ready guest agent each time it is due; gives its words with the hour they were first said. */
function watch(hours: number, powerAt: (hour: number) => Power): readonly string[] {
  let record = recordOf(vmAt('running'));
  let boundSpec: Spec | undefined;
  const words: string[] = [];
  for (let nowMs = now; nowMs <= now + hours * hour; ) {
    const sinceHours = (nowMs - now) / hour;
    const facts = vmAt(powerAt(sinceHours));
    const decision = decideLook({ ...lookOf({ facts }), record, boundSpec, nowMs, wallNowMs: nowMs });
    record = decision.record;
    boundSpec = decision.bind?.spec ?? boundSpec;
    const word = `${record.standing.status}(${codeOf(record.standing)})`;
    if (!words.at(-1)?.startsWith(word)) words.push(`${word} at ${Math.round(sinceHours)} h`);
    nowMs =
      decision.next.kind === 'parked' ? Math.min(Date.parse(decision.next.dueAt), nextChange(nowMs)) : nowMs + minute;
  }
  return words;
}

/** A start or a stop brings an event, so the machine is looked at then. */
function nextChange(nowMs: number): number {
  return now + (Math.floor((nowMs - now) / hour) + 1) * hour;
}

function vmAt(power: Power) {
  return vmMachine(
    {
      identity: { system: false, userAssigned: [builtInId] },
      associations: completeVm().associations,
    },
    { power, agentReady: false },
  );
}

test('a VM that runs for a day without a ready guest agent has failed', () => {
  expect(watch(30, () => 'running')).toEqual(['Pending(AgentNotReady) at 0 h', 'Failed(GuestAgentSilent) at 24 h']);
});

test('one that has failed so is looked at each hour: nobody tells when its agent is mended', () => {
  const record = recordOf(vmAt('running'), {
    waitingSince: { AgentNotReady: new Date(now - 80 * hour).toISOString() },
  });
  const { next } = decideLook(lookOf({ facts: vmAt('running'), record }));
  expect(next).toEqual({ kind: 'parked', dueAt: new Date(now + hour).toISOString() });
});

test('a day of running is counted from its last start', () => {
  const words = watch(50, (at) => (at >= 20 && at < 22 ? 'off' : 'running'));
  expect(words).toEqual([
    'Pending(AgentNotReady) at 0 h',
    'Pending(Off) at 20 h',
    'Pending(AgentNotReady) at 22 h',
    'Failed(GuestAgentSilent) at 46 h',
  ]);
});

test('a machine that is off waits without an end', () => {
  expect(watch(24 * 30, () => 'off')).toEqual(['Pending(Off) at 0 h']);
});

test("reads that Azure throttles for six hours fail the machine in Azure's words, and still come when they may", () => {
  const raw: RawFailure = {
    ...{ source: 'http', status: 429, code: 'TooManyRequests', message: 'Slow down, says Azure.' },
    ...{ detailCodes: [], retryAfterSeconds: 600, correlationId: undefined },
  };
  let record: MachineRecord = recordOf(completeVm());
  const words = new Map<string, number>();
  for (let nowMs = now; nowMs < now + 8 * hour; ) {
    expect(Date.parse(record.notBefore ?? '') > nowMs).toBe(false);
    const decision = decideUnreadable(record, raw, nowMs, 0);
    record = decision.record;
    words.set(record.standing.status, words.get(record.standing.status) ?? (nowMs - now) / hour);
    const early = decideTooEarly(record, nowMs + minute, 0);
    expect(early?.record.standing.status).toBe(record.standing.status);
    if (decision.next.kind !== 'parked') throw new Error(`expected to be parked, got ${decision.next.kind}`);
    nowMs = Date.parse(decision.next.dueAt);
  }
  expect([...words.keys()]).toEqual(['Pending', 'Failed']);
  expect(words.get('Failed')).toBeCloseTo(6, 0);
  expect(detailOf(record.standing)).toContain('Slow down, says Azure.');
  expect(codeOf(record.standing)).toBe('Throttled');
});
