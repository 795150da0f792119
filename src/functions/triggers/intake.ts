import type { IgnoredReason } from '../../domain/events/classify-event.ts';

/** What became of the events of this process since it started. */
export interface IntakeCounts {
  readonly since: string;
  readonly received: number;
  readonly looks: number;
  /** Answered with an error, so that Event Grid delivers them again. */
  readonly failed: number;
  readonly ignored: Readonly<Record<string, number>>;
}

/** What became of one event. `NotRegistered`: it concerns a kind of target that this app does not look at. */
export type EventOutcome =
  | { readonly kind: 'look' }
  | { readonly kind: 'failed' }
  | { readonly kind: 'ignored'; readonly reason: IgnoredReason | 'NotRegistered' };

export interface Intake {
  note(outcome: EventOutcome): void;
  counts(): IntakeCounts;
}

/** Counts events, so that the ignored ones are seen too. */
export function createIntake(since: string): Intake {
  let received = 0;
  let looks = 0;
  let failed = 0;
  const ignored = new Map<string, number>();
  return {
    note(outcome) {
      received += 1;
      if (outcome.kind === 'look') looks += 1;
      else if (outcome.kind === 'failed') failed += 1;
      else ignored.set(outcome.reason, (ignored.get(outcome.reason) ?? 0) + 1);
    },
    counts: () => ({ since, received, looks, failed, ignored: Object.fromEntries(ignored) }),
  };
}
