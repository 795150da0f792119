import { hintOf } from '../failures/failure-list.ts';
import type { PendingReason } from '../failures/pending-reasons.ts';
import { type MachineStatus, type ObservedReason, type UnknownWord, unknownWord } from './status.ts';

/** What is said of a machine, with what belongs to it. All times are ISO-8601 UTC text. */
export type Conclusion =
  | { readonly status: 'Discovered' | 'Configured' }
  | { readonly status: 'Gone'; readonly detail?: string | undefined }
  /** Code: the activity, what provisions, or the failure that is tried again within two minutes. */
  | (Told & { readonly status: 'InProgress'; readonly code: string; readonly until?: string | undefined })
  | (Told & { readonly status: 'Pending'; readonly code: PendingReason; readonly until: string })
  | (Told & { readonly status: 'Failed'; readonly code: string; readonly until: string })
  /** Until: when another service of the machine, which only waits, is looked at again. */
  | (Told & { readonly status: 'Held'; readonly code: string; readonly until?: string | undefined })
  | (Told & { readonly status: 'Observed'; readonly code: ObservedReason; readonly until?: string | undefined })
  | (Told & { readonly status: 'Excluded'; readonly code: string; readonly until?: string | undefined })
  | (Told & { readonly status: 'Unsupported'; readonly code: string });

interface Told {
  /** One line for people, without secrets. Rows of the first release have none. */
  readonly detail?: string | undefined;
}

/** A conclusion as the row keeps it: with its time, and with codes that another release may have written. */
export type Standing = (OpenCode<Conclusion> | UnknownStanding) & {
  /** When status and code became what they are. */
  readonly since: string;
};

/** A status that only another release knows. The next look judges the machine anew. */
interface UnknownStanding extends Told {
  readonly status: 'Unknown';
  /** The status as it is stored. */
  readonly word: string;
  readonly code?: string | undefined;
  readonly until?: string | undefined;
}

type OpenCode<Said> = Said extends { readonly code: string } ? Omit<Said, 'code'> & { readonly code: string } : Said;

/** The reason within the status: a failure code, a pending reason, ...; undefined where there is none. */
export function codeOf(said: Conclusion | Standing): string | undefined {
  return 'code' in said && said.code !== '' ? said.code : undefined;
}

/** What there is to say beside the code, if anything. */
export function detailOf(said: Conclusion | Standing): string | undefined {
  return 'detail' in said ? said.detail : undefined;
}

/** When the machine is looked at again by itself; undefined: at its next event, or when somebody asks. */
export function untilOf(said: Conclusion | Standing): string | undefined {
  return 'until' in said ? said.until : undefined;
}

/** The one word of a standing; that of another release says so. */
export function wordOf(standing: Standing): MachineStatus | UnknownWord {
  return standing.status === 'Unknown' ? unknownWord(standing.word) : standing.status;
}

/** The same, with nothing left to wait for: somebody wants it looked at now. */
export function endWait(standing: Standing, nowIso: string): Standing {
  if (standing.status === 'Pending' || standing.status === 'Failed') return { ...standing, until: nowIso };
  return 'until' in standing ? { ...standing, until: undefined } : standing;
}

/** What a person should do about the machine, in one line; undefined where nothing is to be done. */
export function hintOfStanding(standing: Standing): string | undefined {
  return isTrouble(standing) ? hintOf(standing.code, standing.detail) : undefined;
}

/** A standing with a failure behind it. */
export function isTrouble(standing: Standing): standing is Extract<Standing, { status: 'Held' | 'Failed' }> {
  return standing.status === 'Held' || standing.status === 'Failed';
}
