import { expect, test } from 'vitest';
import { df } from './test-app.ts';
import { testEngine } from './test-engine.ts';

df.app.orchestration('two-timers', function* (context) {
  const seconds = context.df.getInput<number>() ?? 0;
  for (let pass = 0; pass < 2; pass++) {
    yield context.df.createTimer(new Date(context.df.currentUtcDateTime.getTime() + seconds * 1000));
  }
  return context.df.currentUtcDateTime;
});

test.each([
  ['up to a second early by default', true, 10, 18_000],
  ['at once when it is a second or less', true, 1, 0],
  ['exactly on time when that is turned off', false, 10, 20_000],
])('a timer fires %s', async (_, earlyTimers, seconds, afterMs) => {
  const { clock, start, run } = testEngine({ earlyTimers });
  const startMs = clock.now();
  const { output } = await run(await start('two-timers', seconds));
  expect(Date.parse(JSON.parse(output ?? '')) - startMs).toBe(afterMs);
});

df.app.activity('quick', { handler: () => 'quick' });
df.app.orchestration('race', function* (context) {
  const timer = context.df.createTimer(new Date(context.df.currentUtcDateTime.getTime() + 3_600_000));
  const work = context.df.callActivity('quick');
  const winner = yield context.df.Task.any([timer, work]);
  if (context.df.getInput() !== 'leave') timer.cancel();
  const more = yield context.df.callActivity('quick');
  return [winner === work, more];
});

test('a cancelled timer lets the instance end at once and leaves nothing behind', async () => {
  const { start, run, store } = testEngine();
  expect(await run(await start('race'), 0)).toMatchObject({ runtimeStatus: 'Completed', output: '[true,"quick"]' });
  expect(store.messages()).toEqual([]);
});

test('a forgotten timer keeps the instance Running until it fires', async () => {
  const { start, run } = testEngine();
  const id = await start('race', 'leave');
  expect((await run(id, 3_590_000)).runtimeStatus).toBe('Running');
  expect(await run(id, 20_000)).toMatchObject({ runtimeStatus: 'Completed', output: '[true,"quick"]' });
});

df.app.orchestration('seven-days', function* (context) {
  yield context.df.createTimer(new Date(context.df.currentUtcDateTime.getTime() + 7 * 24 * 3_600_000));
});

test('a timer of more than six days is refused loudly', async () => {
  const { engine, start, run } = testEngine();
  const status = await run(await start('seven-days'));
  expect(status.runtimeStatus).toBe('Failed');
  expect(status.output).toContain('does not support the action CreateTimer over 6 days');
  expect(engine.diagnostics()).toMatchObject([{ kind: 'UnsupportedAction', name: 'seven-days' }]);
});
