import { describe, expect, it, test } from 'vitest';
import { setAssessment } from '../../local/azure/security/assessment.ts';
import { arcId, vmId } from '../../local/world/machines.ts';
import { hasEndpoint } from '../../src/domain/endpoint/other-edr.ts';
import type { RawFailure } from '../../src/domain/failures/failure.ts';
import type { MachineRecord } from '../../src/domain/machine/machine-record.ts';
import type { ReachMachine } from '../../src/domain/subscription/reach-facts.ts';
import { subscriptionRef } from '../../src/domain/target/subscription-ref.ts';
import { readReach } from '../../src/look/read-reach.ts';
import type { AzurePort } from '../../src/ports/azure.ts';
import { standingOf } from '../domain/machine/standing-fixture.ts';
import { openBelow, storeMachine } from '../functions/stored-machines.ts';
import { put } from '../scenario/existing.ts';
import { makeScaleSet } from '../scenario/given-scale-set.ts';
import { newArc, newVm } from '../scenario/new-machines.ts';
import { type Scenario, startScenario } from '../scenario/scenario.ts';

/** The right to read assessments comes with an entry that manages the plan. */
function start(): Promise<Scenario> {
  return startScenario({ fleet: (usual) => ({ ...usual, subscriptions: [{ plan: 'P2' }] }) });
}

async function read(world: Scenario): Promise<readonly ReachMachine[]> {
  const facts = await readReach(world.ports, subscriptionRef(world.tenant.subscription));
  if (facts.kind === 'incomplete') throw new Error(facts.why);
  return facts.machines;
}

async function changeRow(world: Scenario, id: string, change: Partial<MachineRecord>): Promise<void> {
  const { key } = await world.row(id);
  const stored = await world.store.machines.read(key);
  if (stored !== undefined) await world.store.machines.replace({ ...stored.value, ...change }, stored.etag);
}

async function newVmQuiet(world: Scenario): Promise<string> {
  const id = await newVm(world, 'vm-1');
  await world.untilQuiet();
  return id;
}

function refused(status: number, code: string): RawFailure {
  const told = { detailCodes: [], retryAfterSeconds: undefined, correlationId: undefined };
  return { source: 'http', status, code, message: 'no', ...told };
}

