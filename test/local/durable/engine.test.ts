import { expect, test } from 'vitest';
import { delay } from '../../../local/clock/time-source.ts';
import { df } from './test-app.ts';
import { testEngine } from './test-engine.ts';

df.app.activity('hello', { handler: (name: string) => `Hello ${name}` });
df.app.orchestration('greet-all', function* (context) {
  const out: unknown[] = [];
  for (const city of ['Oslo', 'Lima', 'Rome']) out.push(yield context.df.callActivity('hello', city));
  return out;
});

test('activities run one after the other and their results make the output', async () => {
  const { engine, start, run } = testEngine();
  const id = await start('greet-all', { a: 1 });
  expect(await engine.status(id)).toMatchObject({ runtimeStatus: 'Pending', input: '{"a":1}' });
  expect(await run(id)).toMatchObject({
    name: 'greet-all',
    runtimeStatus: 'Completed',
    output: '["Hello Oslo","Hello Lima","Hello Rome"]',
  });
  expect(engine.diagnostics()).toEqual([]);
});

df.app.orchestration('two-timers', function* (context) {
  const seconds = context.df.getInput<number>() ?? 0;
  for (let pass = 0; pass < 2; pass++) {
    yield context.df.createTimer(new Date(context.df.currentUtcDateTime.getTime() + seconds * 1000));
  }
  return context.df.currentUtcDateTime;
});

test('timers come up to a second early, and exactly on time when that is turned off', async () => {
  const early = testEngine();
  const startMs = early.clock.now();
  const first = await early.run(await early.start('two-timers', 10));
  expect(Date.parse(JSON.parse(first.output ?? '')) - startMs).toBe(18_000);

  const exact = testEngine({ earlyTimers: false });
  const second = await exact.run(await exact.start('two-timers', 10));
  expect(Date.parse(JSON.parse(second.output ?? '')) - startMs).toBe(20_000);
});

df.app.activity('slow', { handler: async () => undefined });
df.app.orchestration('race', function* (context) {
  const timer = context.df.createTimer(new Date(context.df.currentUtcDateTime.getTime() + 3_600_000));
  const work = context.df.callActivity('hello', 'race');
  const winner = yield context.df.Task.any([timer, work]);
  if (winner === work && context.df.getInput() !== 'leave') timer.cancel();
  return winner === work ? work.result : 'timer';
});

test('a cancelled timer lets the instance end at once, a forgotten one keeps it Running until it fires', async () => {
  const canceled = testEngine();
  expect(await canceled.run(await canceled.start('race'), 0)).toMatchObject({
    runtimeStatus: 'Completed',
    output: '"Hello race"',
  });

  const forgotten = testEngine();
  const id = await forgotten.start('race', 'leave');
  expect((await forgotten.run(id, 3_590_000)).runtimeStatus).toBe('Running');
  expect((await forgotten.run(id, 20_000)).runtimeStatus).toBe('Completed');
});

void delay;
