import type { Control } from '../../../src/domain/controls/control.ts';
import type { FleetFile, WrittenFleet } from '../../../src/domain/fleet/fleet-schema.ts';
import { parseFleetFile } from '../../../src/domain/fleet/parse-fleet-file.ts';
import { lookIdSchema } from '../../../src/domain/ids.ts';
import type { LookDecision, LookInput } from '../../../src/domain/look/look-input.ts';
import type { MachineFacts } from '../../../src/domain/machine/machine-facts.ts';
import type { MachineRecord } from '../../../src/domain/machine/machine-record.ts';
import { newRecord } from '../../../src/domain/machine/new-record.ts';
import { codeOf } from '../../../src/domain/machine/standing.ts';
import { agent, builtInId, linuxRule, sharedFacts, subscription, vmMachine } from '../services/facts.ts';
import { minutesAgo, now } from '../services/service-input.ts';

export { minutesAgo, now };

export const lookId = lookIdSchema.parse('look-2');

export function controlOf(scope = '*'): Control {
  return { scope, by: 'ops', at: minutesAgo(60), why: 'test', planHash: undefined };
}

export function fleetOf(
  parts: Partial<WrittenFleet> = {},
  profile: Partial<WrittenFleet['profiles'][number]> = {},
): FleetFile {
  const usual: WrittenFleet = {
    scope: { subscriptions: [subscription] },
    profiles: [{ name: 'all', mode: 'enforce', dataCollection: { rules: [{ id: linuxRule }] }, ...profile }],
  };
  const parsed = parseFleetFile(JSON.stringify({ ...usual, ...parts }));
  if (parsed.kind === 'invalid') throw new Error(JSON.stringify(parsed.errors));
  return parsed.fleet;
}

/** The row of a machine that was looked at a minute ago. */
export function recordOf(facts: MachineFacts, changes: Partial<MachineRecord> = {}): MachineRecord {
  return {
    ...newRecord(facts.machine, minutesAgo(5)),
    incarnation: facts.incarnation,
    lastLookAt: minutesAgo(1),
    lookId: lookIdSchema.parse('look-1'),
    eligibility: { state: 'new', at: minutesAgo(5), by: 'first look' },
    ...changes,
  };
}

export interface LookChanges extends Partial<Omit<LookInput, 'record'>> {
  readonly record?: Partial<MachineRecord>;
}

/** A look at a new Linux VM that lacks everything, armed and enforced; a test says only what is different. */
export function lookOf({ record = {}, ...changes }: LookChanges = {}): LookInput {
  const facts = changes.facts ?? vmMachine();
  return {
    lookId,
    facts,
    shared: sharedFacts(),
    boundSpec: undefined,
    operations: {},
    controls: { arms: [controlOf()], freezes: [] },
    foreignWrites: [],
    edrReadings: { readAt: minutesAgo(30), refused: undefined, assessments: [] },
    fleet: fleetOf(),
    isUnplaced: false,
    cloud: 'AzureCloud',
    hostTrouble: undefined,
    host: {
      place: { subscription, managementGroups: undefined },
      record: undefined,
      policies: undefined,
      connectors: [],
      heldUp: undefined,
    },
    nowMs: now,
    wallNowMs: now,
    ...changes,
    record: recordOf(facts, record),
  };
}

/** A VM on which everything is as wanted. */
export function completeVm(changes: Partial<MachineFacts> = {}): MachineFacts {
  return vmMachine({
    identity: { system: false, userAssigned: [builtInId] },
    extensions: [agent()],
    associations: [{ name: 'by-hand', ruleId: linuxRule, endpointId: undefined }],
    ...changes,
  });
}

export function wordOf({ record: { standing } }: Pick<LookDecision, 'record'>): string {
  const code = codeOf(standing);
  return code === undefined ? standing.status : `${standing.status}(${code})`;
}

/** The activities of the steps, without their targets. */
export function activitiesOf(decision: LookDecision): readonly string[] {
  return decision.steps.map(({ id }) => id.split(':')[0] ?? id);
}
