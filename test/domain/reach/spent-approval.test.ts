import { expect, test } from 'vitest';
import { stepIdSchema } from '../../../src/domain/ids.ts';
import { approvalWithoutBegun } from '../../../src/domain/reach/spent-approval.ts';
import type { StepRecord } from '../../../src/domain/step/step-record.ts';
import { newSubscription } from '../../../src/domain/subscription/new-subscription.ts';
import type { ApprovedReach } from '../../../src/domain/subscription/reach-summary.ts';
import { failedStep, nowMs, target } from '../subscription-services/subscription-input.ts';

const [plan, wdatp] = [stepIdSchema.parse('setDefenderPlan'), stepIdSchema.parse('setEndpointSetting:WDATP')];
const approved: ApprovedReach = {
  ...{ hash: 'h', parts: { windows: 'w', linux: 'l', unknown: 'u' }, steps: [plan, wdatp] },
  ...{ by: 'ops', why: 'agreed', at: new Date(nowMs - 3_600_000).toISOString() },
};

type Ends = readonly (readonly [minutesAgo: number, StepRecord['writes'][number]['ended']])[];

function tried(ends: Ends, code?: string): StepRecord {
  const failure = code === undefined ? undefined : ({ code, detail: 'x', treatment: 'retry' } as const);
  const writes = ends.map(([minutesAgo, ended]) => {
    return { at: new Date(nowMs - minutesAgo * 60_000).toISOString(), bodyHash: 'x', ended };
  });
  return { ...failedStep('defender-plan', failure), writes };
}

const record = { ...newSubscription(target, approved.at), approvedReach: approved };

test.each<[string, StepRecord, readonly string[]]>([
  ['what Azure refused', tried([[5, 'failed']], 'ServerError'), [plan, wdatp]],
  ['what was sent before it was given', tried([[90, 'sent']]), [plan, wdatp]],
  ['nothing that is on its way', tried([[0, 'sent']]), [wdatp]],
  [
    'nothing that nobody answered, though a later try was refused',
    tried(
      [
        [9, 'sent'],
        [5, 'failed'],
      ],
      'X',
    ),
    [wdatp],
  ],
  ['nothing that Azure works on', tried([[5, 'accepted']]), [wdatp]],
  ['nothing that Azure took', tried([[5, 'succeeded']]), [wdatp]],
  ['nothing that Azure took but for an extension', tried([[5, 'failed']], 'PlanExtensionFailed'), [wdatp]],
])('when steps are forgotten, an approval keeps %s', (_, step, expected) => {
  expect(approvalWithoutBegun({ ...record, steps: { [plan]: step } })?.steps).toEqual(expected);
});

test('when steps are forgotten, an approval without a write left is none', () => {
  const step = tried([[0, 'sent']]);
  expect(approvalWithoutBegun({ ...record, steps: { [plan]: step, [wdatp]: step } })).toBeUndefined();
  expect(approvalWithoutBegun({ ...record, approvedReach: undefined })).toBeUndefined();
});

test('when steps are forgotten, an approval keeps nothing of which only another release knows what became of it', () => {
  const foreign = { stored: {}, read: {}, unreadSteps: { ids: [plan], services: ['defender-plan'] } };
  expect(approvalWithoutBegun({ ...record, foreign })?.steps).toEqual([wdatp]);
});
