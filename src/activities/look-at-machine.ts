import { decideAbsent } from '../domain/look/decide-absent.ts';
import { decideLook } from '../domain/look/decide-look.ts';
import { decideTooEarly, decideUnreadable } from '../domain/look/decide-unreadable.ts';
import type { LookDecision, LookInput } from '../domain/look/look-input.ts';
import { needsAssociationsFirst } from '../domain/look/needs-associations.ts';
import { parseMachineId } from '../domain/machine/machine-ref.ts';
import type { Ports } from '../ports.ts';
import type { LookContext, LookResult } from '../work/run-look.ts';
import { observeMachine } from './observe-machine.ts';

const jitterRangeSeconds = 60;

/** One look at one machine: reads, decides, and says what the row becomes. Writes nothing to Azure. */
export async function lookAtMachine(ports: Ports, context: LookContext): Promise<LookResult> {
  const { record, lookId } = context;
  const jitterSeconds = Math.round(ports.random() * jitterRangeSeconds);
  const tooEarly = decideTooEarly(record, ports.clock.now(), jitterSeconds);
  if (tooEarly !== undefined) return { ...tooEarly, steps: [] };
  const machine = parseMachineId(record.resourceId);
  if (machine === undefined) throw new Error(`The row ${record.key} names no machine: ${record.resourceId}`);
  const parts = { associations: needsAssociationsFirst(record), operations: true };
  const observed = await observeMachine(ports, machine, record, lookId, parts);
  if (observed.kind === 'gone') return { ...decideAbsent(record, ports.clock.now()), steps: [] };
  if (observed.kind === 'failed') {
    return { ...decideUnreadable(record, observed.failure, ports.clock.now(), jitterSeconds), steps: [] };
  }
  const decision = decideLook(observed.input);
  return decision.needsAssociations ? lookFurther(ports, observed.input, jitterSeconds) : finish(ports, decision);
}

/** The cheap look found nothing left to wait for: now the associations decide. */
async function lookFurther(ports: Ports, input: LookInput, jitterSeconds: number): Promise<LookResult> {
  const read = await ports.azure.readAssociations(input.facts.machine);
  if (read.kind === 'found') return finish(ports, decideLook({ ...input, facts: { ...input.facts, associations: read.value } }));
  const nowMs = ports.clock.now();
  if (read.kind === 'gone') return { ...decideAbsent(input.record, nowMs), steps: [] };
  return { ...decideUnreadable(input.record, read.failure, nowMs, jitterSeconds), steps: [] };
}

async function finish(ports: Ports, decision: LookDecision): Promise<LookResult> {
  if (decision.bind !== undefined) await ports.store.specs.put(decision.bind.hash, decision.bind.spec);
  const { record, timeline, next, steps } = decision;
  return { record, timeline, next, steps: steps.map((step) => step.id) };
}
