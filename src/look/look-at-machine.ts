import { movedToTenant } from '../domain/failures/moved-to-tenant.ts';
import type { ReadPart } from '../domain/findings/finding.ts';
import { holdMovedMachine } from '../domain/look/conclude-host.ts';
import { decideAbsent } from '../domain/look/decide-absent.ts';
import { decideLook } from '../domain/look/decide-look.ts';
import { decideTooEarly, decideUnreadable } from '../domain/look/decide-unreadable.ts';
import type { LookDecision, LookInput } from '../domain/look/look-input.ts';
import { mayReportFirst } from '../domain/look/not-reported.ts';
import { parkForeign } from '../domain/look/park-foreign.ts';
import { isForeignMachine } from '../domain/machine/foreign-parts.ts';
import type { MachineRecord } from '../domain/machine/machine-record.ts';
import { parseMachineId } from '../domain/target/machine-ref.ts';
import { subscriptionRef } from '../domain/target/subscription-ref.ts';
import { admittedLoad } from '../domain/work/work-row.ts';
import type { Ports } from '../ports/ports.ts';
import { withPlaceAsk } from './ask-for-place.ts';
import { withAsk } from './ask-subscription.ts';
import { observeMachine } from './observe-machine.ts';
import { readFurther } from './read-further.ts';
import type { LookOutcome, LookStart } from './run-look.ts';

const jitterRangeSeconds = 60;

/** One look at one machine: reads, decides, and says what the row becomes. Changes nothing in Azure. */
export async function lookAtMachine(
  ports: Ports,
  start: LookStart<MachineRecord>,
): Promise<LookOutcome<MachineRecord>> {
  const { record, lookId } = start;
  const jitterSeconds = Math.round(ports.random() * jitterRangeSeconds);
  if (isForeignMachine(record)) return parkForeign(record, ports.clock.now());
  const tooEarly = decideTooEarly(record, ports.clock.now(), jitterSeconds, mayReportFirst(record));
  if (tooEarly !== undefined) return tooEarly;
  const machine = parseMachineId(record.resourceId);
  if (machine === undefined) throw new Error(`The row ${record.key} names no machine: ${record.resourceId}`);
  const observed = await observeMachine(ports, machine, record, lookId, {
    read: [],
    operations: true,
    freshHost: false,
    admitted: admittedLoad(start.row),
  });
  if (observed.kind === 'foreign') return parkForeign(record, ports.clock.now());
  if (observed.kind === 'moved') return holdMovedMachine(record, observed.detail, ports.clock.now());
  if (observed.kind === 'gone') return decideAbsent(record, ports.clock.now());
  if (observed.kind === 'failed' && movedToTenant(observed.failure) !== undefined) return askMoved(ports, record);
  if (observed.kind === 'failed') return decideUnreadable(record, observed.failure, ports.clock.now(), jitterSeconds);
  const decision = decideLook(observed.input);
  const outcome =
    decision.needs.length > 0
      ? await lookFurther(ports, observed.input, decision.needs, jitterSeconds)
      : await bind(ports, decision);
  const nowMs = ports.clock.now();
  const { host, input } = observed;
  return withPlaceAsk(withAsk(outcome, host, nowMs), { facts: input.facts, host, fleet: ports.fleet, nowMs });
}

/** The machine tells it first: its subscription is asked, so that all its other machines stop. */
function askMoved(ports: Ports, record: MachineRecord): LookOutcome<MachineRecord> {
  const detail = 'Azure refuses the token, because the subscription belongs to another tenant';
  const target = subscriptionRef(record.subscription);
  const ask = { kind: 'subscription', target, reason: 'a machine of it was refused for its tenant' } as const;
  return { ...holdMovedMachine(record, detail, ports.clock.now()), asks: [ask] };
}

/** The cheap look found nothing left to wait for: now what it left out decides. */
async function lookFurther(
  ports: Ports,
  input: LookInput,
  needs: readonly ReadPart[],
  jitterSeconds: number,
): Promise<LookOutcome<MachineRecord>> {
  const read = await readFurther(ports.azure, input.facts, needs);
  const nowMs = ports.clock.now();
  if (read.kind === 'failed') return decideUnreadable(input.record, read.failure, nowMs, jitterSeconds);
  const more = { ...input, facts: read.value };
  const decision = decideLook(more);
  if (decision.needs.length > 0) return lookFurther(ports, more, decision.needs, jitterSeconds);
  return bind(ports, decision);
}

/** The spec is stored before the row that names it. */
async function bind(ports: Ports, decision: LookDecision): Promise<LookOutcome<MachineRecord>> {
  if (decision.bind !== undefined) await ports.store.specs.put(decision.bind.hash, decision.bind.spec);
  return decision;
}
