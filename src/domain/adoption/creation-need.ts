import { isSameMachine } from '../machine/incarnation.ts';
import type { MachineFacts } from '../machine/machine-facts.ts';
import type { MachineRecord } from '../machine/machine-record.ts';
import { isNewMachine } from './eligibility.ts';

/** What was read of a machine's creation, and when it was asked for (app time, milliseconds). */
interface ReadCreation {
  readonly createdAt: string | undefined;
  readonly readAtMs: number;
}

/** How long Azure's list of resources may lack a machine that was just made, in milliseconds since we first heard of it. */
const listLagMs = 15 * 60_000;

/**
 * From when on (app time, milliseconds) a list of creation times can know this machine; undefined when none is needed:
 * a VM's own GET tells it, eligibility is decided already, or the machine has not reported and nothing is decided yet.
 */
export function creationNeededSince(record: MachineRecord, facts: MachineFacts, nowMs: number): number | undefined {
  if (facts.platform.kind !== 'arc' || facts.incarnation === undefined) return undefined;
  const isMadeAnew = record.incarnation !== undefined && !isSameMachine(record.incarnation, facts.incarnation);
  if (isMadeAnew) return nowMs;
  return record.eligibility === undefined ? Date.parse(record.firstSeenAt) : undefined;
}

/**
 * The facts with the creation time that counts. One from an older list may be that of a former machine of the name,
 * and then proves only that this one is new. Without a read it stays what the look before knew of the same machine.
 */
export function withCreation(
  facts: MachineFacts,
  record: MachineRecord,
  read?: ReadCreation & { readonly sinceMs: number },
): MachineFacts {
  if (facts.createdAt !== undefined || facts.incarnation === undefined) return facts;
  if (read !== undefined) {
    const { createdAt, readAtMs, sinceMs } = read;
    const counts = readAtMs >= sinceMs || isNewMachine(createdAt, new Date(sinceMs).toISOString());
    return { ...facts, createdAt: counts ? createdAt : undefined };
  }
  const isSame = record.incarnation !== undefined && isSameMachine(record.incarnation, facts.incarnation);
  return { ...facts, createdAt: isSame ? record.facts?.createdAt : undefined };
}

/**
 * Whether it is too early to say that a machine was there before us: Azure's list may only not show it yet, or still
 * show a former machine of the name. A machine that the list shows as new needs no patience, nor does one that we
 * never knew and that the list shows as old.
 *
 * @param known the row before this look
 * @param firstSeenAt of this incarnation, ISO-8601
 */
export function isCreationEarly(
  known: MachineRecord,
  facts: MachineFacts,
  firstSeenAt: string,
  nowMs: number,
): boolean {
  if (facts.platform.kind !== 'arc' || isNewMachine(facts.createdAt, firstSeenAt)) return false;
  if (facts.createdAt !== undefined && known.incarnation === undefined) return false;
  return nowMs - Date.parse(firstSeenAt) < listLagMs;
}
