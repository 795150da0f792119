import { describe, expect, test } from 'vitest';
import { df } from './test-app.ts';
import { testEngine } from './test-engine.ts';

df.app.activity('hello', { handler: (name: string) => `Hello ${name}` });
df.app.orchestration('greet-all', function* (context) {
  const out: unknown[] = [];
  for (const city of ['Oslo', 'Lima', 'Rome']) out.push(yield context.df.callActivity('hello', city));
  return out;
});
df.app.orchestration('wait-an-hour', function* (context) {
  yield context.df.createTimer(new Date(context.df.currentUtcDateTime.getTime() + 3_600_000));
  return 'waited';
});

test('activities run one after the other and their results make the output', async () => {
  const { engine, start, run } = testEngine();
  const id = await start('greet-all', { a: 1 });
  expect(await engine.status(id)).toMatchObject({ runtimeStatus: 'Pending', input: '{"a":1}', history: [] });
  const output = '["Hello Oslo","Hello Lima","Hello Rome"]';
  expect(await run(id)).toMatchObject({ name: 'greet-all', runtimeStatus: 'Completed', output });
  expect(engine.diagnostics()).toEqual([]);
});

describe('starting an id that exists', () => {
  test('is refused while it is Pending or Running, whatever the name', async () => {
    const { engine, start, run } = testEngine();
    const instanceId = await start('wait-an-hour');
    const again = { name: 'greet-all', instanceId, input: undefined };
    expect(await engine.start(again)).toEqual({ kind: 'alreadyExists', runtimeStatus: 'Pending' });
    await run(instanceId, 1000);
    expect(await engine.start(again)).toEqual({ kind: 'alreadyExists', runtimeStatus: 'Running' });
  });

  test('replaces it when it has ended: history, output and times are new', async () => {
    const { engine, clock, run } = testEngine();
    const first = { name: 'greet-all', instanceId: 'same', input: undefined };
    await engine.start(first);
    const before = await run('same');
    expect(await engine.start({ ...first, name: 'wait-an-hour' })).toEqual({ kind: 'started', instanceId: 'same' });
    const pending = { name: 'wait-an-hour', runtimeStatus: 'Pending', output: undefined, history: [] };
    expect(await engine.status('same')).toMatchObject(pending);
    expect((await engine.status('same'))?.createdTime).not.toBe(before.createdTime);
    await clock.advance(3_600_000);
    expect(await engine.status('same')).toMatchObject({ runtimeStatus: 'Completed', output: '"waited"' });
  });

  test('of four starts at the same time exactly one succeeds', async () => {
    const { engine } = testEngine();
    const request = { name: 'greet-all', instanceId: 'one', input: undefined };
    const results = await Promise.all([1, 2, 3, 4].map(() => engine.start(request)));
    expect(results.map(({ kind }) => kind).sort()).toEqual([
      'alreadyExists',
      'alreadyExists',
      'alreadyExists',
      'started',
    ]);
  });

  test('without an id each start gets its own', async () => {
    const { engine } = testEngine();
    const request = { name: 'greet-all', instanceId: undefined, input: undefined };
    const [one, two] = [await engine.start(request), await engine.start(request)];
    expect(one).toEqual({ kind: 'started', instanceId: expect.stringMatching(/^[0-9a-f]{32}$/) });
    expect(two).not.toEqual(one);
  });
});

describe('terminating', () => {
  test('ends a waiting instance with the reason as its output, and its timer is gone', async () => {
    const { engine, start, run, store } = testEngine();
    const id = await start('wait-an-hour');
    await run(id, 1000);
    expect(await engine.terminate(id, 'enough')).toBe('accepted');
    expect(await run(id, 0)).toMatchObject({ runtimeStatus: 'Terminated', output: '"enough"' });
    expect(store.messages()).toEqual([]);
  });

  test('is refused for an unknown and for a finished instance', async () => {
    const { engine, start, run } = testEngine();
    expect(await engine.terminate('nobody', 'x')).toBe('notFound');
    const id = await start('greet-all');
    await run(id);
    expect(await engine.terminate(id, 'x')).toBe('alreadyFinished');
  });

  test('the result of an activity that was still running is dropped, also when the id runs anew', async () => {
    const { engine, clock } = testEngine({ activityMayWait: () => true });
    const request = { name: 'open-work', instanceId: 'again', input: undefined };
    await engine.start(request);
    await clock.advance(1);
    const [first] = open.splice(0);
    await engine.terminate('again', 'too slow');
    await clock.advance(1);
    await engine.start(request);
    await clock.advance(1);
    first?.('of the first run');
    open.splice(0)[0]?.('of the second run');
    await clock.advance(1);
    expect(await engine.status('again')).toMatchObject({ output: '"of the second run"' });
  });
});

