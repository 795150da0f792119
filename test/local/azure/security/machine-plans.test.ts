import { expect, test } from 'vitest';
import { addScaleSet } from '../../../../local/azure/compute/scale-sets/scale-set.ts';
import { arcId, groupId, registration, subscriptionScope, vmId } from '../local-azure-fixture.ts';
import { free, p1, p2, planId, startDefender, v2024 } from './security-fixture.ts';

const scaleSetId = `${groupId}/providers/Microsoft.Compute/virtualMachineScaleSets/set1`;
const ofMachine = (id: string) => planId('VirtualMachines', id);

async function startMachines() {
  const started = await startDefender();
  const { call, azure } = started;
  await call('PUT', vmId('web1'), { location: 'westeurope' });
  await call('PUT', arcId('edge1'), registration);
  addScaleSet(azure.context, { id: scaleSetId, location: 'westeurope', createdAtMs: 0 });
  return started;
}

test.each([
  ['a VM', vmId('web1')],
  ['an Arc machine', arcId('edge1')],
  ['a scale set', scaleSetId],
])('%s inherits the plan, has P1 of its own, and inherits again', async (_what, id) => {
  const { putPlan, getPlan, call } = await startMachines();
  await putPlan(p2);
  const inherited = await getPlan(ofMachine(id));
  expect(inherited).toMatchObject({
    pricingTier: 'Standard',
    subPlan: 'P2',
    inherited: 'True',
    inheritedFrom: subscriptionScope,
    extensions: [
      { name: 'MdeDesignatedSubscription' },
      { name: 'AgentlessVmScanning' },
      { name: 'FileIntegrityMonitoring' },
    ],
  });
  expect(inherited).not.toHaveProperty('enforce');
  expect(inherited).not.toHaveProperty('resourcesCoverageStatus');

  const own = await putPlan(p1, ofMachine(id));
  expect(own.status).toBe(201);
  expect(own.json).toMatchObject({
    id: ofMachine(id),
    properties: { pricingTier: 'Standard', subPlan: 'P1', inherited: 'False', inheritedFrom: null },
  });
  expect((await putPlan(free, ofMachine(id))).status).toBe(200);
  expect(await getPlan(ofMachine(id))).toMatchObject({ pricingTier: 'Free', inherited: 'False' });

  expect((await call('DELETE', `${ofMachine(id)}${v2024}`)).status).toBe(200);
  expect((await call('DELETE', `${ofMachine(id)}${v2024}`)).status).toBe(204);
  expect((await getPlan(ofMachine(id))).inherited).toBe('True');
});

test('a machine lists the plan for servers only', async () => {
  const { call } = await startMachines();
  const { json } = await call('GET', `${vmId('web1')}/providers/Microsoft.Security/pricings${v2024}`);
  expect(json.value).toEqual([
    {
      id: ofMachine(vmId('web1')),
      name: 'VirtualMachines',
      type: 'Microsoft.Security/pricings',
      properties: {
        pricingTier: 'Free',
        freeTrialRemainingTime: 'P30D',
        inherited: 'True',
        inheritedFrom: subscriptionScope,
      },
    },
  ]);
});

test("the bodies of the built-in policies are taken: a member's name in another case, Free alone or with P1", async () => {
  const { putPlan, getPlan } = await startMachines();
  const id = ofMachine(vmId('web1'));
  const put = async (properties: object) => (await putPlan({ properties }, id)).status;
  expect(await put({ subplan: 'P1', pricingTier: 'Standard' })).toBe(201);
  expect((await getPlan(id)).subPlan).toBe('P1');
  expect(await put({ pricingTier: 'Free', subPlan: 'P1' })).toBe(200);
  expect((await getPlan(id)).pricingTier).toBe('Free');
});

test.each([
  ['P2', p2],
  ['the full plan', { properties: { pricingTier: 'Standard' } }],
  ['enforce', { properties: { pricingTier: 'Free', enforce: 'True' } }],
  [
    'agentless scanning',
    { properties: { ...p1.properties, extensions: [{ name: 'AgentlessVmScanning', isEnabled: 'True' }] } },
  ],
])('a machine is refused %s', async (_what, body) => {
  const { putPlan, getPlan } = await startMachines();
  expect((await putPlan(body, ofMachine(vmId('web1')))).json.error.code).toBe('InvalidInputJson');
  expect((await getPlan(ofMachine(vmId('web1')))).inherited).toBe('True');
});

test('a subscription that enforces its plan takes those of its machines, and lets none be set', async () => {
  const { putPlan, getPlan } = await startMachines();
  await putPlan(p1, ofMachine(vmId('web1')));
  await putPlan({ properties: { ...p2.properties, enforce: 'True' } });
  expect(await getPlan(ofMachine(vmId('web1')))).toMatchObject({ subPlan: 'P2', inherited: 'True' });
  expect((await putPlan(free, ofMachine(arcId('edge1')))).status).toBe(400);
  await putPlan({ properties: { ...p2.properties, enforce: 'False' } });
  expect((await putPlan(free, ofMachine(arcId('edge1')))).status).toBe(201);
});

test('the coverage of a subscription counts the plans of its machines', async () => {
  const { putPlan, getPlan } = await startMachines();
  const coverage = async () => (await getPlan()).resourcesCoverageStatus;
  expect(await coverage()).toBe('NotCovered');
  await putPlan(p1, ofMachine(vmId('web1')));
  expect(await coverage()).toBe('PartiallyCovered');
  await putPlan(p1, ofMachine(arcId('edge1')));
  expect(await coverage()).toBe('FullyCovered');
});

test.each([
  ['a group', planId('VirtualMachines', groupId), 400],
  [
    'an identity',
    planId('VirtualMachines', `${groupId}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id1`),
    400,
  ],
  ['a VM that is not there', ofMachine(vmId('gone')), 404],
  ['another plan', planId('CloudPosture', vmId('web1')), 400],
])('there is no plan of %s', async (_what, id, expected) => {
  const { call } = await startMachines();
  expect((await call('GET', `${id}${v2024}`)).status).toBe(expected);
});

test('versions before 2024-01-01 know no plans of machines', async () => {
  const { call } = await startMachines();
  expect((await call('GET', `${ofMachine(vmId('web1'))}?api-version=2023-01-01`)).status).toBe(400);
});

test("a machine's plan goes with the machine", async () => {
  const { putPlan, getPlan, azure, call } = await startMachines();
  await putPlan(p1, ofMachine(arcId('edge1')));
  await call('DELETE', arcId('edge1'));
  await call('PUT', arcId('edge1'), registration);
  expect((await getPlan(ofMachine(arcId('edge1')))).inherited).toBe('True');
  expect(azure.defender.pricings.all()).toEqual([]);
});
