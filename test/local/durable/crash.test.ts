import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { VirtualClock } from '../../../local/clock/virtual-clock.ts';
import { CrashSignal } from '../../../local/durable/crash-signal.ts';
import type { CrashPoint } from '../../../local/durable/engine-options.ts';
import { FileStore } from '../../../local/durable/store/file-store.ts';
import { MemoryStore } from '../../../local/durable/store/memory-store.ts';
import { df } from './test-app.ts';
import { type TestEngine, testEngine } from './test-engine.ts';

const effects: string[] = [];
df.app.activity('effect', {
  handler: ({ name }: { name: string }) => {
    effects.push(name);
    return { done: name };
  },
});
df.app.orchestration('journey', function* (context) {
  const { leg, seen } = context.df.getInput<{ leg: number; seen: string[] }>() ?? { leg: 0, seen: [] };
  context.df.setCustomStatus({ leg });
  const first = yield context.df.callActivity('effect', { name: `${leg}-first` });
  yield context.df.createTimer(new Date(context.df.currentUtcDateTime.getTime() + 45_000));
  const both = yield context.df.Task.all([
    context.df.callActivity('effect', { name: `${leg}-left` }),
    context.df.callActivity('effect', { name: `${leg}-right` }),
  ]);
  const all = [...seen, first.done, ...both.map((one: { done: string }) => one.done)];
  if (leg === 1) return all;
  context.df.continueAsNew({ leg: leg + 1, seen: all });
  return undefined;
});
const everything = ['0-first', '0-left', '0-right', '1-first', '1-left', '1-right'];

/** A hook that crashes when it is called for the nth time, and how often it was called. */
function crashAt(nth: number): { hook: (point: CrashPoint) => void; calls: () => number } {
  let calls = 0;
  const hook = (point: CrashPoint): void => {
    calls += 1;
    if (calls === nth) throw new CrashSignal(point);
  };
  return { hook, calls: () => calls };
}

async function startUnlessThere({ engine, start }: TestEngine): Promise<void> {
  if ((await engine.status('i-journey')) === undefined) await start('journey', { leg: 0, seen: [] });
}

async function pointsOfOneRun(): Promise<number> {
  const { hook, calls } = crashAt(0);
  const calm = testEngine({ crashPoints: hook });
  await startUnlessThere(calm);
  await calm.run('i-journey', 600_000);
  return calls();
}

const points = await pointsOfOneRun();

describe('an engine that dies at any point of a run', () => {
  const folder = mkdtempSync(join(tmpdir(), 'durable-crash-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  test(`at each of ${points} points the next engine finishes the work, and no effect is lost`, async () => {
    expect(points).toBeGreaterThan(50);
    for (let nth = 1; nth <= points; nth++) {
      effects.length = 0;
      let test = testEngine(
        { crashPoints: crashAt(nth).hook },
        { clock: new VirtualClock(), store: new MemoryStore() },
      );
      await startUnlessThere(test).catch((error: unknown) => expect(error).toBeInstanceOf(CrashSignal));
      await test.clock.advance(600_000);
      expect(test.engine.running).toBe(false);
      expect(test.clock.openTokens()).toEqual([]);
      test = test.restart({});
      await startUnlessThere(test);
      const status = await test.run('i-journey', 1_200_000);
      expect(status, `crash ${nth}`).toMatchObject({ runtimeStatus: 'Completed', output: JSON.stringify(everything) });
      expect([...new Set(effects)].sort(), `crash ${nth}`).toEqual(everything);
      expect(effects.length, `crash ${nth}: at most the activity in flight is run twice`).toBeLessThanOrEqual(8);
      expect(test.store.messages()).toEqual([]);
      expect(test.engine.diagnostics()).toEqual([]);
    }
  });

  test('also when it dies again and again over a file store, after 5 to 13 points each time', async () => {
    const clock = new VirtualClock();
    let lives = 0;
    for (let done = false; !done; lives++) {
      const store = new FileStore(folder);
      const test = testEngine({ crashPoints: crashAt(5 + (lives % 9)).hook }, { clock, store });
      await startUnlessThere(test).catch(() => undefined);
      await clock.advance(600_000);
      done = (await test.engine.status('i-journey'))?.runtimeStatus === 'Completed';
      await test.engine.stop();
      store.close();
    }
    expect(lives).toBeGreaterThan(5);
    const store = new FileStore(folder);
    expect(store.read('i-journey')?.row.output).toBe(JSON.stringify(everything));
    store.close();
  });
});

test('an activity in flight at the crash is run again after five minutes, everything else at once', async () => {
  effects.length = 0;
  const stopAfterEffect = (point: CrashPoint): void => {
    if (point === 'activity.after-run') throw new CrashSignal(point);
  };
  const first = testEngine({ crashPoints: stopAfterEffect });
  await startUnlessThere(first);
  await first.clock.advance(1000);
  const second = first.restart({});
  await second.run('i-journey', 298_000);
  expect(effects).toEqual(['0-first']);
  await second.run('i-journey', 1000);
  expect(effects).toEqual(['0-first', '0-first']);
});

test('a store that cannot write stops the engine and tells why', async () => {
  const store = new MemoryStore();
  const crashes: unknown[] = [];
  const { engine, start, clock } = testEngine({ onCrash: (error) => crashes.push(error) }, { store });
  await start('journey', { leg: 0, seen: [] });
  store.commit = () => {
    throw new Error('the disk is full');
  };
  await clock.advance(1000);
  expect(engine.running).toBe(false);
  expect(crashes).toMatchObject([{ message: 'the disk is full' }]);
});
