import { expect, test } from 'vitest';
import type { DefenderState } from '../../local/azure/security/defender-schema.ts';
import { setDefenderState } from '../../local/azure/security/set-defender-state.ts';
import { defaultTenantId } from '../../local/azure/simulator.ts';
import type { WorldOptions } from '../../local/world/virtual-world.ts';
import type { WrittenSubscription } from '../../src/domain/fleet/subscription-schema.ts';
import { newVm } from './new-machines.ts';
import { type Scenario, startScenario } from './scenario.ts';
import { type SubscriptionWords, subscriptionOf } from './subscription-rows.ts';

const tenantConfirmed = { tenantId: defaultTenantId, by: 'security team', at: '2026-01-01T00:00:00Z' };
const everything: WrittenSubscription = {
  mode: 'enforce',
  plan: 'P2',
  agentlessScanning: { state: 'on', exclusionTags: { scan: 'no' } },
  fileIntegrityMonitoring: 'on',
  vulnerabilityAssessment: 'mdvm',
  endpoint: { defender: 'on', unified: 'on', linux: 'on' },
  legacyAutoProvisioning: 'off',
  tenantConfirmed,
};

interface Started {
  readonly world: Scenario;
  readonly subscription: SubscriptionWords;
}

/** A world whose file wants this of its subscription, which stands so in Defender and was looked at once. */
async function start(
  wish: WrittenSubscription,
  state: DefenderState = {},
  options: Omit<WorldOptions, 'fleet'> = {},
): Promise<Started> {
  const world = await startScenario({ ...options, fleet: (usual) => ({ ...usual, subscriptions: [wish] }) });
  setDefenderState(world.azure, world.tenant.subscription, state);
  const subscription = subscriptionOf(world);
  await subscription.look();
  return { world, subscription };
}

async function startAdopted(
  wish: WrittenSubscription,
  state: DefenderState = {},
  prepare: (world: Scenario) => void = () => {},
): Promise<Started> {
  const { world, subscription } = await start(wish, state);
  prepare(world);
  await subscription.adopt();
  await subscription.look();
  return { world, subscription };
}

async function planOf({ world }: Started): Promise<unknown> {
  const path = `/subscriptions/${world.tenant.subscription}/providers/Microsoft.Security/pricings/VirtualMachines`;
  const { properties } = (await world.callAzure('GET', path)).body as { properties: Record<string, unknown> };
  return properties;
}

const legacy: DefenderState = {
  settings: { WDATP: false, WDATP_UNIFIED_SOLUTION: false, WDATP_EXCLUDE_LINUX_PUBLIC_PREVIEW: true },
  autoProvision: 'On',
};

test('E1 E5 E11 P3 P10 P13 D4 E18: a subscription that is onboarded gets its plan and its settings, each once', async () => {
  const { world, subscription } = await startAdopted(everything, legacy);
  expect(await subscription.word()).toBe('Configured');
  expect(subscription.written()).toEqual([
    'PUT pricings/VirtualMachines 200',
    'PUT settings/WDATP_UNIFIED_SOLUTION 200',
    'PUT settings/WDATP_EXCLUDE_LINUX_PUBLIC_PREVIEW 200',
    'PUT serverVulnerabilityAssessmentsSettings/azureServersSetting 201',
    'PUT autoProvisioningSettings/default 200',
  ]);
  expect(await planOf({ world, subscription })).toMatchObject({
    pricingTier: 'Standard',
    subPlan: 'P2',
    enforce: 'False',
    extensions: [
      { name: 'MdeDesignatedSubscription', isEnabled: 'False' },
      {
        name: 'AgentlessVmScanning',
        isEnabled: 'True',
        additionalExtensionProperties: { ExclusionTags: '[{"Key":"scan","Value":"no"}]' },
      },
      { name: 'FileIntegrityMonitoring', isEnabled: 'True' },
    ],
  });
  expect((await subscription.row()).findings).toMatchObject({
    'defender-plan': { kind: 'satisfied', detail: 'P2' },
    'endpoint-settings': { kind: 'satisfied', detail: 'on' },
  });
  await subscription.expectSteady();
});

test('E1: it is observed until an operator onboards it, and says what would be written', async () => {
  const { subscription } = await start(everything, legacy);
  expect(await subscription.word()).toBe('Observed(NotAdopted)');
  expect((await subscription.row()).wouldWrite.map(({ step }) => step)).toEqual([
    'setDefenderPlan',
    'setEndpointSetting:WDATP',
    'setEndpointSetting:WDATP_UNIFIED_SOLUTION',
    'setEndpointSetting:WDATP_EXCLUDE_LINUX_PUBLIC_PREVIEW',
    'setVulnerabilityAssessment',
    'setAutoProvisioning',
  ]);
  expect(subscription.written()).toEqual([]);
});

