import type { FleetFile, WrittenFleet } from '../../../src/domain/fleet/fleet-schema.ts';
import { parseFleetFile } from '../../../src/domain/fleet/parse-fleet-file.ts';
import type { WrittenSubscription } from '../../../src/domain/fleet/subscription-schema.ts';
import { hashOfReach, partsOfReach } from '../../../src/domain/reach/reach-hash.ts';
import type { WantedReach } from '../../../src/domain/reach/wanted-reach.ts';
import type { ReachMachine, ReachRow } from '../../../src/domain/subscription/reach-facts.ts';
import type { ApprovedReach } from '../../../src/domain/subscription/reach-summary.ts';
import type { SubscriptionSpec } from '../../../src/domain/subscription/subscription-record.ts';
import { specOfSubscription } from '../../../src/domain/subscription/subscription-spec.ts';

export const subscription = '11111111-2222-4333-8444-555555555555';

/** A running Linux VM from the marketplace that nothing speaks against. */
export function seenMachine(name: string, more: Partial<ReachMachine> = {}): ReachMachine {
  const id = `/subscriptions/${subscription}/resourceGroups/RG-1/providers/Microsoft.Compute/virtualMachines/${name}`;
  return {
    id,
    machineId: id.toLowerCase(),
    kind: 'vm',
    name,
    region: 'westeurope',
    resourceGroup: 'rg-1',
    tags: {},
    os: 'linux',
    isOff: false,
    image: { publisher: 'canonical', offer: '0001-com-ubuntu-server-jammy', sku: '22_04-lts-gen2' },
    osSku: undefined,
    resourceKind: undefined,
    cloud: undefined,
    managedBy: undefined,
    extensions: [],
    healthyEdr: [],
    row: undefined,
    ...more,
  };
}

export const falcon = {
  ...{ publisher: 'CrowdStrike.Falcon', type: 'FalconSensorLinux', provisioningState: 'Succeeded' },
};
export const mde = {
  ...{ publisher: 'Microsoft.Azure.AzureDefenderForServers', type: 'MDE.Linux', provisioningState: 'Succeeded' },
};

/** What a person lets through who agrees to this list. */
export function approvalOf(reach: WantedReach): ApprovedReach {
  const { machines, steps } = reach;
  const said = { by: 'ops', why: 'agreed', at: '2026-11-29T12:00:00Z' };
  return { hash: hashOfReach(machines), parts: partsOfReach(machines), steps, ...said };
}

export function rowWith(more: Partial<ReachRow>): ReachRow {
  return { exclusion: null, belongsTo: undefined, profile: undefined, isUnseen: false, unreadable: undefined, ...more };
}

export const dataCollection = {
  rules: [
    { id: `/subscriptions/${subscription}/resourceGroups/rg/providers/Microsoft.Insights/dataCollectionRules/r` },
  ],
};

/** One profile that enforces, before it one that only observes what carries `role: guest`. */
export function fleetWith(
  more: Partial<WrittenFleet> = {},
  endpoint: WrittenSubscription['endpoint'] = { defender: 'on' },
): FleetFile {
  const outcome = parseFleetFile(
    JSON.stringify({
      scope: { subscriptions: [subscription] },
      profiles: [
        { name: 'guests', match: { tags: { role: 'guest' } } },
        { name: 'servers', mode: 'enforce', dataCollection },
      ],
      subscriptions: [{ mode: 'enforce', plan: 'P2', endpoint }],
      ...more,
    }),
  );
  if (outcome.kind === 'invalid') throw new Error(JSON.stringify(outcome.errors));
  return outcome.fleet;
}

export function specOf(fleet: FleetFile): SubscriptionSpec {
  const [profile] = fleet.subscriptions;
  if (profile === undefined) throw new Error('the file has no entry of subscriptions[]');
  return specOfSubscription(profile);
}
