import * as df from 'durable-functions';
import { describe, expect, it } from 'vitest';
import { VirtualClock } from '../../../local/clock/virtual-clock.ts';
import { createMemoryTimerStatusStore, type TimerStatusStore } from '../../../local/host/timer-status.ts';
import { createFakeEngine } from './fake-engine.ts';
import { readRecording, runRecordedSource } from './recordings.ts';
import { type SeenInvocation, spyOnHandlers } from './spy-on-handlers.ts';
import { startTestHost } from './start-test-host.ts';

interface Invocation {
  readonly function: string;
  readonly handlerArgument0: unknown;
}

interface TimerRecording {
  readonly source: string;
  readonly records: Readonly<
    Record<
      'firstStartOnEmptyStorage' | 'afterRestartPastDue' | 'nextRunAfterPastDue',
      { readonly invocations: readonly Invocation[] }
    >
  >;
}

const recording = readRecording<TimerRecording>('timer.json');

describe.skipIf(recording === undefined)('timers run as on the real host', () => {
  it('tells the same to each function after the first start', async () => {
    const seen = await run('2026-11-21T05:03:23.800Z', '2026-11-21T05:05:00.000Z', createMemoryTimerStatusStore());
    expectBegins(seen, recording?.records.firstStartOnEmptyStorage.invocations ?? []);
  });

  it('makes up for what it missed while it was down, and goes on', async () => {
    const statuses = createMemoryTimerStatusStore();
    await run('2026-11-21T04:50:45.304Z', '2026-11-21T04:53:30.000Z', statuses);
    const seen = await run('2026-11-21T04:54:43.700Z', '2026-11-21T04:56:30.000Z', statuses);
    const { afterRestartPastDue, nextRunAfterPastDue } = recording?.records ?? {};
    const made = [...(afterRestartPastDue?.invocations ?? []), ...(nextRunAfterPastDue?.invocations ?? [])];
    expectBegins(
      seen.filter(({ functionName }) => made.some((one) => one.function === functionName)),
      made,
    );
  });
});

/** A host from one moment to another of app time; answers what its timer functions were called with. */
async function run(from: string, to: string, timerStatuses: TimerStatusStore): Promise<SeenInvocation[]> {
  const clock = new VirtualClock(Date.parse(from));
  const seen: SeenInvocation[] = [];
  const register = (): void => {
    runRecordedSource(recording?.source ?? '');
    df.app.orchestration('sequence', function* () {});
  };
  const host = await startTestHost(register, {
    clock,
    timerStatuses,
    registry: spyOnHandlers(register, seen),
    engineFactory: () => createFakeEngine(),
  });
  await clock.runUntil(Date.parse(to));
  await host.stop();
  return seen;
}

/** The calls of each recorded function are the first of ours; moments are compared to the second. */
function expectBegins(seen: readonly SeenInvocation[], recorded: readonly Invocation[]): void {
  expect(recorded.length).toBeGreaterThan(0);
  for (const name of new Set(recorded.map((one) => one.function))) {
    const theirs = recorded.filter((one) => one.function === name).map((one) => one.handlerArgument0);
    const ours = seen.filter(({ functionName }) => functionName === name).map(({ argument }) => argument);
    expect({ name, calls: toSeconds(ours.slice(0, theirs.length)) }).toEqual({ name, calls: toSeconds(theirs) });
  }
}

function toSeconds(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value).replaceAll(/(\d\d:\d\d:\d\d)\.\d+\+00:00/g, '$1+00:00'));
}