test('E1: in mode observe nothing is written, whoever onboards it', async () => {
  const { subscription } = await startAdopted({ ...everything, mode: 'observe' });
  expect(await subscription.word()).toBe('Observed(ObserveMode)');
  expect((await subscription.row()).wouldWrite.length).toBeGreaterThan(0);
  expect(subscription.written()).toEqual([]);
});

test('E1: nothing is written where nobody armed it', async () => {
  const { subscription } = await start(everything, {}, { armed: false });
  await subscription.adopt();
  await subscription.look();
  expect(await subscription.word()).toBe('Observed(NotArmed)');
  expect(subscription.written()).toEqual([]);
});

test.each([
  ['nobody confirmed', undefined],
  ['somebody confirmed another one', { ...tenantConfirmed, tenantId: '12345678-0000-4000-8000-000000000000' }],
])('E1: in a tenant that %s no plan and no setting is written', async (_, confirmation) => {
  const { subscription } = await startAdopted({ ...everything, tenantConfirmed: confirmation }, legacy);
  expect(await subscription.word()).toBe('Held(TenantNotConfirmed)');
  expect(subscription.written()).toEqual(['PUT autoProvisioningSettings/default 200']);
  await subscription.expectSteady();
});

test('P10: a plan of which an extension failed is no success, and is mended on the ladder', async () => {
  const message = 'Failed find dedicated first party application client ID for extension';
  const started = await startAdopted({ ...everything, endpoint: {} }, {}, ({ azure }) => {
    azure.defender.troubles.push({ extension: 'FileIntegrityMonitoring', message, left: 100 });
  });
  const { world, subscription } = started;
  expect(await subscription.word()).toBe('Failed(PlanExtensionFailed)');
  expect((await subscription.row()).findings['defender-plan']).toMatchObject({
    code: 'PlanExtensionFailed',
    detail: expect.stringContaining(`FileIntegrityMonitoring: ${message}`),
  });
  world.azure.defender.troubles = [];
  await world.clock.advance(5 * 3_600_000);
  await world.untilQuiet();
  expect(await subscription.word()).toBe('Configured');
  expect(await planOf(started)).toMatchObject({
    extensions: expect.arrayContaining([{ name: 'FileIntegrityMonitoring', isEnabled: 'True' }]),
  });
  await subscription.expectSteady();
});

const failing: WrittenSubscription = { mode: 'enforce', plan: 'P2', fileIntegrityMonitoring: 'on', tenantConfirmed };

/** Agentless scanning, which the file leaves as it is, fails at each write of the plan; the plan then reads as wished. */
async function startFailing(): Promise<Started> {
  const extensions = [
    { name: 'AgentlessVmScanning', isEnabled: 'True' as const, additionalExtensionProperties: { ExclusionTags: '[]' } },
  ];
  const servers = { tier: 'P2', enforce: false, ageDays: 90, extensions } as const;
  const started = await startAdopted(failing, { servers: { ...servers, extensions } }, ({ azure }) => {
    azure.defender.troubles.push({ extension: 'AgentlessVmScanning', message: 'no role', left: 1_000 });
  });
  expect(await started.subscription.word()).toBe('Failed(PlanExtensionFailed)');
  return started;
}

/** The longest wait between two tries is a day. */
const nextTry = 25 * 3_600_000;

/** At the next try Azure still names the extension; once it does not, all is well and stays so. */
async function expectMended({ world, subscription }: Started): Promise<void> {
  await world.clock.advance(nextTry);
  expect(await subscription.word()).toBe('Failed(PlanExtensionFailed)');
  expect((await subscription.row()).findings['defender-plan']).toMatchObject({
    detail: expect.stringContaining('AgentlessVmScanning: no role'),
  });
  world.azure.defender.troubles = [];
  await world.clock.advance(nextTry);
  await world.untilQuiet();
  expect(await subscription.word()).toBe('Configured');
  expect((await subscription.row()).undonePlan).toBeUndefined();
  await subscription.expectSteady();
}

test.each([
  ['a server error', { preset: 'serverError' }],
  ['a lost answer', { drop: 'after' }],
] as const)('P10: an extension that failed is not forgotten over %s', async (_, effect) => {
  const started = await startFailing();
  const fault = { principal: 'app', method: 'PUT', path: '**/pricings/VirtualMachines', times: 1 } as const;
  started.world.azure.addFault({ ...fault, ...effect });
  await expectMended(started);
});

