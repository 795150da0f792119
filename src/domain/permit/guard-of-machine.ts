import type { Control } from '../controls/control.ts';
import type { FleetFile } from '../fleet/fleet-schema.ts';
import type { ResolvedProfile } from '../fleet/match-profile.ts';
import { findTwin } from '../machine/find-twin.ts';
import type { MachineFacts } from '../machine/machine-facts.ts';
import type { MachineRecord } from '../machine/machine-record.ts';
import type { SubscriptionStops } from '../stops/scope-stop.ts';
import type { Guard } from './guard.ts';

/** A machine as it is now, with what the fleet file and the operators want of it. */
export interface GuardedMachine {
  readonly record: MachineRecord;
  readonly facts: MachineFacts;
  readonly fleet: FleetFile;
  readonly profile: ResolvedProfile;
  readonly arms: readonly Control[];
  readonly freezes: readonly Control[];
  readonly stops?: SubscriptionStops | undefined;
  /** App time, milliseconds. */
  readonly nowMs: number;
}

export function guardOfMachine({ record, facts, fleet, profile, arms, freezes, stops, nowMs }: GuardedMachine): Guard {
  const { exclusion, eligibility } = record;
  const createdMs = facts.createdAt === undefined ? undefined : Date.parse(facts.createdAt);
  return {
    target: facts.machine,
    fleet,
    exclusion,
    eligibility,
    mode: profile.mode,
    belongsTo: ownerOf(facts),
    unreadSteps: record.foreign?.unreadSteps,
    earliestMs: createdMs === undefined ? undefined : createdMs + minimumAgeMsOf(fleet, profile),
    arms,
    freezes,
    stops,
    nowMs,
  };
}

function ownerOf(facts: MachineFacts): Guard['belongsTo'] {
  if (findTwin(facts) !== undefined) return 'DuplicateOf';
  return facts.managedBy === undefined ? undefined : 'ManagedBy';
}

/** A machine younger than this is left alone while it is still being set up. Milliseconds. */
export function minimumAgeMsOf(fleet: FleetFile, profile: ResolvedProfile): number {
  return 60_000 * Math.max(fleet.settleMinutes, profile.minimumAgeMinutes);
}