const open: ((result: string) => void)[] = [];
df.app.activity('hold', { handler: () => new Promise<string>((resolve) => open.push(resolve)) });
df.app.orchestration('open-work', function* (context) {
  return yield context.df.callActivity('hold');
});

describe('purging', () => {
  test('removes a finished instance', async () => {
    const { engine, start, run } = testEngine();
    const id = await start('greet-all');
    await run(id);
    expect(await engine.purge(id)).toBe('purged');
    expect(await engine.status(id)).toBeUndefined();
    expect(await engine.purge(id)).toBe('notFound');
  });

  test('refuses an instance that is not finished and says its status', async () => {
    const { engine, start, run } = testEngine();
    const id = await start('wait-an-hour');
    await run(id, 1000);
    expect(await engine.purge(id)).toEqual({ notTerminal: 'Running' });
  });
});

test('list finds instances by status, time of creation and prefix', async () => {
  const { engine, clock, run } = testEngine();
  await engine.start({ name: 'greet-all', instanceId: 'machine-1', input: undefined });
  const first = await run('machine-1');
  await clock.advance(3_600_000);
  await engine.start({ name: 'wait-an-hour', instanceId: 'machine-2', input: undefined });
  await engine.start({ name: 'wait-an-hour', instanceId: 'other', input: undefined });
  await clock.advance(1000);
  const ids = async (filter: Parameters<typeof engine.list>[0]) => (await engine.list(filter)).map((i) => i.instanceId);
  expect(await ids({})).toEqual(['machine-1', 'machine-2', 'other']);
  expect(await ids({ runtimeStatus: ['Running'] })).toEqual(['machine-2', 'other']);
  expect(await ids({ instanceIdPrefix: 'machine-', runtimeStatus: ['Running', 'Pending'] })).toEqual(['machine-2']);
  expect(await ids({ createdTimeTo: first.createdTime })).toEqual(['machine-1']);
  expect(await ids({ createdTimeFrom: '2026-01-05T08:30:00Z' })).toEqual(['machine-2', 'other']);
});

let running = 0;
let mostRunning = 0;
df.app.activity('busy', {
  handler: async () => {
    running += 1;
    mostRunning = Math.max(mostRunning, running);
    await new Promise((resolve) => setImmediate(resolve));
    running -= 1;
  },
});
df.app.orchestration('be-busy', function* (context) {
  yield context.df.Task.all(Array.from({ length: 5 }, () => context.df.callActivity('busy')));
});

test.each([3, 1000])('at most %i activities run at the same time when that is the limit', async (limit) => {
  mostRunning = 0;
  const { engine, clock } = testEngine({ maxConcurrentActivities: limit });
  for (let i = 0; i < 4; i++) await engine.start({ name: 'be-busy', instanceId: `busy-${i}`, input: undefined });
  await clock.advance(1);
  expect(await engine.list({ runtimeStatus: ['Completed'] })).toHaveLength(4);
  expect(mostRunning).toBe(Math.min(limit, 20));
});

test('a stopped engine takes no more work and says so', async () => {
  const { engine, start } = testEngine();
  await engine.stop();
  await expect(start('greet-all')).rejects.toThrow('The durable engine has stopped');
  expect(engine.running).toBe(false);
});

test('two engines over one store at the same time are refused', async () => {
  const { engine, store } = testEngine();
  expect(() => testEngine({}, { store })).toThrow('Another durable engine runs over this store');
  await engine.stop();
  expect(testEngine({}, { store }).engine.running).toBe(true);
});
