import { describe, expect, it } from 'vitest';
import { failureList } from '../../../src/domain/failures/failure-list.ts';
import { pendingReasons, waitSecondsOf } from '../../../src/domain/failures/pending-reasons.ts';
import { ladderWaitSeconds } from '../../../src/domain/failures/retry-ladder.ts';

describe('how long to wait', () => {
  it('climbs from a minute to a day, and stays there', () => {
    const minutes = [1, 2, 3, 4, 5, 6, 7, 100].map((attempts) => ladderWaitSeconds(attempts) / 60);
    expect(minutes).toEqual([1, 5, 15, 60, 240, 1_440, 1_440, 1_440]);
  });

  it('leaves a busy machine alone for longer each time', () => {
    expect(failureList.Busy.wait.ladderSeconds.map((seconds) => seconds / 60)).toEqual([2, 5, 10, 10, 15, 15, 20]);
  });

  it.each([0, -1, 0.5])('takes %s for the first time', (count) => {
    expect(ladderWaitSeconds(count)).toBe(60);
  });

  it('never waits for nothing', () => {
    expect(ladderWaitSeconds(Number.NaN)).toBe(86_400);
    expect(pendingReasons.filter((reason) => waitSecondsOf(reason) < 60)).toEqual([]);
  });

  it('looks after a machine that is off four times a day', () => {
    expect(waitSecondsOf('Off')).toBe(21_600);
    expect(waitSecondsOf('Disconnected')).toBe(3_600);
    expect(waitSecondsOf('AgentNotReady')).toBe(300);
    expect(waitSecondsOf('Frozen')).toBe(600);
  });
});
