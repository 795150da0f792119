import { ScaledClock } from '../clock/scaled-clock.ts';
import type { TimeSource } from '../clock/time-source.ts';
import type { Diagnostic } from './diagnostics.ts';
import type { CommitKind } from './guarded-store.ts';

/** Where a test may stop the engine as by `kill -9`: around every commit, and around the run of an activity. */
export type CrashPoint =
  | `${CommitKind}.${'before' | 'after'}-commit`
  | 'turn.before-run'
  | 'activity.before-run'
  | 'activity.after-run';

export interface EngineOptions {
  /** Activities that run at the same time; default 10. */
  readonly maxConcurrentActivities?: number;
  /** Orchestrator turns at the same time; default 5. */
  readonly maxConcurrentOrchestrators?: number;
  /** Run every turn twice and compare; default off. */
  readonly checkReplay?: boolean;
  /** Timers fire up to one second early, as on the real host; default on. */
  readonly earlyTimers?: boolean;
  /** After this long an activity that was running at a crash is run again; default 5 minutes. */
  readonly activityRedeliveryMs?: number;
  /** The clock of `activityRedeliveryMs`; default real time. */
  readonly redeliveryTime?: TimeSource;
  /**
   * Whether a run of this activity waits for app time by itself (a test's stuck activity): it then holds no ledger
   * token while it runs, or virtual time would stand still. Default: none does.
   */
  readonly activityMayWait?: (activity: { readonly name: string; readonly instanceId: string }) => boolean;
  /** Whatever it throws stops the engine at that point. */
  readonly crashPoints?: (point: CrashPoint) => void;
  /** Told once when the engine has stopped by itself: by `crashPoints`, or because the store failed. */
  readonly onCrash?: (error: unknown) => void;
  readonly onDiagnostic?: (diagnostic: Diagnostic) => void;
}

/** The options with every default in place. */
export function withDefaults(options: EngineOptions): Required<EngineOptions> {
  const realMs = Date.now();
  return {
    maxConcurrentActivities: 10,
    maxConcurrentOrchestrators: 5,
    checkReplay: false,
    earlyTimers: true,
    activityRedeliveryMs: 5 * 60_000,
    redeliveryTime: new ScaledClock({ startAppMs: realMs, startRealMs: realMs, speed: 1 }),
    activityMayWait: () => false,
    crashPoints: () => undefined,
    onCrash: () => undefined,
    onDiagnostic: () => undefined,
    ...options,
  };
}
