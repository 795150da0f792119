import type { EventMeaning } from '../domain/events/classify-event.ts';

/** What became of the events of this process since it started. */
export interface IntakeCounts {
  readonly since: string;
  readonly received: number;
  readonly looks: number;
  readonly ignored: Readonly<Record<string, number>>;
}

export interface Intake {
  note(meaning: EventMeaning): void;
  counts(): IntakeCounts;
}

/** Counts events, so that the ignored ones are seen too. */
export function createIntake(since: string): Intake {
  let received = 0;
  let looks = 0;
  const ignored = new Map<string, number>();
  return {
    note(meaning) {
      received += 1;
      if (meaning.kind === 'look') looks += 1;
      else ignored.set(meaning.reason, (ignored.get(meaning.reason) ?? 0) + 1);
    },
    counts: () => ({ since, received, looks, ignored: Object.fromEntries(ignored) }),
  };
}
