import { describe, expect, it } from 'vitest';
import { setAssessment } from '../../local/azure/security/assessment.ts';
import { vmId } from '../../local/world/machines.ts';
import type { MachineRecord } from '../../src/domain/machine/machine-record.ts';
import type { ReachMachine } from '../../src/domain/subscription/reach-facts.ts';
import { subscriptionRef } from '../../src/domain/target/subscription-ref.ts';
import { readReach } from '../../src/look/read-reach.ts';
import { standingOf } from '../domain/machine/standing-fixture.ts';
import { storeMachine } from '../functions/stored-machines.ts';
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
    expect(machine?.extensions).toContainEqual({ publisher: 'CrowdStrike.Falcon', type: 'FalconSensorLinux' });
    await changeRow(world, id, { standing: standingOf('Excluded', 'ManagedBy', { detail: 'managed by AKS' }) });
    expect((await read(world))[0]?.row?.belongsTo).toBe('managed by AKS');
    await world.clock.advance(2 * 3_600_000);
    expect((await read(world))[0]?.extensions.map(({ type }) => type)).not.toContain('FalconSensorLinux');
  });

  it('include those of the last hour that Resource Graph does not show yet, and none that is gone', async () => {
    const world = await start();
    const recent = await storeMachine(world, vmId(world.tenant, 'late-1'), { profile: 'all' });
    await storeMachine(world, vmId(world.tenant, 'gone-1'), { standing: standingOf('Gone') });
    expect((await read(world)).map(({ id, row }) => [id, row?.isUnseen, row?.profile])).toEqual([
      [recent.resourceId, true, 'all'],
    ]);
    await world.clock.advance(2 * 3_600_000);
    expect(await read(world)).toEqual([]);
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

  it('are not known where the app may not read all that shows them: it would be left out without a word', async () => {
    const world = await startScenario();
    const { resourceId } = subscriptionRef(world.tenant.subscription);
    expect(await readReach(world.ports, subscriptionRef(world.tenant.subscription))).toEqual({
      kind: 'incomplete',
      why: `the app lacks 'Microsoft.Security/assessments/read' (built-in role "Reader") on '${resourceId}', without which Azure Resource Graph leaves machines out`,
      isThrottled: false,
    });
  });
});
