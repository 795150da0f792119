import { describe, expect, test } from 'vitest';
import { CrashSignal } from '../../../local/durable/crash-signal.ts';
import { df } from './test-app.ts';
import { testEngine } from './test-engine.ts';

df.app.activity('echo', { handler: (value: unknown) => value });
df.app.activity('other', { handler: (value: unknown) => value });

describe('instances that hang on the real host stay Running and are reported', () => {
  // biome-ignore lint/correctness/useYield: it throws first.
  df.app.orchestration('throws-a-string', function* () {
    throw 'just a string';
  });
  // biome-ignore lint/correctness/useYield: it throws first.
  df.app.orchestration('throws-no-text', function* () {
    throw new Error('');
  });
  df.app.orchestration('calls-nobody', function* (context) {
    yield context.df.callActivity('nobody');
  });

  test.each(['throws-a-string', 'throws-no-text'])('%s', async (name) => {
    const { engine, start, run } = testEngine();
    expect((await run(await start(name))).runtimeStatus).toBe('Running');
    expect(engine.diagnostics()).toMatchObject([{ kind: 'StuckInstance', instanceId: `i-${name}`, name }]);
  });

  test('an activity that is not registered', async () => {
    const { engine, start, run } = testEngine();
    expect((await run(await start('calls-nobody'))).runtimeStatus).toBe('Running');
    const message = "No activity 'nobody' is registered: instance 'i-calls-nobody' waits for it for ever.";
    expect(engine.diagnostics()).toMatchObject([{ kind: 'UnregisteredActivity', name: 'calls-nobody', message }]);
  });
});

describe('what the engine does not have fails loudly', () => {
  df.app.orchestration('external-event', function* (context) {
    yield context.df.waitForExternalEvent('go');
  });
  df.app.orchestration('sub-orchestration', function* (context) {
    yield context.df.callSubOrchestrator('external-event');
  });
  df.app.orchestration('retry', function* (context) {
    yield context.df.callActivityWithRetry('echo', new df.RetryOptions(1000, 3));
  });
  df.app.orchestration('entity', function* (context) {
    yield context.df.callEntity(new df.EntityId('counter', 'k'), 'add', 1);
  });
  df.app.orchestration('http', function* (context) {
    yield context.df.callHttp({ method: 'GET', url: 'http://localhost' });
  });
  df.app.orchestration('event-in-a-race', function* (context) {
    const timer = context.df.createTimer(new Date(context.df.currentUtcDateTime.getTime() + 60_000));
    yield context.df.Task.any([timer, context.df.waitForExternalEvent('go')]);
  });

  test.each([
    ['external-event', 'WaitForExternalEvent'],
    ['sub-orchestration', 'CallSubOrchestrator'],
    ['retry', 'CallActivityWithRetry'],
    ['entity', 'CallEntity'],
    ['http', 'CallHttp'],
    ['event-in-a-race', 'WaitForExternalEvent'],
  ])('%s', async (name, action) => {
    const { engine, start, run, store } = testEngine();
    const status = await run(await start(name));
    expect(status.runtimeStatus).toBe('Failed');
    expect(status.output).toContain(`The embedded durable engine does not support the action ${action} (actionType`);
    expect(engine.diagnostics()).toMatchObject([{ kind: 'UnsupportedAction' }]);
    expect(store.messages()).toEqual([]);
  });
});

