import { expect, test } from 'vitest';
import { createSeededAzure } from '../../../../local/azure/seed/create-seeded-azure.ts';
import { type SeedInput, seedSchema } from '../../../../local/azure/seed/seed-schema.ts';
import { VirtualClock } from '../../../../local/clock/virtual-clock.ts';
import { origin, subscriptionScope } from '../local-azure-fixture.ts';
import { planId, settingId } from './security-fixture.ts';

const base = {
  regions: ['westeurope'],
  groups: [{ name: 'rg-a', region: 'westeurope' }],
  machines: [{ kind: 'vm', name: 'vm-a', group: 'rg-a', region: 'westeurope' }],
} satisfies SeedInput;
const machineId = `${subscriptionScope}/resourceGroups/rg-a/providers/Microsoft.Compute/virtualMachines/vm-a`;

async function startSeeded(...defender: NonNullable<SeedInput['defender']>) {
  const clock = new VirtualClock();
  const seed = seedSchema.parse({ ...base, defender });
  const { azure } = await createSeededAzure({ time: clock, ledger: clock }, seed);
  const get = async (path: string, version: string) => {
    const headers = { authorization: `Bearer ${azure.token('operator')}` };
    const { status, body } = await azure.handle({
      method: 'GET',
      url: `${origin}${path}?api-version=${version}`,
      headers,
    });
    return { status, json: JSON.parse(body ?? 'null') };
  };
  return { clock, azure, get };
}

test('a seed that says nothing of Defender has no plan, and nobody gets its agent', async () => {
  const { get, clock, azure } = await startSeeded();
  expect((await get(planId(), '2024-01-01')).json.properties.pricingTier).toBe('Free');
  await clock.advance(24 * 3_600_000);
  expect(azure.context.vmExtensions.all()).toEqual([]);
});

test('a seed gives plan, settings, connectors and assessments, again after a reset', async () => {
  const key = '06e3a6db-6c0c-4ad9-943f-31d9d73ecf6c';
  const { get, azure } = await startSeeded({
    servers: { tier: 'P1', enforce: true, managedBy: 'Contoso', ageDays: 10 },
    settings: { WDATP: false, WDATP_EXCLUDE_LINUX_PUBLIC_PREVIEW: true },
    autoProvision: 'On',
    connectors: [{ name: 'aws', group: 'rg-a', region: 'westeurope', properties: { environmentName: 'AWS' } }],
    assessments: [{ machine: { name: 'vm-a', group: 'rg-a' }, key, displayName: 'EDR', code: 'Healthy' }],
  });
  const provider = `${subscriptionScope}/providers/Microsoft.Security`;
  const connector = `${subscriptionScope}/resourceGroups/rg-a/providers/Microsoft.Security/securityConnectors/aws`;
  const check = async () => {
    expect((await get(planId(), '2025-10-01-preview')).json.properties).toMatchObject({
      subPlan: 'P1',
      enforce: 'True',
      managedBy: 'Contoso',
      freeTrialRemainingTime: 'P20D',
    });
    expect((await get(settingId('WDATP'), '2022-05-01')).json.properties).toEqual({ enabled: false });
    const exclude = await get(settingId('WDATP_EXCLUDE_LINUX_PUBLIC_PREVIEW'), '2022-05-01');
    expect(exclude.json.properties).toEqual({ enabled: true });
    const old = await get(`${provider}/autoProvisioningSettings/default`, '2017-08-01-preview');
    expect(old.json.properties).toEqual({ autoProvision: 'On' });
    expect((await get(connector, '2024-08-01-preview')).status).toBe(200);
    expect((await get(`${machineId}/providers/Microsoft.Security/assessments/${key}`, '2021-06-01')).status).toBe(200);
  };
  await check();
  await azure.reset();
  await check();
});

test('a plan of a seed brings Defender to the machines of the seed', async () => {
  const { azure, clock } = await startSeeded({ servers: { tier: 'P2' } });
  await clock.advance(3_600_000);
  expect(azure.context.vmExtensions.all()).toMatchObject([{ name: 'MDE.Linux', createdBy: { name: 'defender' } }]);
});

test('an assessment of a machine that the seed lacks is refused', async () => {
  const row = { machine: { name: 'gone', group: 'rg-a' }, key: '06e3a6db-6c0c-4ad9-943f-31d9d73ecf6c' };
  await expect(startSeeded({ assessments: [{ ...row, displayName: 'EDR', code: 'Healthy' }] })).rejects.toThrow(
    "The seed has no machine 'gone' in the group 'rg-a'.",
  );
});

test('each subscription stands for itself, named by id or name; one that is not there is refused', async () => {
  const other = '5b5c0000-0000-4000-a000-0000000000b1';
  const planOf = (id: string) => planId('VirtualMachines', `/subscriptions/${id}`);
  const clock = new VirtualClock();
  const seed = (subscription: string) =>
    seedSchema.parse({
      ...base,
      subscriptions: [{ id: other, displayName: 'Prod' }],
      groups: [...base.groups, { name: 'rg-a', region: 'westeurope', subscription: 'Prod' }],
      machines: [
        ...base.machines,
        { kind: 'vm', name: 'vm-a', group: 'rg-a', region: 'westeurope', subscription: 'Prod' },
      ],
      defender: [{ subscription, servers: { tier: 'P2' } }],
    });
  const { azure } = await createSeededAzure({ time: clock, ledger: clock }, seed('Prod'));
  expect(azure.defender.pricings.all().map(({ id }) => id)).toEqual([planOf(other)]);
  await clock.advance(3_600_000);
  expect(azure.context.vmExtensions.all().map(({ machineId }) => machineId)).toEqual([
    expect.stringContaining(`/subscriptions/${other}/`),
  ]);
  await expect(createSeededAzure({ time: clock }, seed('Else'))).rejects.toThrow("has no subscription 'Else'");
});
