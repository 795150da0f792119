import type { StepId } from '../ids.ts';

/** Whom Defender would reach: each machine is in exactly one of these. */
export const reachGroups = ['wanted', 'excluded', 'observedOnly', 'otherEdr', 'unsupported'] as const;
export type ReachGroup = (typeof reachGroups)[number];

/** One machine of a reach, as people read it. */
export interface ReachedMachine {
  readonly id: string;
  readonly name: string;
  readonly group: ReachGroup;
  /** Why it is in its group, in one line. */
  readonly why: string;
  readonly isOff: boolean;
  /** Defender's agent is there already. */
  readonly hasEndpoint: boolean;
}

export interface ReachCount {
  readonly machines: number;
  /** Of these: off or disconnected now, so reached when they are back. */
  readonly off: number;
  /** Of these: with Defender's agent already, so not reached anew. */
  readonly withEndpoint: number;
}

/** What a subscription's row keeps of its reach; the whole list is read anew. */
export interface ReachSummary {
  readonly hash: string;
  readonly at: string;
  /** `open`: everybody whom it newly reaches is wanted. */
  readonly state: 'open' | 'held' | 'approved';
  readonly counts: Readonly<Record<ReachGroup, ReachCount>>;
  /** All machines by operating system; 0 where the subscription has none. */
  readonly systems: Readonly<Record<'windows' | 'linux' | 'unknown', number>>;
  /** The first few that hold it up, in the order of their ids. */
  readonly first: readonly ReachedMachine[];
}

/** An operator lets exactly this list through. */
export interface ApprovedReach {
  readonly hash: string;
  /** The writes that it lets through, each until it has been seen in place. */
  readonly steps: readonly StepId[];
  /** The same list by operating system: what is left of it after the first of several writes. */
  readonly parts: Readonly<Record<'windows' | 'linux' | 'unknown', string>>;
  /** The tenant that the subscription was in; undefined in rows that were written before it was kept. */
  readonly tenantId?: string | undefined;
  readonly by: string;
  readonly why: string;
  readonly at: string;
}
