import type { MachineRecord } from '../machine/machine-record.ts';
import { concludePending } from './conclude-pending.ts';
import type { LookDecision, LookInput } from './look-input.ts';

/** An agent that has not said which system it runs on says so soon, or never. */
const patienceMs = 24 * 60 * 60_000;
const shortestWaitMs = 5 * 60_000;

/** A machine that does not tell its operating system yet, and was first seen less than a day ago. */
export function isWaitingForSystem({ facts, nowMs }: LookInput, record: MachineRecord): boolean {
  return facts.os === 'unknown' && nowMs - Date.parse(record.firstSeenAt) < patienceMs;
}

/** Parks it for as long as it is known already, at least five minutes: no event tells when it knows. */
export function concludeUnknownSystem(input: LookInput, record: MachineRecord): LookDecision {
  const { nowMs } = input;
  const knownMs = nowMs - Date.parse(record.firstSeenAt);
  const dueMs = nowMs + Math.max(shortestWaitMs, knownMs);
  return concludePending(input, record, 'AgentNotReady', 'its operating system is not known yet', dueMs);
}