describe('an orchestrator that changed while an instance waited', () => {
  let version: 'old' | 'renamed' | 'timer' | 'gone' = 'old';
  df.app.orchestration('changing', function* (context) {
    const soon = (): Date => new Date(context.df.currentUtcDateTime.getTime() + 10_000);
    if (version === 'renamed') yield context.df.callActivity('other', 1);
    else if (version === 'timer') yield context.df.createTimer(soon());
    else if (version !== 'gone') yield context.df.callActivity('echo', 1);
    yield context.df.createTimer(soon());
    return yield context.df.callActivity('echo', 'end');
  });

  const previously = 'Non-Deterministic workflow detected: A previous execution of this orchestration scheduled';
  test.each([
    [
      'renamed',
      `${previously} an activity task with sequence number 0 named 'echo', but the current orchestration replay instead scheduled an activity task named 'other' with this sequence number.  Was`,
    ],
    [
      'timer',
      `${previously} an activity task with sequence number 0 named 'echo', but the current orchestration replay instead produced a CreateTimerOrchestratorAction action with this sequence number. Was`,
    ],
    [
      'gone',
      `${previously} an activity task with sequence number 0 named 'echo', but the current orchestration replay instead produced a CreateTimerOrchestratorAction action`,
    ],
  ] as const)('%s: Failed with the text of the real host', async (next, text) => {
    version = 'old';
    const test = testEngine();
    const id = await test.start('changing');
    await test.run(id, 1000);
    version = next;
    const { engine, run } = test.restart();
    const status = await run(id);
    expect(status.runtimeStatus).toBe('Failed');
    expect(JSON.parse(status.output ?? '')).toContain(text);
    expect(engine.diagnostics()).toMatchObject([{ kind: 'NonDeterminism', instanceId: id }]);
  });

  test('the same activity in front is not noticed, as on the real host: it gets the result of the other', async () => {
    let front = false;
    df.app.orchestration('grows-at-the-front', function* (context) {
      const got: unknown[] = [];
      if (front) got.push(yield context.df.callActivity('echo', 'front'));
      got.push(yield context.df.callActivity('echo', 'back'));
      return got;
    });
    const stopBeforeRun = (point: string): void => {
      if (point === 'activity.before-run') throw new CrashSignal(point);
    };
    const test = testEngine({ crashPoints: stopBeforeRun });
    const id = await test.start('grows-at-the-front');
    await test.run(id, 0);
    front = true;
    const { run } = test.restart({});
    expect(await run(id, 5 * 60_000)).toMatchObject({ runtimeStatus: 'Completed', output: '["back","back"]' });
  });
});

test('a turn that answers differently the second time fails the instance', async () => {
  let runs = 0;
  df.app.orchestration('counts-its-runs', function* (context) {
    runs += 1;
    yield context.df.callActivity('echo', runs);
  });
  const { engine, start, run } = testEngine({ checkReplay: true });
  const status = await run(await start('counts-its-runs'));
  expect(status.output).toContain('nondeterminism found by double replay');
  expect(engine.diagnostics()).toMatchObject([{ kind: 'ReplayDifference', name: 'counts-its-runs' }]);
});

df.app.orchestration('large-status', function* (context) {
  context.df.setCustomStatus('x'.repeat(context.df.getInput<number>() ?? 0));
  yield context.df.callActivity('echo', 1);
});

test('a custom status over 16 KB fails the instance, one below it does not', async () => {
  const small = testEngine();
  expect((await small.run(await small.start('large-status', 8190))).runtimeStatus).toBe('Completed');
  const large = testEngine();
  const status = await large.run(await large.start('large-status', 15_000));
  expect(status.runtimeStatus).toBe('Failed');
  expect(status.output).toContain(
    'The UTF-16 size of the JSON-serialized payload must not exceed 16 KB. The current payload size is 29 KB.',
  );
});

df.app.orchestration('status-over-generations', function* (context) {
  const generation = context.df.getInput<number>() ?? 0;
  if (generation === 0) context.df.setCustomStatus('of the first generation');
  yield context.df.createTimer(new Date(context.df.currentUtcDateTime.getTime() + 10_000));
  if (generation === 1) yield context.df.createTimer(new Date(context.df.currentUtcDateTime.getTime() + 10_000));
  else context.df.continueAsNew(generation + 1);
});

test('a custom status outlives continueAsNew until the next generation has had a turn of its own', async () => {
  const { start, run } = testEngine();
  const id = await start('status-over-generations', 0);
  expect(await run(id, 10_000)).toMatchObject({ input: '1', customStatus: '"of the first generation"' });
  expect((await run(id, 9500)).customStatus).toBeUndefined();
  expect((await run(id, 60_000)).runtimeStatus).toBe('Completed');
});
