import { expect, it } from 'vitest';
import { judgeToldFailure } from '../../../src/domain/findings/judge-step.ts';
import { stepIdSchema } from '../../../src/domain/ids.ts';
import { minutesAgo, now, stepRecord } from '../services/service-input.ts';

const stepId = stepIdSchema.parse('installExtension:AzureMonitorLinuxAgent');
const silent = { code: 'AgentStatusCommunication', class: 'wait', detail: 'the agent does not report' } as const;
const hour = 60;

/** Waited for since 18 hours when it was written last; a fourth wait of four hours ends within the day that it may last. */
function writtenHoursAgo(hours: number) {
  const waitingSince = minutesAgo((hours + 18) * hour);
  return stepRecord({ lastAt: minutesAgo(hours * hour), waits: 3, waitingSince });
}

it.each([0, 3])(
  'a failure that only the machine tells is counted from the last write, also %i hours later',
  (hours) => {
    const dueMs = now + (4 - hours) * hour * 60_000;
    expect(judgeToldFailure(silent, stepId, writtenHoursAgo(hours), now)).toEqual({
      kind: 'blocked',
      code: silent.code,
      detail: silent.detail,
      step: { stepId, treatment: 'wait', dueMs },
    });
  },
);

it('it stands in the way of nothing once its wait is over', () => {
  expect(judgeToldFailure(silent, stepId, writtenHoursAgo(4), now)).toBeUndefined();
});
