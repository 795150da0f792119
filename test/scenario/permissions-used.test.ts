import { expect, test } from 'vitest';
import { createInProcessHttpClient } from '../../local/azure/client/in-process-http-client.ts';
import { simulatorCredential } from '../../local/azure/client/simulator-credential.ts';
import { addScaleSet } from '../../local/azure/compute/scale-sets/scale-set.ts';
import { setAssessment } from '../../local/azure/security/assessment.ts';
import { setDefenderState } from '../../local/azure/security/set-defender-state.ts';
import { armAudience, defaultTenantId } from '../../local/azure/simulator.ts';
import { actionsFor } from '../../local/world/app-permissions.ts';
import { vmBody, vmId } from '../../local/world/machines.ts';
import { createAzurePort } from '../../src/azure/create-azure-port.ts';
import type { WrittenSubscription } from '../../src/domain/fleet/subscription-schema.ts';
import { permissions } from '../../src/domain/write/permissions.ts';
import type { GraphQueryName, GraphRows } from '../../src/ports/inventory.ts';
import { put } from './existing.ts';
import { makeScaleSet, withLegacyAgent } from './given-scale-set.ts';
import { givenId, startGiven } from './given-subscription.ts';
import { newArc, newVm } from './new-machines.ts';
import { type Scenario, startScenario } from './scenario.ts';
import { subscriptionOf } from './subscription-rows.ts';

/** An instance of a Flexible scale set, which names the set that it belongs to. */
async function newInstance(world: Scenario, name: string): Promise<void> {
  const id = `${world.tenant.group}/providers/Microsoft.Compute/virtualMachineScaleSets/web`;
  addScaleSet(world.azure.context, { id, location: world.tenant.region });
  const body = vmBody(name);
  await put(world, vmId(world.tenant, name), {
    ...body,
    properties: { ...Object(body.properties), virtualMachineScaleSet: { id } },
  });
}

