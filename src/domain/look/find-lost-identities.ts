import { isSameId } from '../ids.ts';
import type { MachineFacts } from '../machine/machine-facts.ts';
import type { MachineRecord, TimelineEntry } from '../machine/machine-record.ts';

/**
 * The alert when identities of others left the machine while we attached ours: told, never put back silently,
 * because their owner may have removed them.
 */
export function findLostIdentities(
  before: MachineRecord,
  facts: MachineFacts,
  nowMs: number,
): readonly TimelineEntry[] {
  if (!wasAttaching(before) || before.incarnation !== facts.incarnation) return [];
  const now = facts.identity.userAssigned;
  const lost = (before.facts?.identity?.userAssigned ?? []).filter((id) => !now.some((other) => isSameId(id, other)));
  const lostSystem = before.facts?.identity?.system === true && !facts.identity.system ? ['the system identity'] : [];
  const names = [...lost, ...lostSystem];
  if (names.length === 0) return [];
  const text = `IdentityLost: while ours was attached, the machine lost ${names.join(', ')}; it is not put back`;
  return [{ at: new Date(nowMs).toISOString(), what: 'alert', code: 'IdentityLost', text }];
}

/** Whether the look before this one wrote the identity of the machine. */
function wasAttaching({ lookId, steps }: MachineRecord): boolean {
  return Object.values(steps).some((step) => step.touches.part === 'identity' && step.lookId === lookId);
}
