import { expect, it } from 'vitest';
import { judgeToldFailure } from '../../../src/domain/findings/judge-step.ts';
import { stepIdSchema } from '../../../src/domain/ids.ts';
import { minutesAgo, now, stepRecord } from '../services/service-input.ts';

const stepId = stepIdSchema.parse('installExtension:AzureMonitorLinuxAgent');
const told = { code: 'ExtensionFailed', class: 'retry', detail: 'the install failed' } as const;
const hour = 60;

/** Written last so many hours ago, which was the twelfth refusal of 19 hours: the oldest is a day old 5 hours after it. */
function writtenHoursAgo(hours: number) {
  const at = Array.from({ length: 12 }, (_, index) => minutesAgo((hours + 19 - (19 / 11) * index) * hour));
  const refusals = [{ code: told.code, text: told.detail, at }];
  return stepRecord({ lastAt: minutesAgo(hours * hour), attempts: 5, refusals });
}

it.each([0, 3])(
  'a failure that only the machine tells is counted from the last write, also %i hours later',
  (hours) => {
    expect(judgeToldFailure(told, stepId, writtenHoursAgo(hours), now)).toEqual({
      kind: 'blocked',
      code: told.code,
      detail: told.detail,
      step: { stepId, treatment: 'fail', dueMs: now + (5 - hours) * hour * 60_000 },
    });
  },
);

it('it stands in the way of nothing once its next try is due', () => {
  expect(judgeToldFailure(told, stepId, writtenHoursAgo(5), now)).toBeUndefined();
});
