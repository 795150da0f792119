import { app, type Timer } from '@azure/functions';
import { describe, expect, it } from 'vitest';
import { delay } from '../../../local/clock/time-source.ts';
import { VirtualClock } from '../../../local/clock/virtual-clock.ts';
import { startTestHost } from './start-test-host.ts';

describe('a timer function', () => {
  it('never overlaps with itself: what comes during a run is skipped', async () => {
    const clock = new VirtualClock(Date.UTC(2026, 0, 5));
    const log: string[] = [];
    const host = await startTestHost(
      () => app.timer('slow', { schedule: '*/15 * * * * *', handler: () => void log.push(`run ${at(clock)}`) }),
      {
        clock,
        around: async (_info, run) => {
          await delay(clock, 40_000, 'the run takes 40 s');
          return run();
        },
      },
    );
    await clock.advance(120_000);
    await host.stop();
    // Starts at :15, :60 (after the end at :55) and :105 (after the end at :100).
    expect(log).toEqual(['run 00:00:55', 'run 00:01:40']);
  });

  it('runs again after it threw, at its next time', async () => {
    const clock = new VirtualClock(Date.UTC(2026, 0, 5));
    const calls: string[] = [];
    const host = await startTestHost(
      () =>
        app.timer('fails', {
          schedule: '0 * * * * *',
          handler: () => {
            calls.push(at(clock));
            throw new Error('not this time');
          },
        }),
      { clock },
    );
    await clock.advance(150_000);
    await host.stop();
    expect(calls).toEqual(['00:01:00', '00:02:00']);
    expect(host.logged.map(({ message }) => message)).toEqual(['failed: not this time', 'failed: not this time']);
  });

  it('runs at the start when runOnStartup says so, and no more after stop', async () => {
    const clock = new VirtualClock(Date.UTC(2026, 0, 5));
    const calls: boolean[] = [];
    const host = await startTestHost(
      () =>
        app.timer('eager', {
          schedule: '0 0 * * * *',
          runOnStartup: true,
          handler: (timer: Timer) => void calls.push(timer.isPastDue),
        }),
      { clock },
    );
    await clock.advance(1000);
    await host.stop();
    await clock.advance(7_200_000);
    expect(calls).toEqual([false]);
  });

  it('takes its schedule from an app setting', async () => {
    const clock = new VirtualClock(Date.UTC(2026, 0, 5));
    const calls: string[] = [];
    const host = await startTestHost(
      () => app.timer('set', { schedule: '%EVERY%', handler: () => void calls.push(at(clock)) }),
      { clock, resolveSettings: (text) => text.replace('%EVERY%', '00:00:20') },
    );
    await clock.advance(45_000);
    await host.stop();
    expect(calls).toEqual(['00:00:20', '00:00:40']);
  });

  it('with a schedule that cannot be read stops the start, naming it', async () => {
    const start = startTestHost(() => app.timer('bad', { schedule: '* * * * *', handler: () => undefined }));
    await expect(start).rejects.toThrow("Schedule '* * * * *' has 5 fields; six are needed");
  });
});

function at(clock: VirtualClock): string {
  return new Date(clock.now()).toISOString().slice(11, 19);
}