test('P10: an extension that failed is not forgotten where the right is taken away before the next try', async () => {
  const started = await startFailing();
  const { world, subscription } = started;
  const scope = `/subscriptions/${world.tenant.subscription}`;
  const actions = ['Microsoft.Security/pricings/write'];
  const missing = world.azure.access.add({ kind: 'missingRole', principal: 'app', scope, actions });
  await world.clock.advance(12 * 3_600_000);
  await world.untilQuiet();
  expect(await subscription.word()).toMatch(/AuthorizationFailed|ScopeStopped/);
  world.azure.access.remove(missing);
  await expectMended(started);
});

test('P10: an extension that failed is not forgotten when somebody onboards the subscription again', async () => {
  const started = await startFailing();
  const { world, subscription } = started;
  await world.api('POST', `subscriptions/${world.tenant.subscription}/onboard`, { why: 'try again' });
  await world.untilQuiet();
  expect(await subscription.word()).toBe('Failed(PlanExtensionFailed)');
  await expectMended(started);
});

test('P10: an extension that the file does not name goes back as it was', async () => {
  const servers = {
    tier: 'P2',
    enforce: true,
    ageDays: 90,
    extensions: [
      { name: 'MdeDesignatedSubscription', isEnabled: 'True', additionalExtensionProperties: { Some: 'thing' } },
      { name: 'AgentlessVmScanning', isEnabled: 'False', additionalExtensionProperties: { ExclusionTags: '[]' } },
    ],
  } as const;
  const wish: WrittenSubscription = { mode: 'enforce', plan: 'P2', fileIntegrityMonitoring: 'on', tenantConfirmed };
  const started = await startAdopted(wish, { servers: { ...servers, extensions: [...servers.extensions] } });
  expect(started.subscription.written()).toEqual(['PUT pricings/VirtualMachines 200']);
  expect(await planOf(started)).toMatchObject({
    enforce: 'True',
    extensions: expect.arrayContaining([...servers.extensions]),
  });
  await started.subscription.expectSteady();
});

test('E1 E5: where the plan does not turn Defender for Endpoint on, the same look does, after the plan', async () => {
  const { subscription } = await startAdopted(
    { ...everything, legacyAutoProvisioning: 'unmanaged' },
    {},
    ({ azure }) => {
      azure.defender.planTurnsEndpointOn = false;
    },
  );
  expect(await subscription.word()).toBe('Configured');
  expect(subscription.written().slice(0, 2)).toEqual(['PUT pricings/VirtualMachines 200', 'PUT settings/WDATP 200']);
  await subscription.expectSteady();
});

test('E5: where the plan turns it on and the file wants it off, the same look turns it off', async () => {
  const wish: WrittenSubscription = { mode: 'enforce', plan: 'P1', endpoint: { defender: 'off' }, tenantConfirmed };
  const { subscription } = await startAdopted(wish);
  expect(await subscription.word()).toBe('Configured');
  expect(subscription.written()).toEqual(['PUT pricings/VirtualMachines 200', 'PUT settings/WDATP 200']);
  expect((await subscription.row()).findings['endpoint-settings']).toMatchObject({ detail: 'off, without defender' });
  await subscription.expectSteady();
});

test('E5: from Plan 2 to Plan 1 no unified setting is written', async () => {
  const state: DefenderState = {
    servers: { tier: 'P2', enforce: false, ageDays: 90 },
    settings: { WDATP: true, WDATP_UNIFIED_SOLUTION: false, WDATP_EXCLUDE_LINUX_PUBLIC_PREVIEW: false },
  };
  const wish: WrittenSubscription = { mode: 'enforce', plan: 'P1', endpoint: { defender: 'on' }, tenantConfirmed };
  const { subscription } = await startAdopted(wish, state);
  expect(subscription.written()).toEqual(['PUT pricings/VirtualMachines 200']);
  expect((await subscription.row()).findings['endpoint-settings']).toMatchObject({
    detail: 'partial, without unified',
  });
  await subscription.expectSteady();
});

test('E5: Linux that cannot be left out holds the plan that would reach it', async () => {
  const wish: WrittenSubscription = { ...everything, endpoint: { defender: 'on', linux: 'off' } };
  const { subscription } = await startAdopted(wish);
  expect(await subscription.word()).toBe('Held(LinuxCannotBeExcluded)');
  expect(subscription.written()).toEqual(['PUT serverVulnerabilityAssessmentsSettings/azureServersSetting 201']);
});

