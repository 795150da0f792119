import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { failureCodes, failureInfo } from '../../../src/domain/failures/failure-list.ts';
import { pendingReasons, pendingWaitOf } from '../../../src/domain/failures/pending-reasons.ts';

const hour = 3_600;
const waiting = failureCodes.filter((code) => failureInfo(code).class === 'wait');
const operations = readFileSync(new URL('../../../docs/OPERATIONS.md', import.meta.url), 'utf8');
const chapter = (operations.split(/^## Waits and their ends$/m)[1] ?? '').split(/^## /m)[0] ?? '';

describe('no wait is without an end', () => {
  it.each(waiting)('%s has a longest total time, with its reason', (code) => {
    const { wait } = failureInfo(code);
    expect(wait?.longestSeconds).toBeGreaterThanOrEqual(2 * hour);
    expect(wait?.longestSeconds).toBeLessThanOrEqual(24 * hour);
    expect(wait?.because).toMatch(/^\S.{20,120}\S$/);
    expect(chapter).toContain(`\`${code}\``);
  });

  it('only what is waited out has one', () => {
    expect(failureCodes.filter((code) => failureInfo(code).wait !== undefined)).toEqual(waiting);
  });

  it('lasts as long as was decided', () => {
    const longest = Object.fromEntries(
      waiting.map((code) => [code, (failureInfo(code).wait?.longestSeconds ?? 0) / hour]),
    );
    expect(longest).toEqual({
      AgentStatusCommunication: 24,
      SubscriptionDisabled: 24,
      Throttled: 6,
      VmNotRunning: 2,
      Busy: 2,
      DiskBlocked: 2,
      PreconditionFailed: 2,
      PermitExpired: 2,
      MachineDisconnected: 2,
    });
  });

  it('tries within a day at most twelve times, where a day is waited', () => {
    for (const code of waiting) {
      const wait = failureInfo(code).wait;
      if (wait === undefined || wait.longestSeconds < 24 * hour) continue;
      const { ladderSeconds, longestSeconds } = wait;
      let [seconds, tries] = [0, 0];
      for (; seconds < longestSeconds; tries++)
        seconds += ladderSeconds[Math.min(tries, ladderSeconds.length - 1)] ?? 0;
      expect(tries).toBeLessThanOrEqual(12);
    }
  });

  it('each pending reason says when it ends, or why it may have no end', () => {
    const withEnd = pendingReasons.filter((reason) => pendingWaitOf(reason).longestSeconds !== undefined);
    expect(withEnd).toEqual(['AgentNotReady', 'InstancesUpdating']);
    expect(pendingWaitOf('InstancesUpdating')).toMatchObject({
      longestSeconds: 24 * hour,
      endsAs: 'InstancesNotCurrent',
    });
    expect(pendingWaitOf('AgentNotReady')).toMatchObject({ longestSeconds: 24 * hour, endsAs: 'GuestAgentSilent' });
    expect(pendingWaitOf('NotReported')).toMatchObject({ seconds: hour, growsToSeconds: 6 * hour });
    expect(pendingReasons.filter((reason) => pendingWaitOf(reason).because.length < 20)).toEqual([]);
  });

  it.each(pendingReasons)('%s is explained to operators', (reason) => {
    expect(operations).toMatch(new RegExp(`^\\| \`Pending \\(reason\\)\` \\|.*\`${reason}\``, 'm'));
    const endsWithRefusal = pendingWaitOf(reason).because.startsWith('ends with the refusal');
    expect(chapter.split(/^\| reason \|/m)[1]?.includes(`\`${reason}\``)).toBe(!endsWithRefusal);
  });

  it('a wrong request is tried three times and then held', () => {
    expect(failureInfo('RequestRejected')).toMatchObject({ class: 'retry', holdAfterTries: 3 });
  });
});
