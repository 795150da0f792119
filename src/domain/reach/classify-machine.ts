import { subscriptionOfId } from '../arm-id.ts';
import type { ConnectorFacts } from '../connectors/connector-facts.ts';
import type { Control } from '../controls/control.ts';
import { findPartFreeze } from '../controls/controls-in-force.ts';
import { whyLeftAlone } from '../endpoint/left-alone.ts';
import { otherEdrOf } from '../endpoint/other-edr.ts';
import { edrByTag } from '../endpoint/told-by-tag.ts';
import type { FleetFile } from '../fleet/fleet-schema.ts';
import { isInScope } from '../fleet/in-scope.ts';
import { matchProfile, type ResolvedProfile } from '../fleet/match-profile.ts';
import { letsBeBesideOthers } from '../fleet/wants-endpoint.ts';
import { keyOf } from '../ids.ts';
import { isExclusionActive } from '../permit/guard.ts';
import type { ReachMachine } from '../subscription/reach-facts.ts';
import type { ReachGroup } from '../subscription/reach-summary.ts';
import type { SubscriptionSpec } from '../subscription/subscription-record.ts';

export interface ReachContext {
  /** As it reads for the subscription: without management groups. */
  readonly fleet: FleetFile;
  readonly spec: SubscriptionSpec;
  /** The connectors of the subscription to other clouds. */
  readonly connectors: readonly ConnectorFacts[];
  /** As they read for the subscription. */
  readonly freezes: readonly Control[];
  /** App time, milliseconds. */
  readonly nowMs: number;
}

export interface Classified {
  readonly group: ReachGroup;
  /** In one line, for people. */
  readonly why: string;
}

/**
 * The one group of a machine. Who excludes it is heard first, then what runs on it, then what it is, then its profile.
 * Wanted is a machine whose profile enforces and does not say that it wants none, in a subscription whose entry does not
 * turn Defender for Endpoint off.
 */
export function classifyMachine(machine: ReachMachine, context: ReachContext): Classified {
  const excluded = whyExcluded(machine, context);
  if (excluded !== undefined) return { group: 'excluded', why: excluded };
  const profile = profileOf(machine, context.fleet);
  const other = otherEdrOf(machine) ?? edrByTag(machine.tags, profile?.endpoint) ?? machine.row?.otherEdr;
  if (other !== undefined && !letsBeBesideOthers(profile?.endpoint)) return { group: 'otherEdr', why: other };
  const leftAlone = whyLeftAlone(machine, context.connectors);
  if (leftAlone !== undefined) return { group: 'unsupported', why: leftAlone };
  if (profile === undefined) return { group: 'excluded', why: 'no profile of fleet.json matches it' };
  if (profile.endpoint === 'none')
    return { group: 'excluded', why: `profile ${profile.name} wants no endpoint protection` };
  const why = `profile ${profile.name}, mode ${profile.mode}`;
  return { group: profile.mode === 'enforce' ? 'wanted' : 'observedOnly', why };
}

function whyExcluded(machine: ReachMachine, { fleet, spec, freezes, nowMs }: ReachContext): string | undefined {
  const { id, row, managedBy } = machine;
  const scope = isInScope(fleet, id, nowMs);
  if (scope.kind === 'out') return 'outside of the scope of fleet.json';
  if (scope.kind === 'excluded') return `${scope.why} (${scope.by})`;
  if (row?.unreadable !== undefined) return `its row cannot be read: ${row.unreadable}`;
  const exclusion = row?.exclusion ?? null;
  if (exclusion !== null && isExclusionActive(exclusion, nowMs)) return `${exclusion.why} (${exclusion.by})`;
  const freeze = findPartFreeze(freezes, id);
  if (freeze !== undefined) return `frozen: ${freeze.why} (${freeze.by})`;
  if (row?.belongsTo !== undefined) return row.belongsTo;
  if (managedBy !== undefined) return `managed by ${managedBy}`;
  return spec.endpoint.defender === 'off' ? 'fleet.json turns Defender for Endpoint off here' : undefined;
}

/** Resource Graph tells tags, by which profiles are chosen; without it the profile of the last look counts. */
function profileOf(machine: ReachMachine, fleet: FleetFile): ResolvedProfile | undefined {
  const { id, kind, name, resourceGroup, region, tags, row } = machine;
  if (row?.isUnseen === true) return fleet.profiles.find((profile) => profile.name === row.profile);
  const ref = { key: keyOf(id), resourceId: id, kind, subscription: subscriptionOfId(id), resourceGroup, name };
  const os = machine.os === 'windows' || machine.os === 'linux' ? machine.os : 'unknown';
  return matchProfile(fleet, { machine: ref, os, region, tags });
}