const leftOut = { WDATP: false, WDATP_UNIFIED_SOLUTION: true, WDATP_EXCLUDE_LINUX_PUBLIC_PREVIEW: false };
const leavesOut: WrittenSubscription = {
  ...{ mode: 'enforce', plan: 'P2', tenantConfirmed },
  endpoint: { defender: 'on', unified: 'off', linux: 'off' },
};

test('E5: Linux and the unified solution are left out before the plan that turns Defender for Endpoint on', async () => {
  const { subscription } = await startAdopted(leavesOut, { settings: leftOut });
  expect(await subscription.word()).toBe('Configured');
  expect(subscription.written()).toEqual([
    'PUT settings/WDATP_EXCLUDE_LINUX_PUBLIC_PREVIEW 200',
    'PUT settings/WDATP_UNIFIED_SOLUTION 200',
    'PUT pricings/VirtualMachines 200',
  ]);
  await subscription.expectSteady();
});

test.each(['WDATP_EXCLUDE_LINUX_PUBLIC_PREVIEW', 'WDATP_UNIFIED_SOLUTION'])(
  'E5: while %s cannot be written the plan stays off, and no machine gets Defender for Endpoint',
  async (setting) => {
    const { world, subscription } = await start(leavesOut, { settings: leftOut });
    const id = await newVm(world);
    await world.untilQuiet();
    world.azure.addFault({
      principal: 'app',
      method: 'PUT',
      path: `**/settings/${setting}`,
      status: 500,
      times: 1_000,
    });
    await subscription.adopt();
    await subscription.look();
    await world.clock.advance(60 * 60_000);
    await world.untilQuiet();
    expect(subscription.written().filter((write) => write.includes('pricings') || write.includes('WDATP '))).toEqual(
      [],
    );
    expect(world.azure.context.vmExtensions.childrenOf(id).filter(({ name }) => name.startsWith('MDE'))).toEqual([]);
    expect((await subscription.row()).standing.status).not.toBe('Configured');
  },
);

test('E1 E5: what leaves machines out is planned with the plan that waits for it', async () => {
  const { subscription } = await start(leavesOut, { settings: leftOut });
  expect((await subscription.row()).wouldWrite.map(({ step }) => step)).toEqual([
    'setEndpointSetting:WDATP_EXCLUDE_LINUX_PUBLIC_PREVIEW',
    'setEndpointSetting:WDATP_UNIFIED_SOLUTION',
    'setDefenderPlan',
    'setEndpointSetting:WDATP',
  ]);
});

test('P3: a plan that another service manages alone is told, and not fought', async () => {
  const servers = { tier: 'P1', enforce: false, ageDays: 9, managedBy: 'M365' } as const;
  const { subscription } = await startAdopted({ mode: 'enforce', plan: 'P2', tenantConfirmed }, { servers });
  expect(await subscription.word()).toBe('Held(PlanManagedElsewhere)');
  expect(subscription.written()).toEqual([]);
});

test('P3: somebody who turns the plan off again and again is not fought for ever', async () => {
  const { world, subscription } = await start({ mode: 'enforce', plan: 'P1', tenantConfirmed });
  const path = `/subscriptions/${world.tenant.subscription}/providers/Microsoft.Security/pricings/VirtualMachines`;
  const body = { properties: { pricingTier: 'Free' } };
  await subscription.adopt();
  for (let round = 0; round < 5; round++) {
    await subscription.look();
    await world.callAzure('PUT', path, { body, as: 'other' });
    await world.clock.advance(10 * 60_000);
  }
  await subscription.look();
  expect(await subscription.word()).toBe('Held(Contended)');
  expect(subscription.written()).toHaveLength(3);
});

test('P11 E4: in 21Vianet no setting of Defender for Endpoint is attempted', async () => {
  const world = await startScenario({
    settings: { cloud: 'AzureChinaCloud' },
    fleet: (usual) => ({ ...usual, subscriptions: [everything] }),
  });
  const subscription = subscriptionOf(world);
  await subscription.look();
  await subscription.adopt();
  await subscription.look();
  expect(subscription.written()).toEqual(['PUT pricings/VirtualMachines 200']);
  expect(await subscription.word()).toBe('Configured');
  expect((await subscription.row()).findings['endpoint-settings']).toMatchObject({
    kind: 'not-applicable',
    detail: expect.stringMatching(/^Cloud: /),
  });
});

