import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { delay } from '../../../local/clock/time-source.ts';
import { VirtualClock } from '../../../local/clock/virtual-clock.ts';
import { CrashSignal } from '../../../local/durable/crash-signal.ts';
import { MemoryStore } from '../../../local/durable/store/memory-store.ts';
import { df } from './test-app.ts';
import { testEngine } from './test-engine.ts';

/** A step of a random orchestrator; numbers are seconds. */
type Step =
  | { readonly kind: 'work'; readonly takes: number }
  | { readonly kind: 'fail' }
  | { readonly kind: 'sleep'; readonly seconds: number }
  | { readonly kind: 'all'; readonly takes: readonly number[] }
  | { readonly kind: 'race'; readonly takes: number; readonly limit: number }
  | { readonly kind: 'continue' };

let clock = new VirtualClock();
df.app.activity('work', {
  handler: async ({ takes }: { takes: number }) => {
    if (takes < 0) throw new Error('asked to fail');
    if (takes > 0) await delay(clock, takes * 1000, 'random work');
    return takes;
  },
});

df.app.orchestration('random-program', function* (context) {
  const { steps, got } = context.df.getInput<{ steps: Step[]; got: unknown[] }>() ?? { steps: [], got: [] };
  const work = (takes: number) => context.df.callActivity('work', { takes });
  const timer = (seconds: number) =>
    context.df.createTimer(new Date(context.df.currentUtcDateTime.getTime() + seconds * 1000));
  for (const [index, step] of steps.entries()) {
    if (step.kind === 'work') got.push(yield work(step.takes));
    if (step.kind === 'sleep') yield timer(step.seconds);
    if (step.kind === 'all') got.push(yield context.df.Task.all(step.takes.map(work)));
    if (step.kind === 'race') {
      const limit = timer(step.limit);
      const winner = yield context.df.Task.any([limit, work(step.takes)]);
      if (winner !== limit) limit.cancel();
      got.push('raced');
    }
    if (step.kind === 'fail') {
      try {
        yield work(-1);
      } catch (error) {
        got.push(String(error).includes('asked to fail'));
      }
    }
    if (step.kind === 'continue') {
      context.df.continueAsNew({ steps: steps.slice(index + 1), got });
      return undefined;
    }
  }
  return got;
});

/** What a program must answer, whatever happens to the engine. */
function expected(steps: readonly Step[]): unknown[] {
  return steps.flatMap((step): unknown[] => {
    if (step.kind === 'work') return [step.takes];
    if (step.kind === 'all') return [[...step.takes]];
    if (step.kind === 'race') return ['raced'];
    return step.kind === 'fail' ? [true] : [];
  });
}

const takes = fc.integer({ min: 0, max: 20 });
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ kind: fc.constant('work' as const), takes }),
  fc.record({ kind: fc.constant('fail' as const) }),
  fc.record({ kind: fc.constant('sleep' as const), seconds: fc.integer({ min: -5, max: 60 }) }),
  fc.record({ kind: fc.constant('all' as const), takes: fc.array(takes, { minLength: 1, maxLength: 4 }) }),
  fc.record({ kind: fc.constant('race' as const), takes, limit: fc.integer({ min: 1, max: 20 }) }),
  fc.record({ kind: fc.constant('continue' as const) }),
);
const programs = fc.array(fc.array(step, { maxLength: 6 }), { minLength: 1, maxLength: 4 });
const crashes = fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 4 });

test('random programs give the right answers although the engine dies again and again', async () => {
  const property = fc.asyncProperty(programs, crashes, async (all, lives) => {
    clock = new VirtualClock();
    const parts = { clock, store: new MemoryStore() };
    const first = testEngine({}, parts).engine;
    for (const [nth, program] of all.entries()) {
      const input = JSON.stringify({ steps: program, got: [] });
      await first.start({ name: 'random-program', instanceId: `p-${nth}`, input });
    }
    await first.stop();
    for (const [life, callsToLive] of [...lives, Number.POSITIVE_INFINITY].entries()) {
      let calls = 0;
      const crashPoints = (point: string): void => {
        calls += 1;
        if (calls > callsToLive) throw new CrashSignal(point);
      };
      const { engine } = testEngine({ crashPoints, activityMayWait: () => true }, parts);
      await clock.advance(life < lives.length ? 30_000 : 3_600_000);
      await engine.stop();
      if (life === lives.length) expect(engine.diagnostics()).toEqual([]);
    }
    for (const [nth, program] of all.entries()) {
      const { runtimeStatus, output } = parts.store.read(`p-${nth}`)?.row ?? {};
      expect({ runtimeStatus, output: JSON.parse(output ?? 'null') }).toEqual({
        runtimeStatus: 'Completed',
        output: expected(program),
      });
    }
    expect(parts.store.messages()).toEqual([]);
    expect(clock.openTokens()).toEqual([]);
  });
  await fc.assert(property, {
    numRuns: 150,
    seed: 20_260_105,
    interruptAfterTimeLimit: 30_000,
    markInterruptAsFailure: true,
  });
});
