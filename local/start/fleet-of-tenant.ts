import type { WrittenFleet } from '../../src/domain/fleet/fleet-schema.ts';
import { starterFleet } from '../../src/domain/fleet/starter-fleet.ts';
import { demoGroup, demoSandboxes } from '../azure/seed/demo-sandbox.ts';
import type { AzureDescription } from './processes/azure-description.ts';

type Described = Pick<AzureDescription, 'tenant' | 'subscriptions' | 'rules' | 'machineIds'>;

/** The desired state that `npm start` writes: the starter profiles with the rules of the tenant, enforcing. */
export function fleetOfTenant(name: string, azure: Described): WrittenFleet {
  const { subscriptions, rules } = azure;
  const fleet = starterFleet({
    subscriptions,
    rules: { windows: [rules.windows], linux: [rules.linux] },
    mode: 'enforce',
  });
  return name === 'demo' ? withSubscriptions(fleet, azure) : fleet;
}

/**
 * The demo also has its subscriptions looked after: one that has most of it, and one in which all is to be made, as in
 * each that is made in its management group later.
 */
function withSubscriptions(fleet: WrittenFleet, azure: Described): WrittenFleet {
  const [production = ''] = azure.subscriptions;
  const sandboxes = groupId(demoSandboxes);
  const wanted = {
    mode: 'enforce',
    plan: 'P2',
    endpoint: { defender: 'on' },
    tenantConfirmed: { tenantId: azure.tenant, by: 'npm start', at: '2026-01-01T00:00:00Z' },
    events: 'wire',
    providers: 'register',
  } as const;
  const appliance = azure.machineIds.find((id) => id.endsWith('/appliance-01'));
  return {
    ...fleet,
    scope: {
      ...fleet.scope,
      managementGroups: [groupId(demoGroup)],
      exclude: {
        scopes:
          appliance === undefined ? [] : [{ id: appliance, by: 'platform team', why: 'its vendor allows no agents' }],
      },
    },
    profiles: [
      {
        name: 'sandbox',
        extends: 'production',
        match: { scopes: [sandboxes] },
        dataCollection: { rules: [], ofSubscription: true },
      },
      ...fleet.profiles.map((profile) =>
        profile.name === 'production' ? { ...profile, scaleSets: { upgradeInstances: true } } : profile,
      ),
    ],
    subscriptions: [
      { ...wanted, match: { managementGroups: [sandboxes] }, identity: { create: true }, workspace: 'default' },
      { ...wanted, match: { subscriptions: [production] } },
    ],
  };
}

function groupId(name: string): string {
  return `/providers/Microsoft.Management/managementGroups/${name}`;
}
