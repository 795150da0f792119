import { type Acceptance, isOfMachine, isOver } from '../machine/acceptance.ts';
import type { MachineRecord, TimelineEntry } from '../machine/machine-record.ts';
import type { LookEnd } from '../work/look-end.ts';
import type { LookDecision } from './look-input.ts';

/**
 * The decision with the acceptances that outlive its look. One ends when the machine behind the name is another, when
 * its time is over, or when something else is found under its code; where nothing is found any more it stays, because
 * what was done on its word may be undone. The end is told, and the machine is looked at when the next one is over.
 */
export function keepAcceptances(before: readonly Acceptance[], decision: LookDecision, nowMs: number): LookDecision {
  if (before.length === 0) return decision;
  const { record, timeline } = decision;
  const at = new Date(nowMs).toISOString();
  const ended = before.flatMap((one): readonly TimelineEntry[] => {
    const why = whyEnded(one, record, nowMs);
    const text = `the acceptance of ${one.code} by ${one.by} has ended: ${why}`;
    return why === undefined ? [] : [{ at, what: 'status', text, code: one.code }];
  });
  const acceptances = before.filter((one) => whyEnded(one, record, nowMs) === undefined);
  return {
    ...decision,
    record: { ...record, acceptances },
    timeline: [...ended, ...timeline],
    next: notLaterThan(decision.next, acceptances),
  };
}

function whyEnded(one: Acceptance, { incarnation, findings }: MachineRecord, nowMs: number): string | undefined {
  if (!isOfMachine(one, incarnation)) return 'the machine behind this name is another one';
  if (isOver(one, nowMs)) return `it was until ${one.until}`;
  const isFoundOtherwise = Object.values(findings).some(({ code, hash }) => code === one.code && hash !== one.hash);
  return isFoundOtherwise ? 'what is found now is not what was accepted' : undefined;
}

/** A machine that is looked at sooner is parked again then. */
function notLaterThan(next: LookEnd, acceptances: readonly Acceptance[]): LookEnd {
  const [first] = acceptances.flatMap(({ until }) => (until === undefined ? [] : [until])).sort();
  if (first === undefined || next.kind === 'act' || next.kind === 'removed') return next;
  return next.kind === 'parked' && next.dueAt <= first ? next : { kind: 'parked', dueAt: first };
}
