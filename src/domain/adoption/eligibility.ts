import type { Eligibility } from '../machine/machine-record.ts';

const newForMs = 24 * 60 * 60_000;

export interface EligibilityInput {
  /** When Azure says the machine was made, ISO-8601; undefined where it does not tell. */
  readonly createdAt: string | undefined;
  /** When we first heard of it, ISO-8601. */
  readonly firstSeenAt: string;
  /** App time, milliseconds. */
  readonly nowMs: number;
}

/**
 * Decided once per incarnation, at its first look: a machine that was made at most 24 h before we heard of it is new
 * and ours to onboard; every other waits until an operator adopts it.
 */
export function decideEligibility({ createdAt, firstSeenAt, nowMs }: EligibilityInput): Eligibility {
  const isNew = isNewMachine(createdAt, firstSeenAt);
  return { state: isNew ? 'new' : 'awaiting', at: new Date(nowMs).toISOString(), by: 'first look' };
}

/** Whether a machine was made at most 24 h before we heard of it; false where its creation is not known. */
export function isNewMachine(createdAt: string | undefined, firstSeenAt: string): boolean {
  // A time that cannot be read compares as false and leaves the machine waiting.
  return createdAt !== undefined && Date.parse(createdAt) >= Date.parse(firstSeenAt) - newForMs;
}

/** An operator's word; it also covers a machine that was there long before us. */
export function adopt(by: string, nowMs: number): Eligibility {
  return { state: 'adopted', at: new Date(nowMs).toISOString(), by };
}
