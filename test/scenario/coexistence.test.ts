import { expect, test } from 'vitest';
import { setDefenderState } from '../../local/azure/security/set-defender-state.ts';
import { defaultTenantId } from '../../local/azure/simulator.ts';
import { arcBody, arcId } from '../../local/world/machines.ts';
import type { WrittenSubscription } from '../../src/domain/fleet/subscription-schema.ts';
import { detailOf } from '../../src/domain/machine/standing.ts';
import { put } from './existing.ts';
import { newVm } from './new-machines.ts';
import { type Scenario, startScenario } from './scenario.ts';
import { type SubscriptionWords, subscriptionOf } from './subscription-rows.ts';

const linuxRule = '2ea82cdd-f2e8-4500-af75-67a2e084ca74';
const linuxSet = 'babf8e94-780b-4b4d-abaa-4830136a8725';
const trackingSet = '92a36f05-ebc9-4bba-9128-b47ad2ea3354';
const planP1P2 = '5f57b753-04b4-4e5e-aa31-c8888984497a';
const authorization = '/providers/Microsoft.Authorization';
const minute = 60_000;
const tenantConfirmed = { tenantId: defaultTenantId, by: 'security team', at: '2026-01-01T00:00:00Z' };

interface Assigned {
  readonly definition: string;
  readonly isSet?: true;
  readonly parameters?: Record<string, { readonly value: string | boolean }>;
  readonly enforcementMode?: string;
  readonly notScopes?: readonly string[];
}

interface Started {
  readonly world: Scenario;
  readonly subscription: SubscriptionWords;
  readonly root: string;
}

/** A world whose file has this entry for subscriptions, with these assignments to its subscription, looked at once. */
async function start(
  assigned: Readonly<Record<string, (world: Scenario) => Assigned>>,
  wish: WrittenSubscription = {},
): Promise<Started> {
  const world = await startScenario({ fleet: (usual) => ({ ...usual, subscriptions: [wish] }) });
  const root = `/subscriptions/${world.tenant.subscription}`;
  for (const [name, policyOf] of Object.entries(assigned)) await assign(world, root, name, policyOf(world));
  const subscription = subscriptionOf(world);
  await subscription.look();
  return { world, subscription, root };
}

async function assign(world: Scenario, scope: string, name: string, policy: Assigned): Promise<void> {
  const { definition, isSet, parameters = {}, enforcementMode = 'Default', notScopes = [] } = policy;
  const policyDefinitionId = `${authorization}/policy${isSet ? 'Set' : ''}Definitions/${definition}`;
  const properties = { policyDefinitionId, parameters, enforcementMode, notScopes };
  await put(world, `${scope}${authorization}/policyAssignments/${name}`, { properties });
}

/** Answers how to give the right back. */
function takeAwayPolicies(world: Scenario): () => void {
  const scope = `/subscriptions/${world.tenant.subscription}`;
  const actions = ['Microsoft.Authorization/policyAssignments/read'];
  const taken = world.azure.access.add({ kind: 'missingRole', principal: 'app', scope, actions });
  return () => world.azure.access.remove(taken);
}

const rule = (dcrResourceId: string): Assigned => ({
  definition: linuxRule,
  parameters: { dcrResourceId: { value: dcrResourceId } },
});
const ours = ({ tenant }: Scenario): Assigned => rule(tenant.rules.linux);
const another = ({ tenant }: Scenario): Assigned => rule(tenant.rules.windows);

test('M12: a policy that wants the same is noted, and what it has done already is adopted without a write', async () => {
  const { world } = await start({ ours });
  const id = await newVm(world);
  await put(world, `${id}/providers/Microsoft.Insights/dataCollectionRuleAssociations/assoc-by-policy`, {
    properties: { dataCollectionRuleId: world.tenant.rules.linux },
  });
  await world.untilQuiet();
  expect(await world.word(id)).toBe('Configured');
  expect(world.written()).toEqual(['PATCH machine 200', 'PUT extensions/AzureMonitorLinuxAgent 201']);
  const { findings, owned } = await world.row(id);
  expect(findings['data-collection']).toEqual({ kind: 'satisfied', detail: 'as ours of Azure Policy wants it' });
  expect(owned.some(({ resourceId }) => resourceId.includes('assoc-by-policy'))).toBe(false);
  await world.expectSteady();
});