/** Some answers of Arc name the result of an operation and not its status. */
function hideStatusOfArc(world: Scenario): void {
  world.azure.context.hooks.afterHandle.push(({ method, path }, reply) => {
    if (method !== 'PUT' || !/HybridCompute\/machines\/[^/]+\/extensions\//i.test(path)) return undefined;
    const { operation, ...rest } = reply;
    const { 'azure-asyncoperation': _status, ...headers } = { ...operation?.headers };
    return { ...rest, headers };
  });
}

/** The app's queries to Resource Graph; answers what its rows prove that it may read. */
async function askGraph({ azure, store, clock, tenant }: Scenario): Promise<readonly string[]> {
  const port = createAzurePort({
    ...{ endpoint: 'https://management.azure.com', audience: armAudience, managedIdentityClientId: undefined },
    ...{ credential: simulatorCredential(azure, 'app'), httpClient: createInProcessHttpClient(azure, {}) },
    ...{ gates: store.gates, clock, wallClock: clock },
  });
  const rowsOf = async <N extends GraphQueryName>(name: N): Promise<readonly GraphRows[N][]> => {
    const answer = await port.queryGraph(name, [tenant.subscription]);
    return answer.kind === 'rows' ? answer.rows : [];
  };
  const machines = await rowsOf('machines');
  const hasExtensions = machines.some(({ kind, extensions }) => kind === 'vm' && extensions.length > 0);
  const reach = await rowsOf('reach');
  const subscriptions = await rowsOf('subscriptions');
  return [
    ...(reach.some(({ healthyEdr }) => healthyEdr.length > 0) ? ['Microsoft.Security/assessments/read'] : []),
    ...(hasExtensions ? ['Microsoft.Compute/virtualMachines/extensions/read'] : []),
    ...(subscriptions.length === 1 ? ['Microsoft.Resources/subscriptions/read'] : []),
  ];
}

const wishes: WrittenSubscription = {
  mode: 'enforce',
  plan: 'P1',
  vulnerabilityAssessment: 'mdvm',
  endpoint: { defender: 'on', unified: 'on' },
  legacyAutoProvisioning: 'off',
  tenantConfirmed: { tenantId: defaultTenantId, by: 'security team', at: '2026-01-01T00:00:00Z' },
};

/** The subscription's own switches, each of which is thrown once. */
async function onboardSubscription(world: Scenario): Promise<void> {
  setDefenderState(world.azure, world.tenant.subscription, {
    settings: { WDATP_UNIFIED_SOLUTION: false },
    autoProvision: 'On',
  });
  const subscription = subscriptionOf(world);
  await subscription.look();
  await subscription.adopt();
  await subscription.look();
  expect(await subscription.word()).toBe('Configured');
}

/** A policy that wants what the profile wants: who is exempted from it is read. */
async function assignPolicy(world: Scenario): Promise<void> {
  const definition = '/providers/Microsoft.Authorization/policyDefinitions/2ea82cdd-f2e8-4500-af75-67a2e084ca74';
  const parameters = { dcrResourceId: { value: world.tenant.rules.linux } };
  await put(world, `${world.tenant.group}/providers/Microsoft.Authorization/policyAssignments/rules`, {
    properties: { policyDefinitionId: definition, parameters },
  });
}

/**
 * Whatever the app can do, done once by machines of every kind and by their subscription in a world that lets it do exactly
 * what it lists.
 */
async function useEverything(): Promise<Scenario> {
  const onboarded = { name: 'onboarded', extends: 'all', match: { tags: { protect: 'yes' } } };
  const endpoint = { want: 'mde', deployment: 'direct', autoUpdate: 'off' } as const;
  const world = await startScenario({
    fleet: (usual) => ({
      ...usual,
      profiles: [
        { ...onboarded, endpoint },
        { name: 'old', extends: 'all', match: { tags: { agent: 'old' } }, legacyAgent: 'remove' },
        ...usual.profiles.map((one) => ({ ...one, scaleSets: { upgradeInstances: true } })),
      ],
      subscriptions: [wishes],
    }),
  });
  world.azure.defender.deployAfterMs = 1_000 * 60 * 60_000;
  await assignPolicy(world);
  // Tried, tried again, removed and installed anew.
  world.azure.addFault({ extension: { machine: 'vm-broken' }, outcome: { exitCode: 56 }, times: 2 });
  world.azure.addFault({ extension: { machine: 'arc-broken' }, outcome: { exitCode: 56 }, times: 2 });
  for (const name of ['vm-1', 'vm-broken']) await newVm(world, name);
  for (const name of ['arc-1', 'arc-broken']) await newArc(world, name);
  await newInstance(world, 'web-1');
  await makeScaleSet(world, 'pool', 2, { mode: 'Manual' });
  await world.untilQuiet();
  hideStatusOfArc(world);
  await newArc(world, 'arc-2');
  await world.untilQuiet();
  const { records } = await world.store.machines.list({ limit: 100 });
  expect(records.map(({ standing }) => standing.status)).toEqual(Array(records.length).fill('Configured'));
  await onboardSubscription(world);
  await newVm(world, 'vm-protected', { tags: { protect: 'yes' } });
  await world.untilQuiet();
  expect(await world.word(vmId(world.tenant, 'vm-protected'))).toBe('Configured');
  const old = await withLegacyAgent(world, 'old-pool', 1, { tags: { agent: 'old' } });
  await world.lookAt(old);
  await world.untilQuiet();
  expect(await world.word(old)).toBe('Configured');
  setAssessment(world.azure.context, world.azure.defender, {
    ...{ resourceId: vmId(world.tenant, 'vm-1'), key: '06e3a6db-6c0c-4ad9-943f-31d9d73ecf6c' },
    ...{ displayName: 'EDR solution should be installed on Virtual Machines', code: 'Healthy', severity: 'High' },
  });
  return world;
}

const tenantConfirmed = { tenantId: defaultTenantId, by: 'security team', at: '2026-01-01T00:00:00Z' };
const unregistered = [
  'EventGrid',
  'Security',
  'ManagedIdentity',
  'OperationalInsights',
  'OperationsManagement',
  'Insights',
];

/** Whatever a subscription can be given: from nothing, but for a group, in which something may be already. */
async function giveEverything(): Promise<Scenario> {
  const world = await startGiven(
    {
      ...{ vulnerabilityAssessment: 'mdvm', legacyAutoProvisioning: 'off' },
      ...{ tenantConfirmed, identity: { create: true }, workspace: 'default', events: 'wire', providers: 'register' },
    },
    { unregistered: unregistered.map((name) => `Microsoft.${name}`) },
  );
  setDefenderState(world.azure, givenId, { autoProvision: 'On', settings: { WDATP_UNIFIED_SOLUTION: false } });
  await put(world, `/subscriptions/${givenId}/resourceGroups/DefaultResourceGroup-WEU`, { location: 'westeurope' });
  await world.addVm('vm-1');
  await world.look();
  // Roles of an identity are asked for once somebody has had time to give it one.
  await world.clock.advance(60 * 60_000);
  await world.look();
  return world;
}

test('M7: every permission is used by a scenario, and what no scenario uses is none', async () => {
  const world = await useEverything();
  const given = await giveEverything();
  const seen = await askGraph(world);
  const used = new Set(
    [...world.azure.access.used('app'), ...given.azure.access.used('app'), ...seen].map((action) =>
      action.toLowerCase(),
    ),
  );
  const listed = new Set(permissions.map(({ action }) => action));
  expect([...listed].filter((action) => !used.has(action.toLowerCase()))).toEqual([]);
  const wanted = new Set([...actionsFor(world.fleet), ...actionsFor(given.fleet)]);
  expect([...wanted].sort()).toEqual([...listed].sort());
  expect([...world.azure.access.unlisted(), ...given.azure.access.unlisted()]).toEqual([]);
});
