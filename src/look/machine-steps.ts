import { decodeFailure } from '../domain/failures/decode-failure.ts';
import type { Service } from '../domain/findings/service.ts';
import { matchProfile } from '../domain/fleet/match-profile.ts';
import type { StepId } from '../domain/ids.ts';
import { decideLook } from '../domain/look/decide-look.ts';
import type { LookInput } from '../domain/look/look-input.ts';
import type { MachineRecord } from '../domain/machine/machine-record.ts';
import { guardOfMachine } from '../domain/permit/guard-of-machine.ts';
import { permitWrite } from '../domain/permit/write-permit.ts';
import { serviceByActivity } from '../domain/services/all-services.ts';
import type { WantedStep } from '../domain/step/wanted-step.ts';
import { parseMachineId } from '../domain/target/machine-ref.ts';
import type { StepCall } from '../domain/work/step-call.ts';
import type { Ports } from '../ports/ports.ts';
import { explainAbsence } from './explain-absence.ts';
import { observeMachine } from './observe-machine.ts';
import type { StepKind, StepNow } from './run-step.ts';

/** The steps by which the services change machines, by the name of the activity that runs them. */
export const machineSteps: ReadonlyMap<string, StepKind<MachineRecord>> = new Map(
  [...serviceByActivity].map(([activity, service]) => [activity, stepsOf(service)]),
);

function stepsOf(service: Service): StepKind<MachineRecord> {
  return {
    rowsOf: ({ machines }) => machines,
    judge: (ports, record, call) => judgeNow(ports, service, record, call),
  };
}

/** The same pure decision as in the look, on what is true now. */
async function judgeNow(ports: Ports, service: Service, record: MachineRecord, call: StepCall): Promise<StepNow> {
  const machine = parseMachineId(record.resourceId);
  if (machine === undefined) return { kind: 'refused', why: 'NoMachine' };
  const parts = { read: service.reads, operations: false, freshHost: true };
  const observed = await observeMachine(ports, machine, record, call.lookId, parts);
  switch (observed.kind) {
    case 'foreign':
      return { kind: 'refused', why: 'OtherRelease' };
    case 'moved':
      return { kind: 'refused', why: 'SubscriptionChangedTenant' };
    case 'gone':
      return { kind: 'skipped', why: 'Gone' };
    case 'failed':
      return { kind: 'failed', failure: decodeFailure(observed.failure) };
    case 'found':
      return judgeFound(record, observed.input, call.step);
  }
}

function judgeFound(record: MachineRecord, look: LookInput, id: StepId): StepNow {
  if (record.incarnation !== look.facts.incarnation) return { kind: 'refused', why: 'StaleLook' };
  const { steps, wanted, met } = decideLook(look);
  const step = steps.find((one) => one.id === id);
  if (step === undefined) return explainAbsence(wanted.find((judged) => judged.step.id === id));
  // What an earlier step of the look was to produce must be there by now, or this one would build on nothing.
  if (!step.needs.every((need) => met.has(need))) return { kind: 'skipped', why: 'NotReady' };
  return permitStep(look, step);
}

function permitStep(look: LookInput, step: WantedStep): StepNow {
  const { record, facts, fleet, controls, nowMs, wallNowMs } = look;
  const profile = matchProfile(fleet, facts);
  if (profile === undefined) return { kind: 'refused', why: 'NoProfile' };
  const guard = guardOfMachine({ record, facts, fleet, profile, ...controls, nowMs });
  const permit = permitWrite({ guard, steps: record.steps, step, wallNowMs });
  return 'kind' in permit ? { kind: 'refused', why: permit.reason } : { kind: 'go', step, permit };
}
