import { expect, test } from 'vitest';
import type { SubscriptionReport } from '../../local/azure/control/subscription-control.ts';
import { setDefenderState } from '../../local/azure/security/set-defender-state.ts';
import { defaultTenantId } from '../../local/azure/simulator.ts';
import type { WrittenSubscription } from '../../src/domain/fleet/subscription-schema.ts';
import { detailOf } from '../../src/domain/machine/standing.ts';
import { type Feature, leastRoleOf, permissionsOf } from '../../src/domain/write/permissions.ts';
import { put } from './existing.ts';
import { type GivenSubscription, givenId, startGiven } from './given-subscription.ts';

const hour = 60 * 60_000;
const tenantConfirmed = { tenantId: defaultTenantId, by: 'security team', at: '2026-01-01T00:00:00Z' };
const scope = `/subscriptions/${givenId}`;
const workspace = `${scope}/resourceGroups/logs/providers/Microsoft.OperationalInsights/workspaces/logs`;
const unregistered = [
  ...['Microsoft.EventGrid', 'Microsoft.Security', 'Microsoft.ManagedIdentity', 'Microsoft.OperationalInsights'],
  ...['Microsoft.OperationsManagement', 'Microsoft.Insights'],
];

async function given(wish: WrittenSubscription, report: Partial<SubscriptionReport> = {}): Promise<GivenSubscription> {
  const world = await startGiven({ tenantConfirmed, ...wish }, report);
  setDefenderState(world.azure, givenId, {
    ...{ autoProvision: 'On', settings: { WDATP: false, WDATP_UNIFIED_SOLUTION: false } },
    // Settings come after a plan.
    ...(wish.plan === undefined && wish.endpoint !== undefined
      ? { servers: { tier: 'P2', enforce: false, ageDays: 1 } }
      : {}),
  });
  // A machine would hold what lets Defender begin to install itself.
  if (wish.plan === undefined && wish.endpoint === undefined) await world.addVm('vm-1');
  return world;
}

test.each<[Feature, WrittenSubscription, Partial<SubscriptionReport>?]>([
  ['defenderPlan', { plan: 'P2' }],
  ['endpointSettings', { endpoint: { defender: 'on' } }],
  ['vulnerabilityAssessment', { vulnerabilityAssessment: 'mdvm' }],
  ['legacyProvisioning', { legacyAutoProvisioning: 'off' }],
  ['sharedIdentities', { identity: { create: true, lock: false } }],
  ['identityLocks', { identity: { create: true } }],
  ['defaultWorkspace', { workspace: 'default' }],
  ['collectionRules', { workspace: 'default' }],
  ['namedWorkspace', { workspace: { id: workspace } }],
  ['eventWiring', { events: 'wire' }],
  [
    'providerRegistration',
    {
      ...{ vulnerabilityAssessment: 'mdvm', identity: { create: true }, workspace: 'default', events: 'wire' },
      providers: 'register',
    },
    { unregistered },
  ],
])('M7: %s uses every right to write that is listed for it, and nothing that is not', async (feature, wish, report) => {
  const world = await given(wish, report);
  if (feature === 'namedWorkspace') {
    await put(world, `${scope}/resourceGroups/logs`, { location: 'westeurope' });
    await put(world, workspace, { location: 'westeurope', properties: { sku: { name: 'PerGB2018' } } });
  }
  await world.look();
  // Roles of an identity are asked for once somebody has had time to give it one.
  await world.clock.advance(hour);
  await world.look();
  const used = new Set(world.azure.access.used('app').map((action) => action.toLowerCase()));
  // What is there is seen in Resource Graph, so that only some of the rights to read are used by requests.
  const listed = permissionsOf([feature]).filter(({ access }) => access !== 'read');
  expect(listed.map(({ action }) => action).filter((action) => !used.has(action.toLowerCase()))).toEqual([]);
  expect(world.azure.access.unlisted()).toEqual([]);
});

test.each<[string, WrittenSubscription, Partial<SubscriptionReport>?]>([
  ['Microsoft.Security/pricings/write', { plan: 'P2' }],
  ['Microsoft.Security/settings/write', { plan: 'P2', endpoint: { defender: 'on', unified: 'on' } }],
  ['Microsoft.Security/serverVulnerabilityAssessmentsSettings/write', { vulnerabilityAssessment: 'mdvm' }],
  ['Microsoft.Security/autoProvisioningSettings/write', { legacyAutoProvisioning: 'off' }],
  ['Microsoft.Resources/subscriptions/resourceGroups/write', { identity: { create: true } }],
  ['Microsoft.ManagedIdentity/userAssignedIdentities/write', { identity: { create: true } }],
  ['Microsoft.Authorization/locks/write', { identity: { create: true } }],
  ['Microsoft.OperationalInsights/workspaces/write', { workspace: 'default' }],
  ['Microsoft.OperationsManagement/solutions/write', { workspace: 'default' }],
  ['Microsoft.Insights/dataCollectionRules/write', { workspace: 'default' }],
  [
    'Microsoft.ManagedIdentity/register/action',
    { identity: { create: true }, providers: 'register' },
    { unregistered: ['Microsoft.ManagedIdentity'] },
  ],
])(
  'M15 M7 E3: %s that is missing is named with scope and role, and its write is not sent',
  async (action, wish, report) => {
    const world = await given(wish, report);
    world.azure.access.add({ kind: 'missingRole', principal: 'app', scope, actions: [action] });
    await world.look();
    const { standing } = await world.given();
    expect(await world.givenWord()).toBe('Failed(AuthorizationFailed)');
    expect(detailOf(standing)).toContain(`'${action}' is missing on '${scope}`);
    expect(detailOf(standing)).toContain(`(built-in role "${leastRoleOf(action)}")`);
    expect(world.givenWrites().filter((line) => line.endsWith(' 403'))).toEqual([]);
  },
);
