import { isSameMachine } from './incarnation.ts';

/**
 * A person's decision to live with what holds a machine. It holds for this very machine and this very finding, and
 * ends by itself with either. All times are ISO-8601 UTC text.
 */
export interface Acceptance {
  /** Of the failure list; another release may have written another. */
  readonly code: string;
  /** What was found, as the person read it. */
  readonly detail: string;
  /** Names what was found, whatever its wording. */
  readonly hash: string;
  readonly incarnation: string;
  readonly by: string;
  readonly at: string;
  readonly why: string;
  /** Undefined: as long as machine and finding stay the same. */
  readonly until: string | undefined;
}

interface AcceptingRow {
  readonly incarnation: string | undefined;
  readonly acceptances: readonly Acceptance[];
}

/** Those that hold for the machine as it is now; `nowMs` is app time. */
export function acceptancesInForce({ incarnation, acceptances }: AcceptingRow, nowMs: number): readonly Acceptance[] {
  return acceptances.filter((one) => isOfMachine(one, incarnation) && !isOver(one, nowMs));
}

/** A machine of which nobody knows which one it is has accepted nothing. */
export function isOfMachine({ incarnation }: Acceptance, now: string | undefined): boolean {
  return now !== undefined && isSameMachine(incarnation, now);
}

/** Whether its time has come. */
export function isOver({ until }: Acceptance, nowMs: number): boolean {
  return until !== undefined && Date.parse(until) <= nowMs;
}
