import type { CancelTimer, TimeSource } from '../clock/time-source.ts';
import type { RegisteredFunction } from './function-registry.ts';
import type { InvokeFunction } from './invoke-function.ts';
import { parseTimerSchedule, type TimerSchedule } from './timer-schedule.ts';
import type { TimerStatus, TimerStatusStore } from './timer-status.ts';

interface ListenerOptions {
  readonly time: TimeSource;
  readonly invoke: InvokeFunction;
  readonly timerStatuses: TimerStatusStore;
  /** Replaces `%NAME%` in a schedule by an app setting. */
  readonly resolveSettings: (text: string) => string;
}

/** Runs one timer function on its schedule. A run never overlaps with the one before: the next is planned after it. */
export class TimerListener {
  readonly #target: RegisteredFunction;
  readonly #options: ListenerOptions;
  readonly #scheduleText: string;
  readonly #schedule: TimerSchedule;
  readonly #monitored: boolean;
  #cancel: CancelTimer = () => undefined;
  #stopped = false;

  /** @throws Error for a schedule that cannot be read. */
  constructor(target: RegisteredFunction, options: ListenerOptions) {
    this.#target = target;
    this.#options = options;
    this.#scheduleText = options.resolveSettings(String(target.trigger.schedule));
    this.#schedule = parseTimerSchedule(this.#scheduleText);
    this.#monitored = this.#schedule.monitored && target.trigger.useMonitor !== false;
  }

  /** Plans the next run, or runs at once when one was missed or `runOnStartup` asks for it. */
  start(): void {
    const nowMs = this.#options.time.now();
    const status = this.#readStatus(nowMs);
    const pastDue = status !== undefined && nowMs > status.nextMs;
    if (pastDue || this.#target.trigger.runOnStartup === true) {
      this.#cancel = this.#options.time.schedule(nowMs, () => void this.#run(nowMs, pastDue), this.#name());
    } else {
      this.#plan(status?.nextMs ?? this.#schedule.next(nowMs));
    }
  }

  stop(): void {
    this.#stopped = true;
    this.#cancel();
  }

  #name(): string {
    return `timer ${this.#target.name}`;
  }

  #plan(atMs: number): void {
    if (this.#stopped) return;
    this.#cancel = this.#options.time.schedule(atMs, () => void this.#run(atMs, false), this.#name());
  }

  async #run(dueMs: number, pastDue: boolean): Promise<void> {
    if (this.#stopped) return;
    const startedMs = Math.max(this.#options.time.now(), dueMs);
    const json = timerInfo(this.#schedule, this.#readStatus(startedMs), pastDue);
    await this.#options.invoke(this.#target, { data: { json } }).catch(() => undefined);
    const nextMs = this.#schedule.next(Math.max(startedMs, this.#cronFloorMs()));
    if (this.#monitored) {
      const status = { schedule: this.#scheduleText, lastMs: startedMs, nextMs };
      this.#options.timerStatuses.write(this.#target.name, status);
    }
    this.#plan(nextMs);
  }

  /** A cron occurrence that passed during the run is skipped; a constant interval counts from the start. */
  #cronFloorMs(): number {
    return this.#schedule.adjustForDst ? this.#options.time.now() : 0;
  }

  #readStatus(nowMs: number): TimerStatus | undefined {
    if (!this.#monitored) return undefined;
    const known = this.#options.timerStatuses.read(this.#target.name);
    if (known?.schedule === this.#scheduleText) return known;
    const fresh = { schedule: this.#scheduleText, lastMs: undefined, nextMs: this.#schedule.next(nowMs) };
    this.#options.timerStatuses.write(this.#target.name, fresh);
    return fresh;
  }
}

function timerInfo(schedule: TimerSchedule, status: TimerStatus | undefined, pastDue: boolean): string {
  return JSON.stringify({
    Schedule: { AdjustForDST: schedule.adjustForDst },
    ScheduleStatus:
      status === undefined
        ? null
        : { Last: toDate(status.lastMs), Next: toDate(status.nextMs), LastUpdated: toDate(status.lastMs) },
    IsPastDue: pastDue,
  });
}

/** The text form of .NET: trailing zeros of the fraction are dropped, never is the year 1. */
function toDate(atMs: number | undefined): string {
  if (atMs === undefined) return '0001-01-01T00:00:00+00:00';
  return new Date(atMs).toISOString().replace(/\.?0*Z$/, '+00:00');
}
