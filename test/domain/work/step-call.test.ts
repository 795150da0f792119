import { expect, it } from 'vitest';
import { keyOf, lookIdSchema, stepIdSchema } from '../../../src/domain/ids.ts';
import { inputOfStep, type StepCall, stepOfInput } from '../../../src/domain/work/step-call.ts';
import { machineKind } from '../../../src/look/target-kinds.ts';
import { subscriptionKind } from '../../work/second-kind/subscription-kind.ts';

const call: StepCall = {
  key: keyOf('/subscriptions/x'),
  lookId: lookIdSchema.parse('look-1'),
  step: stepIdSchema.parse('watchCosts:daily'),
};

it.each([
  [machineKind, 'machineId'],
  [subscriptionKind, 'subscriptionId'],
])('the input of a step names its target by the word of its kind, and is read again', (kind, word) => {
  const input = inputOfStep(kind, call);
  expect(input).toEqual({ [word]: call.key, lookId: 'look-1', step: 'watchCosts:daily' });
  expect(stepOfInput(kind, { ...input, of: 'another release' })).toEqual(call);
});

it.each(['machineId', 'lookId', 'step'])('an input without its %s is no step', (name) => {
  const input = { ...inputOfStep(machineKind, call), [name]: undefined };
  expect(() => stepOfInput(machineKind, input)).toThrow();
});

it('the input of a step of another kind is none', () => {
  expect(() => stepOfInput(subscriptionKind, inputOfStep(machineKind, call))).toThrow();
});