describe('the machines that Defender could reach', () => {
  it('are those of the subscription, with extensions, power, owner and healthy EDR as Resource Graph has them', async () => {
    const world = await start();
    const id = await newVm(world, 'vm-1', { os: 'windows', tags: { Vendor: 'Databricks' } });
    const arc = await newArc(world, 'srv-1');
    await world.untilQuiet();
    world.report({ id, power: 'deallocated' });
    const displayName = 'EDR solution should be installed on Virtual Machines';
    const row = { resourceId: id, displayName, severity: 'High', code: 'Healthy' } as const;
    setAssessment(world.azure.context, world.azure.defender, { ...row, key: '06e3a6db-6c0c-4ad9-943f-31d9d73ecf6c' });
    const unhealthy = { ...row, resourceId: arc, code: 'Unhealthy' } as const;
    setAssessment(world.azure.context, world.azure.defender, {
      ...unhealthy,
      key: '06e3a6db-6c0c-4ad9-943f-31d9d73ecf6c',
    });
    const machines = await read(world);
    expect(machines.map(({ name, kind, os }) => [name, kind, os])).toEqual([
      ['vm-1', 'vm', 'windows'],
      ['srv-1', 'arc', 'linux'],
    ]);
    expect(machines[0]).toMatchObject({
      isOff: true,
      managedBy: 'Azure Databricks',
      healthyEdr: [displayName],
      image: { publisher: 'microsoftwindowsserver', offer: 'windowsserver', sku: '2022-datacenter-g2' },
    });
    expect(machines[1]).toMatchObject({ managedBy: undefined, healthyEdr: [] });
    expect(machines[1]?.extensions).toContainEqual({
      publisher: 'Microsoft.Azure.Monitor',
      type: 'AzureMonitorLinuxAgent',
      provisioningState: 'Succeeded',
    });
  });

  it('carry what our rows say of them: exclusions, owners, extensions of a recent look', async () => {
    const world = await start();
    const id = await newVm(world, 'vm-1');
    await world.untilQuiet();
    const facts = (await world.row(id)).facts;
    if (facts === undefined) throw new Error('no look has seen it');
    const extension = {
      name: 'x',
      type: 'CrowdStrike.Falcon/FalconSensorLinux',
      version: undefined,
      state: 'Creating',
    };
    const exclusion = { by: 'ann', why: 'lab', until: undefined };
    await changeRow(world, id, { exclusion, facts: { ...facts, extensions: [extension] } });
    const [machine] = await read(world);
    expect(machine?.row?.exclusion).toEqual(exclusion);
    expect(machine?.extensions).toContainEqual({
      publisher: 'CrowdStrike.Falcon',
      type: 'FalconSensorLinux',
      provisioningState: 'Creating',
    });
    await changeRow(world, id, { standing: standingOf('Excluded', 'ManagedBy', { detail: 'managed by AKS' }) });
    expect((await read(world))[0]?.row?.belongsTo).toBe('managed by AKS');
    await world.clock.advance(2 * 3_600_000);
    expect((await read(world))[0]?.extensions.map(({ type }) => type)).not.toContain('FalconSensorLinux');
  });

  it('do not carry an agent of Defender that only our row remembers: it would take a machine off the hold', async () => {
    const world = await start();
    const id = await newVm(world, 'vm-1');
    await world.untilQuiet();
    const facts = (await world.row(id)).facts;
    if (facts === undefined) throw new Error('no look has seen it');
    const type = 'Microsoft.Azure.AzureDefenderForServers/MDE.Linux';
    const extensions = [{ name: 'MDE.Linux', type, version: undefined, state: 'Succeeded' }];
    await changeRow(world, id, { facts: { ...facts, extensions } });
    await storeMachine(world, vmId(world.tenant, 'late-1'), { profile: 'all', facts: { ...facts, extensions } });
    const machines = await read(world);
    expect(machines.map(({ name, row }) => [name, row?.isUnseen])).toEqual([
      ['vm-1', false],
      ['late-1', true],
    ]);
    expect(machines.map(hasEndpoint)).toEqual([false, false]);
  });

  it('do not have the agent of Defender where their last look saw it fail, whatever Resource Graph still shows', async () => {
    const world = await start();
    const id = await newVmQuiet(world);
    const publisher = 'Microsoft.Azure.AzureDefenderForServers';
    const protectedSettings = { defenderForEndpointOnboardingScript: 'x' };
    const properties = { publisher, type: 'MDE.Linux', typeHandlerVersion: '1.0', protectedSettings };
    await put(world, `${id}/extensions/MDE.Linux`, { location: world.tenant.region, properties });
    await world.untilQuiet();
    expect((await read(world)).map(hasEndpoint)).toEqual([true]);
    const facts = (await world.row(id)).facts;
    if (facts === undefined) throw new Error('no look has seen it');
    const extensions = [
      {
        name: 'MDE.Linux',
        type: `${publisher}/MDE.Linux`,
        version: undefined,
        state: 'Failed',
        message: 'exit code 5',
      },
    ];
    await changeRow(world, id, { facts: { ...facts, extensions } });
    expect((await read(world)).map(hasEndpoint)).toEqual([false]);
  });

  it('have another EDR where an assessment of one is healthy, also one that only its title shows', async () => {
    const world = await start();
    const id = await newVm(world, 'vm-1');
    await world.untilQuiet();
    const healthy = (displayName: string, key: string) => {
      const row = { resourceId: id, displayName, key, severity: 'High', code: 'Healthy' } as const;
      setAssessment(world.azure.context, world.azure.defender, row);
    };
    healthy('EDR solution should be installed on new machines', '11111111-0000-4000-a000-000000000001');
    healthy('Machines should have a vulnerability assessment solution', '11111111-0000-4000-a000-000000000002');
    expect((await read(world))[0]?.healthyEdr).toEqual(['EDR solution should be installed on new machines']);
  });

  test.each<[string, Partial<MachineRecord>, string]>([
    [
      'of another service',
      { standing: standingOf('Excluded', 'ManagedBy', { detail: 'managed by AKS' }) },
      'managed by AKS',
    ],
    ['a twin', { standing: standingOf('Excluded', 'DuplicateOf', { detail: 'the VM vm-9' }) }, 'the VM vm-9'],
  ])('belong to somebody else where the last look found one %s', async (_, change, expected) => {
    const world = await start();
    await storeMachine(world, vmId(world.tenant, 'late-1'), change);
    expect((await read(world))[0]?.row?.belongsTo).toBe(expected);
  });

  it('say so where their row cannot be read, since an operator may have excluded them', async () => {
    const world = await start();
    const row = await world.row(await newVmQuiet(world));
    const damage = await openBelow(world, [row]);
    await damage(row.key);
    expect((await read(world))[0]?.row?.unreadable).toContain('JSON');
  });

  it('include those that Resource Graph does not show yet or has lost, however old their rows, and none that is gone', async () => {
    const world = await start();
    const recent = await storeMachine(world, vmId(world.tenant, 'late-1'), { profile: 'all' });
    await storeMachine(world, vmId(world.tenant, 'gone-1'), { standing: standingOf('Gone') });
    expect((await read(world)).map(({ id, row }) => [id, row?.isUnseen, row?.profile])).toEqual([
      [recent.resourceId, true, 'all'],
    ]);
    await world.clock.advance(48 * 3_600_000);
    expect((await read(world)).map(({ id }) => id)).toEqual([recent.resourceId]);
  });

  it('are no scale sets: Defender deploys to the instances of a Flexible one, which are VMs, and to no Uniform one', async () => {
    const world = await start();
    await makeScaleSet(world, 'web', 2);
    await makeScaleSet(world, 'pool', 1, { tags: { 'aks-managed-poolName': 'pool' } });
    const id = await newVmQuiet(world);
    expect((await world.store.machines.list({ limit: 9 })).records).toHaveLength(3);
    expect((await read(world)).map((machine) => machine.id)).toEqual([id]);
  });

  it('are off where they do not run, also by a row that Resource Graph does not show yet', async () => {
    const world = await start();
    const vm = (await world.row(await newVmQuiet(world))).facts;
    if (vm === undefined) throw new Error('no look has seen it');
    await storeMachine(world, vmId(world.tenant, 'off-1'), { facts: { ...vm, state: 'deallocated' } });
    await storeMachine(world, vmId(world.tenant, 'on-1'), { facts: { ...vm, state: 'running' } });
    await storeMachine(world, arcId(world.tenant, 'on-2'), { facts: { ...vm, state: 'Connected' } });
    await storeMachine(world, vmId(world.tenant, 'new-1'));
    const late = (await read(world)).filter(({ row }) => row?.isUnseen);
    expect(Object.fromEntries(late.map(({ name, isOff }) => [name, isOff]))).toEqual({
      ...{ 'off-1': true, 'on-1': false, 'on-2': false, 'new-1': true },
    });
  });

  it('are not known where a row that cannot be read names no machine', async () => {
    const world = await start();
    const row = await storeMachine(world, vmId(world.tenant, 'late-1'));
    const damage = await openBelow(world, [row]);
    await damage(row.key, { resourceId: '' });
    expect(await readReach(world.ports, subscriptionRef(world.tenant.subscription))).toMatchObject({
      kind: 'incomplete',
      why: expect.stringContaining(`the row ${row.key} of table machines cannot be read`),
      isThrottled: false,
    });
  });

  it('are not known where Resource Graph was asked to give them and did not', async () => {
    const world = await start();
    const path = '**/Microsoft.ResourceGraph/resources';
    world.azure.addFault({ principal: 'app', path, preset: 'throttled', retryAfter: 7 });
    const target = subscriptionRef(world.tenant.subscription);
    expect(await readReach(world.ports, target)).toEqual({
      kind: 'incomplete',
      why: 'Azure Resource Graph asked to wait 7 s',
      isThrottled: true,
    });
  });

  test.each([
    'Microsoft.Compute/virtualMachines/read',
    'Microsoft.Compute/virtualMachines/extensions/read',
    'Microsoft.HybridCompute/machines/read',
    'Microsoft.HybridCompute/machines/extensions/read',
    'Microsoft.Security/assessments/read',
  ])('M15: are not known where the app lacks %s: they would be left out without a word', async (action) => {
    const world = await start();
    const { resourceId } = subscriptionRef(world.tenant.subscription);
    world.azure.access.add({ kind: 'missingRole', principal: 'app', scope: resourceId, actions: [action] });
    expect(await readReach(world.ports, subscriptionRef(world.tenant.subscription))).toEqual({
      kind: 'incomplete',
      why: `the app lacks '${action}' (built-in role "Reader") on '${resourceId}', without which Azure Resource Graph leaves machines out`,
      isThrottled: false,
    });
  });

  it('are known again as soon as the app has the role, whatever was read of its roles before', async () => {
    const world = await start();
    const target = subscriptionRef(world.tenant.subscription);
    const actions = ['Microsoft.Security/assessments/read'];
    const rule = world.azure.access.add({ kind: 'missingRole', principal: 'app', scope: target.resourceId, actions });
    expect((await readReach(world.ports, target)).kind).toBe('incomplete');
    world.azure.access.remove(rule);
    await world.clock.advance(20_000);
    expect((await readReach(world.ports, target)).kind).toBe('complete');
  });

  test.each([
    [403, 'AuthorizationFailed', false],
    [503, 'ServiceUnavailable', false],
    [429, 'TooManyRequests', true],
  ])("are not known where the app's roles cannot be read: %i", async (status, code, isThrottled) => {
    const world = await start();
    const target = subscriptionRef(world.tenant.subscription);
    const azure: AzurePort = {
      ...world.ports.azure,
      readPermissions: async () => ({ kind: 'failed', failure: refused(status, code) }),
    };
    const right = `; the app needs 'Microsoft.Authorization/permissions/read' (built-in role "Reader")`;
    expect(await readReach({ ...world.ports, azure }, target)).toEqual({
      kind: 'incomplete',
      why: `the app's own roles on '${target.resourceId}' cannot be read (${code}: no), so nobody knows what Azure Resource Graph leaves out${status === 403 ? right : ''}`,
      isThrottled,
    });
  });
});