test('M12: a policy that wants another rule holds the machine and is named; nothing of it is written', async () => {
  const { world, root } = await start({ another });
  const id = await newVm(world);
  await world.untilQuiet();
  expect(await world.word(id)).toBe('Held(PolicyConflict)');
  expect((await world.row(id)).findings['data-collection']).toMatchObject({
    kind: 'blocked',
    code: 'PolicyConflict',
    detail: `policy assignment another (${root}${authorization}/policyAssignments/another) wants dcr-windows by dcrResourceId, fleet.json dcr-linux`,
  });
  expect(world.written().filter((call) => call.includes('dataCollectionRuleAssociations'))).toEqual([]);
  await world.expectSteady();
});

test('M12: a machine that lacks nothing stays Configured with a note, and is held as soon as something is missing', async () => {
  const { world, root } = await start({ ours });
  const id = await newVm(world);
  await world.untilQuiet();
  await assign(world, root, 'another', another(world));
  const before = world.written();
  await world.clock.advance(65 * minute);
  expect(await world.word(id)).toBe('Configured');
  expect((await world.row(id)).findings['data-collection']).toMatchObject({
    kind: 'satisfied',
    detail: expect.stringMatching(
      /^as ours of Azure Policy wants it; policy assignment another .* wants dcr-windows by /,
    ),
  });
  const associations = `${id}/providers/Microsoft.Insights/dataCollectionRuleAssociations`;
  const { body } = await world.callAzure('GET', associations);
  const name = JSON.stringify(body).match(/"name":"(assoc-[^"]+)"/)?.[1] ?? 'none';
  expect((await world.callAzure('DELETE', `${associations}/${name}`)).status).toBe(200);
  await world.clock.advance(65 * minute);
  expect(await world.word(id)).toBe('Held(PolicyConflict)');
  expect(world.written()).toEqual(before);
});

test('M12: what is exempted goes on, with the next sweep, and nothing else needs to be done', async () => {
  const { world, root } = await start({ another });
  const id = await newVm(world);
  await world.untilQuiet();
  expect(await world.word(id)).toBe('Held(PolicyConflict)');
  await put(world, `${world.tenant.group}${authorization}/policyExemptions/freed`, {
    properties: {
      policyAssignmentId: `${root}${authorization}/policyAssignments/another`,
      exemptionCategory: 'Waiver',
    },
  });
  await world.clock.advance(65 * 60_000);
  await world.untilQuiet();
  expect(await world.word(id)).toBe('Configured');
  await world.expectSteady();
});

test('M12: a policy that is not enforced, or only audits, is none', async () => {
  const { world } = await start({
    loose: (scenario) => ({ ...another(scenario), enforcementMode: 'DoNotEnforce' }),
    off: (scenario) => {
      const { parameters, ...policy } = another(scenario);
      return { ...policy, parameters: { ...parameters, effect: { value: 'Disabled' } } };
    },
  });
  const id = await newVm(world);
  await world.untilQuiet();
  expect(await world.word(id)).toBe('Configured');
});