test('P11: in 21Vianet the plan needs no consent to Defender for Endpoint, reaches nobody, and nothing of it is told', async () => {
  const wish: WrittenSubscription = { mode: 'enforce', plan: 'P2', endpoint: { defender: 'on', linux: 'off' } };
  const world = await startScenario({
    settings: { cloud: 'AzureChinaCloud' },
    fleet: (usual) => ({
      ...usual,
      profiles: (usual.profiles ?? []).map((profile) => ({ ...profile, mode: 'observe' })),
      subscriptions: [wish],
    }),
  });
  await newVm(world);
  const subscription = subscriptionOf(world);
  const shown = async () => (await world.api('GET', `subscriptions/${world.tenant.subscription}`)).body;
  await subscription.look();
  expect(await shown()).toMatchObject({ endpointProtection: null, facts: { defender: { plan: 'free' } } });
  await subscription.adopt();
  await subscription.look();
  expect(await subscription.word()).toBe('Configured');
  expect(subscription.written()).toEqual(['PUT pricings/VirtualMachines 200']);
  expect(await shown()).toMatchObject({ endpointProtection: null, reach: null, facts: { defender: { plan: 'P2' } } });
  for (const state of ['on', 'partial', 'off']) {
    expect((await world.api('GET', `subscriptions?endpointProtection=${state}`)).body).toMatchObject({
      subscriptions: [],
    });
  }
  await subscription.expectSteady();
});

test('E1: from empty it takes few reads, and a further look even fewer', async () => {
  const { world, subscription } = await start(everything, legacy);
  const reads = () => world.calls().filter(({ method }) => method === 'GET').length;
  await subscription.adopt();
  const before = reads();
  await subscription.look();
  expect(await subscription.word()).toBe('Configured');
  expect(reads() - before).toBe(17);
  const settled = reads();
  await subscription.look();
  expect(reads() - settled).toBe(5);
});

test('P3: a machine that is Free by a plan of its own stays so, and is counted', async () => {
  const servers = { tier: 'P2', enforce: false, ageDays: 9 } as const;
  const wish: WrittenSubscription = { mode: 'enforce', plan: 'P1', tenantConfirmed };
  const { world, subscription } = await start(wish, { servers });
  const own = await newVm(world);
  await newVm(world, 'vm-2');
  await world.untilQuiet();
  const plan = `${own}/providers/Microsoft.Security/pricings/VirtualMachines`;
  await world.callAzure('PUT', plan, { body: { properties: { pricingTier: 'Free' } } });
  await subscription.adopt();
  await subscription.look();
  expect(await subscription.word()).toBe('Configured');
  expect(subscription.written()).toEqual(['PUT pricings/VirtualMachines 200']);
  expect((await subscription.row()).findings['defender-plan']).toMatchObject({
    detail: 'P1; left as they are: own plans of machines: 1 Free, 0 Standard',
  });
  expect((await world.callAzure('GET', plan)).body).toMatchObject({
    properties: { pricingTier: 'Free', inherited: 'False' },
  });
  await subscription.expectSteady();
});

test('P13: a switch of the old agent that is on, and that the file leaves alone, is told with what it does', async () => {
  const world = await startScenario({ fleet: (usual) => ({ ...usual, subscriptions: [{ mode: 'enforce' }] }) });
  setDefenderState(world.azure, world.tenant.subscription, { autoProvision: 'On' });
  await world.clock.advance(100 * 60_000);
  const { findings } = (await world.api('GET', `subscriptions/${world.tenant.subscription}`)).body;
  expect(findings).toMatchObject({
    'legacy-provisioning': { kind: 'not-applicable', detail: expect.stringContaining('puts that agent back') },
  });
  expect(world.writes()).toEqual([]);
});

test('E11 E5: endpoint protection that the file leaves alone is told as sweeps see it, and no write is made', async () => {
  const world = await startScenario({ fleet: (usual) => ({ ...usual, subscriptions: [{ mode: 'enforce' }] }) });
  const shown = async () =>
    (await world.api('GET', `subscriptions/${world.tenant.subscription}`)).body.endpointProtection;
  const servers = { tier: 'P2', enforce: false, ageDays: 1 } as const;
  setDefenderState(world.azure, world.tenant.subscription, { servers, settings: { WDATP: true } });
  await world.clock.advance(100 * 60_000);
  expect(await shown()).toMatchObject({ state: 'on', missing: [] });
  setDefenderState(world.azure, world.tenant.subscription, { servers, settings: { WDATP: false } });
  await world.clock.advance(70 * 60_000);
  expect(await shown()).toMatchObject({ state: 'off' });
  expect(world.writes()).toEqual([]);
});
