import type { Control } from '../../../src/domain/controls/control.ts';
import type { WrittenFleet } from '../../../src/domain/fleet/fleet-schema.ts';
import { stepIdSchema } from '../../../src/domain/ids.ts';
import { newRecord } from '../../../src/domain/machine/new-record.ts';
import { type GuardedMachine, guardOfMachine } from '../../../src/domain/permit/guard-of-machine.ts';
import { permitWrite } from '../../../src/domain/permit/write-permit.ts';
import type { StepRecord, WriteRecord } from '../../../src/domain/step/step-record.ts';
import type { WantedStep } from '../../../src/domain/step/wanted-step.ts';
import { noStops, type SubscriptionStops } from '../../../src/domain/stops/scope-stop.ts';
import type { AzureWrite } from '../../../src/domain/write/azure-write.ts';
import { bodyHashOf } from '../../../src/domain/write/body-hash.ts';
import { fleetOf, ruleId } from '../fleet/fleet-fixture.ts';
import { linuxRule, vmMachine } from '../services/facts.ts';
import { stepRecord } from '../services/service-input.ts';

const facts = vmMachine();
export const machine = facts.machine;
export const step: WantedStep = {
  id: stepIdSchema.parse('associateDataCollectionRule:0a1b2c3d'),
  service: 'data-collection',
  why: 'test',
  write: {
    kind: 'putAssociation',
    target: machine,
    name: 'one',
    body: { properties: { description: 'test', dataCollectionRuleId: linuxRule } },
  },
  needs: [],
  produces: [],
  exclusive: false,
  creates: true,
  changesDefaultToken: false,
};
/** A day after the machine of these tests was created. */
export const nowMs = Date.parse(facts.createdAt ?? '') + 24 * 60 * 60_000;

export function controlOf(scope: string): Control {
  return { scope, by: 'test', at: new Date(nowMs).toISOString(), why: 'test', planHash: undefined };
}

/** Rights are missing there, and somebody else has just tried. */
export function stopsOf(scope: string): SubscriptionStops {
  const at = new Date(nowMs).toISOString();
  const tryAt = new Date(nowMs + 60 * 60_000).toISOString();
  const stop = { scope, since: at, action: 'a', detail: 'd', tryAt, trying: undefined };
  return { ...noStops(machine.subscription), stops: [stop] };
}

/** A machine, one of its steps, and the moment of the permit. */
export interface MachineStep extends GuardedMachine {
  readonly step: WantedStep;
  readonly wallNowMs: number;
}

export function permitStep({ step: asked, wallNowMs, ...machineNow }: MachineStep): ReturnType<typeof permitWrite> {
  const guard = guardOfMachine(machineNow);
  return permitWrite({ guard, steps: machineNow.record.steps, step: asked, wallNowMs });
}

export function fleetWith(parts: Partial<WrittenFleet> = {}): GuardedMachine['fleet'] {
  const profiles = [
    { name: 'all', mode: 'enforce' as const, dataCollection: { rules: [{ id: ruleId('dcr-linux') }] } },
  ];
  return fleetOf({ scope: { subscriptions: [machine.subscription] }, profiles, ...parts });
}

/** A request that is permitted; a test says only what is different. */
export function requestOf(changes: Partial<Omit<MachineStep, 'profile'>> = {}): MachineStep {
  const fleet = changes.fleet ?? fleetWith();
  const [profile] = fleet.profiles;
  if (profile === undefined) throw new Error('the fleet has no profile');
  const at = new Date(nowMs).toISOString();
  return {
    record: { ...newRecord(machine, at), eligibility: { state: 'new', at, by: 'first look' } },
    facts,
    step,
    arms: [controlOf('*')],
    freezes: [],
    nowMs,
    wallNowMs: 5_000_000,
    ...changes,
    fleet,
    profile,
  };
}

/** A step with writes of this body at these many hours before now. */
export function writtenHoursAgo(
  hours: readonly number[],
  write: AzureWrite = step.write,
  ended: WriteRecord['ended'] = 'succeeded',
): StepRecord {
  const at = (ago: number): string => new Date(nowMs - ago * 60 * 60_000).toISOString();
  return stepRecord({ writes: hours.map((ago) => ({ at: at(ago), bodyHash: bodyHashOf(write), ended })) });
}
