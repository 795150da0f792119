import type { FailureClass } from './failure.ts';
import type { PendingReason } from './pending-reasons.ts';

/** What is known about one kind of failure. Its section in docs/OPERATIONS.md has the code as heading. */
export interface FailureEntry {
  readonly class: FailureClass;
  /** What a person should do, in one line. */
  readonly hint: string;
  /** For class `wait`: the reason under which the machine is parked; absent where it is read again at once. */
  readonly pendingReason?: PendingReason;
  /** For class `wait`: between tries, and when it ends. */
  readonly wait?: FailureWait;
  /** For class `retry`: after so many tries in a row the machine is Held with this code instead. */
  readonly holdAfterTries?: number;
  /** A person may accept it for one machine, which then goes on (`POST /api/machines/{keyOrName}/accept`). Of class `hold`. */
  readonly acceptable?: true;
  /** The hint begins with Azure's code and text, because only they say what to do. */
  readonly quotesAzure?: true;
}

/** How a refused write is waited out. */
export interface FailureWait {
  /** Before each next try in a row, in seconds; the last repeats. Azure's `Retry-After` counts where it is longer. */
  readonly ladderSeconds: readonly number[];
  /** After the first refusal a `Retry-After` counts also where it is shorter. */
  readonly isTold?: true;
  /** Refusals in a row that count as a wait; absent: any number. */
  readonly mostWaits?: number;
  /** Of all these waits together, in seconds: after it the machine is Failed, and goes by the ladder of `retry`. */
  readonly longestSeconds: number;
  /** Why it is that long. */
  readonly because: string;
}