test.each([
  ['of the agent', linuxSet],
  ['of Change Tracking', trackingSet],
])(
  'M5: a set %s that brings its own identity keeps back ours and the agent, and names the parameter',
  async (_, definition) => {
    const { world } = await start({
      agents: ({ tenant }) => ({
        definition,
        isSet: true,
        parameters: {
          bringYourOwnUserAssignedManagedIdentity: { value: true },
          userAssignedManagedIdentityName: { value: 'ama' },
          userAssignedManagedIdentityResourceGroup: { value: 'identities' },
          dcrResourceId: { value: tenant.rules.linux },
        },
      }),
    });
    const id = await newVm(world);
    await world.untilQuiet();
    expect(await world.word(id)).toBe('Held(PolicyConflict)');
    const { findings } = await world.row(id);
    expect(findings.identity).toMatchObject({ detail: expect.stringContaining('userAssignedManagedIdentityName') });
    expect(findings.ama).toMatchObject({ code: 'PolicyConflict' });
    expect(world.written()).toEqual([expect.stringMatching(/^PUT dataCollectionRuleAssociations\//)]);
  },
);

test('P2: a policy that wants another plan holds the subscription, and the plan stays as it is', async () => {
  const plan = { definition: planP1P2, parameters: { subPlan: { value: 'P1' } } };
  const { world, subscription } = await start({ plan: () => plan }, { mode: 'enforce', plan: 'P2', tenantConfirmed });
  setDefenderState(world.azure, world.tenant.subscription, {});
  await subscription.adopt();
  await subscription.look();
  expect(await subscription.word()).toBe('Held(PolicyConflict)');
  expect(subscription.written()).toEqual([]);
  const { findings, standing } = await subscription.row();
  expect(standing).toMatchObject({ detail: expect.stringContaining('wants P1 by subPlan, fleet.json plan: P2') });
  expect(findings['defender-plan']).toMatchObject({ code: 'PolicyConflict' });
  await subscription.expectSteady();
});

test('P2: a policy that gives plans to machines of one group holds a plan that lets none have another one', async () => {
  const world = await startScenario({
    fleet: (usual) => ({
      ...usual,
      subscriptions: [{ mode: 'enforce', plan: 'P2', enforce: 'on', tenantConfirmed }],
    }),
  });
  const policy = { definition: '1b8c0040-b224-4ea1-be6a-47254dd5a207' };
  await assign(world, world.tenant.group, 'cheap-plan', policy);
  setDefenderState(world.azure, world.tenant.subscription, {});
  const subscription = subscriptionOf(world);
  await subscription.look();
  await subscription.adopt();
  await subscription.look();
  expect(await subscription.word()).toBe('Held(PolicyConflict)');
  expect(subscription.written()).toEqual([]);
  expect((await subscription.row()).findings['defender-plan']?.detail).toContain(
    'policyAssignments/cheap-plan) wants plans of single machines by policyDefinitionId, fleet.json enforce: on',
  );
  await subscription.expectSteady();
});

test('P2: an assignment that is too long for the row hides no conflict of another, and holds what it is about itself', async () => {
  const places = ({ tenant }: Scenario) =>
    Array.from({ length: 200 }, (_, index) => `/subscriptions/${tenant.subscription}/resourceGroups/lab-${index}`);
  const { world, subscription } = await start(
    {
      'a-wide-one': (scenario) => ({ ...ours(scenario), notScopes: places(scenario) }),
      plan: () => ({ definition: planP1P2, parameters: { subPlan: { value: 'P1' } } }),
    },
    { mode: 'enforce', plan: 'P2', tenantConfirmed },
  );
  await subscription.adopt();
  await subscription.look();
  expect(await subscription.word()).toBe('Held(PolicyConflict)');
  expect(subscription.written()).toEqual([]);
  const { findings } = await subscription.row();
  expect(findings['defender-plan']?.detail).toMatch(/ wants P1 by subPlan, fleet.json plan: P2$/);
  expect(findings.coexistence?.detail).toMatch(
    /^assignments beyond what fits: 1, .* nothing is written of association; /,
  );
  const id = await newVm(world);
  await world.untilQuiet();
  expect(await world.word(id)).toBe('Held(PolicyConflict)');
  expect((await world.row(id)).findings['data-collection']?.detail).toMatch(/^not all policy assignments could be /);
  expect(world.written().filter((call) => call.includes('dataCollectionRuleAssociations'))).toEqual([]);
});

/** A connector to AWS that installs Defender for Endpoint on its machines, or does not. */
async function connect(world: Scenario, installsEndpoint: boolean): Promise<void> {
  await put(world, `${world.tenant.group}/providers/Microsoft.Security/securityConnectors/shop`, {
    location: 'westeurope',
    properties: {
      environmentName: 'AWS',
      hierarchyIdentifier: '123456789012',
      offerings: [
        {
          offeringType: 'DefenderForServersAws',
          subPlan: { type: 'P2' },
          arcAutoProvisioning: { enabled: true },
          mdeAutoProvisioning: { enabled: installsEndpoint },
        },
      ],
    },
  });
}

/** A machine in AWS that the connector brought to Azure Arc. */
async function newConnected(world: Scenario): Promise<string> {
  const id = arcId(world.tenant, 'ec2-1');
  await put(world, id, { ...arcBody(), kind: 'AWS', tags: { MDFCSecurityConnector: 'true' } });
  await world.untilQuiet();
  return id;
}

async function endpointOf(world: Scenario): Promise<unknown> {
  const { body } = await world.api('GET', 'machines/ec2-1');
  return (body as { endpoint: unknown }).endpoint;
}

test('P2 E4: a connector is told with its plan, and its machine that it provides Defender for Endpoint', async () => {
  const { world, subscription } = await start({});
  await connect(world, true);
  await world.clock.advance(31 * 60_000);
  await subscription.look();
  expect((await subscription.row()).findings.connectors).toEqual({
    kind: 'satisfied',
    detail: 'shop (AWS 123456789012): P2 for servers, installs Azure Arc and Defender for Endpoint',
  });
  const id = await newConnected(world);
  expect((await world.row(id)).facts?.connector).toMatchObject({
    id: expect.stringMatching(/\/securityConnectors\/shop$/),
    providesEndpoint: true,
  });
  expect(await endpointOf(world)).toEqual({
    kind: 'not-applicable',
    code: 'Connector',
    detail: 'connector shop installs Defender for Endpoint',
  });
});

test('P2 E4: the Azure Monitor agent of a machine of a connector is ours', async () => {
  const { world, subscription } = await start({});
  await connect(world, true);
  await world.clock.advance(31 * 60_000);
  await subscription.look();
  const id = await newConnected(world);
  expect(await world.word(id)).toBe('Configured');
  expect(world.written()).toContainEqual(expect.stringMatching(/^PUT extensions\/AzureMonitorLinuxAgent 20[12]$/));
  expect((await world.row(id)).findings.ama).toMatchObject({ kind: 'satisfied' });
  await world.expectSteady();
});

test('P2 E4: when a connector installs Defender for Endpoint no more, its machine is told within an hour', async () => {
  const { world, subscription } = await start({});
  await connect(world, true);
  await world.clock.advance(31 * 60_000);
  await subscription.look();
  const id = await newConnected(world);
  await connect(world, false);
  await world.clock.advance(60 * 60_000);
  await world.untilQuiet();
  expect((await world.row(id)).facts?.connector).toMatchObject({ providesEndpoint: false });
  expect(await endpointOf(world)).toBeNull();
  await world.expectSteady();
});

test('P2: nothing is written to a machine before it is known what policies want, and the missing right is named', async () => {
  const world = await startScenario({ fleet: (usual) => ({ ...usual, subscriptions: [{}] }) });
  const giveBack = takeAwayPolicies(world);
  await assign(world, `/subscriptions/${world.tenant.subscription}`, 'another', another(world));
  const id = await newVm(world);
  await world.clock.advance(10 * minute);
  expect(await world.word(id)).toBe('Pending(SubscriptionNotReady)');
  expect(detailOf((await world.row(id)).standing)).toMatch(
    /^what Azure Policy wants in its subscription has not been read yet; .* Failed \(AuthorizationFailed\): .*policyAssignments\/read/,
  );
  expect(world.written()).toEqual([]);
  giveBack();
  await world.clock.advance(50 * minute);
  expect(await world.word(id)).toBe('Held(PolicyConflict)');
  expect(await subscriptionOf(world).word()).toBe('Configured');
});

test('P2: what was read of policies long ago lets nothing be written; the subscription says what it lacks', async () => {
  const { world, subscription } = await start({ ours });
  const giveBack = takeAwayPolicies(world);
  await world.clock.advance(5 * 60 * minute);
  expect(await subscription.word()).toBe('Failed(AuthorizationFailed)');
  const id = await newVm(world);
  await world.clock.advance(10 * minute);
  expect(await world.word(id)).toBe('Pending(SubscriptionNotReady)');
  expect(detailOf((await world.row(id)).standing)).toContain('in its subscription was last read at ');
  expect(world.written()).toEqual([]);
  giveBack();
  await world.clock.advance(50 * minute);
  expect(await world.word(id)).toBe('Configured');
  expect(await subscription.word()).toBe('Configured');
});

test('P2: of a file without subscriptions[] neither policies nor connectors are read', async () => {
  const world = await startScenario();
  const id = await newVm(world);
  await world.untilQuiet();
  expect(await world.word(id)).toBe('Configured');
  const paths = world.calls().map(({ path }) => path);
  expect(paths.filter((path) => /policyAssignments|policyExemptions|securityConnectors/.test(path))).toEqual([]);
});

test('policies are read once in a sweep, however many looks there are', async () => {
  const { world, subscription } = await start({ ours });
  await subscription.look();
  await subscription.look();
  const reads = world.calls().filter(({ path }) => /policyAssignments|policyExemptions|securityConnectors/.test(path));
  expect(reads).toHaveLength(3);
});
