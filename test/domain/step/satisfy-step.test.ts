import { expect, test } from 'vitest';
import { foldOperations } from '../../../src/domain/step/fold-operations.ts';
import { satisfySteps } from '../../../src/domain/step/satisfy-step.ts';
import { now, recordOf } from '../look/look-fixture.ts';
import { vmMachine } from '../services/facts.ts';
import { failedTry, minutesAgo, stepRecord } from '../services/service-input.ts';

const day = 24 * 60;

function satisfied(changes: Parameters<typeof stepRecord>[0], isSatisfied = true) {
  const row = recordOf(vmMachine(), { steps: { one: stepRecord(changes) } });
  return satisfySteps(row, () => isSatisfied, now).steps.one;
}

test('a step whose service is satisfied forgets its tries and its waiting', () => {
  const tried = { attempts: 2, waits: 3, waitingSince: minutesAgo(50), nextAttemptAt: minutesAgo(-5) };
  expect(satisfied({ ...tried, failure: failedTry('Busy') })).toMatchObject({
    ...{ attempts: 0, waits: 0, waitingSince: undefined, nextAttemptAt: undefined, failure: undefined },
  });
  expect(satisfied(tried, false)).toMatchObject(tried);
});

test('its refusals are kept for the day in which they count', () => {
  const refusals = [
    { code: 'Busy', text: 'x', at: [minutesAgo(day + 1), minutesAgo(day - 1)] },
    { code: 'ServerError', text: 'y', at: [minutesAgo(2 * day)] },
  ];
  expect(satisfied({ refusals })?.refusals).toEqual([{ code: 'Busy', text: 'x', at: [minutesAgo(day - 1)] }]);
});

test('an association keeps its name, and not the long id of its rule', () => {
  const touches = { part: 'association', name: 'assoc-1', ruleId: '/subscriptions/s/rule' } as const;
  expect(satisfied({ touches })?.touches).toEqual({ ...touches, ruleId: '' });
});

test('an operation that ended well ends the waiting too', () => {
  const waiting = stepRecord({ waits: 2, waitingSince: minutesAgo(50), operationUrl: 'https://o' }, 'accepted');
  const row = recordOf(vmMachine(), { steps: { one: waiting } });
  const folded = foldOperations(row, { one: { state: 'succeeded' } }, () => 'unread', now);
  expect(folded.steps.one).toMatchObject({ waits: 0, waitingSince: undefined });
});
