import type { EventMeaning } from '../../domain/events/classify-event.ts';

/** What became of the events of this process since it started. */
export interface IntakeCounts {
  readonly since: string;
  readonly received: number;
  readonly looks: number;
  /** Answered with an error, so that Event Grid delivers them again. */
  readonly failed: number;
  readonly ignored: Readonly<Record<string, number>>;
}

export interface Intake {
  note(meaning: EventMeaning | { readonly kind: 'failed' }): void;
  counts(): IntakeCounts;
}

/** Counts events, so that the ignored ones are seen too. */
export function createIntake(since: string): Intake {
  let received = 0;
  let looks = 0;
  let failed = 0;
  const ignored = new Map<string, number>();
  return {
    note(meaning) {
      received += 1;
      if (meaning.kind === 'look') looks += 1;
      else if (meaning.kind === 'failed') failed += 1;
      else ignored.set(meaning.reason, (ignored.get(meaning.reason) ?? 0) + 1);
    },
    counts: () => ({ since, received, looks, failed, ignored: Object.fromEntries(ignored) }),
  };
}
