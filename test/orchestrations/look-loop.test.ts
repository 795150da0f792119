import { expect, test } from 'vitest';
import { createLookLoop } from '../../src/orchestrations/look-loop.ts';
import { df } from '../local/durable/test-app.ts';
import { testEngine } from '../local/durable/test-engine.ts';
import { subscriptionKind, subscriptionRef } from '../work/second-kind/subscription-kind.ts';

const { key } = subscriptionRef('11111111-2222-3333-4444-555555555555');
const lookId = 'look-1';
const inputs: unknown[] = [];
let looks = 0;
let looksUntilDone = 2;

df.app.orchestration(subscriptionKind.orchestrator, createLookLoop(subscriptionKind));
df.app.activity(subscriptionKind.assessActivity, {
  handler: (input: unknown) => {
    inputs.push(input);
    looks += 1;
    return looks < looksUntilDone
      ? { kind: 'act', lookId, steps: ['watchCosts'], waitSeconds: 45 }
      : { kind: 'done', status: 'Watched' };
  },
});
df.app.activity('watchCosts', {
  handler: (input: unknown) => {
    inputs.push(input);
    return { step: 'watchCosts', outcome: 'written' };
  },
});

test('a second kind has the same loop: looks, steps and waits under its own names, until it is done', async () => {
  [looks, looksUntilDone] = [0, 2];
  inputs.length = 0;
  const { engine, start, run } = testEngine();
  const id = await start(subscriptionKind.orchestrator, { subscriptionId: key });
  // Timers can fire a second early.
  expect(await run(id, 44_000)).toMatchObject({ runtimeStatus: 'Running' });
  const output = JSON.stringify({ kind: 'done', status: 'Watched' });
  expect(await run(id, 5_000)).toMatchObject({ runtimeStatus: 'Completed', output });
  const target = { subscriptionId: key };
  expect(inputs).toEqual([target, { ...target, lookId, step: 'watchCosts' }, target]);
  expect(engine.diagnostics()).toEqual([]);
});

test('after twenty looks a history begins anew with the same target', async () => {
  [looks, looksUntilDone] = [0, 21];
  inputs.length = 0;
  const { start, run } = testEngine();
  const id = await start(subscriptionKind.orchestrator, { subscriptionId: key });
  expect(await run(id, 30 * 60_000)).toMatchObject({
    runtimeStatus: 'Completed',
    input: JSON.stringify({ subscriptionId: key }),
  });
  expect(looks).toBe(21);
  expect(inputs.at(-1)).toEqual({ subscriptionId: key });
});

test('an input that names no target fails the instance', async () => {
  const { start, run } = testEngine();
  const id = await start(subscriptionKind.orchestrator, { machineId: key });
  expect(await run(id)).toMatchObject({ runtimeStatus: 'Failed' });
});
