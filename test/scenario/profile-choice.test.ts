import { expect, test } from 'vitest';
import { applySubscriptionReport } from '../../local/azure/control/subscription-control.ts';
import { keyOf } from '../../src/domain/ids.ts';
import { put } from './existing.ts';
import { newArc, newVm } from './new-machines.ts';
import { type Scenario, startScenario } from './scenario.ts';

const minuteMs = 60_000;
const oneRunMs = 32 * minuteMs;
const managementGroup = (name: string): string => `/providers/Microsoft.Management/managementGroups/${name}`;

async function replyOf(world: Scenario, id: string): Promise<Readonly<Record<string, unknown>>> {
  return (await world.api('GET', `machines/${keyOf(id)}`)).body;
}

test('A6: profiles are chosen by management group and by names of resource groups, and the reply says why others were not', async () => {
  const world = await startScenario({
    fleet: (usual) => ({
      ...usual,
      profiles: [
        { name: 'labs', extends: 'all', mode: 'observe', match: { managementGroups: [managementGroup('Labs')] } },
        { name: 'typo', extends: 'all', mode: 'observe', match: { managementGroups: [managementGroup('plattform')] } },
        { name: 'arc', extends: 'all', match: { resourceGroups: ['FLEET-*'], kind: 'arc' } },
        { ...usual.profiles[0], name: 'all', match: { resourceGroups: ['Fleet-RG'] } },
      ],
    }),
  });
  const subscription = world.tenant.subscription;
  applySubscriptionReport(world.azure, { id: subscription, managementGroup: 'platform' });
  await world.clock.advance(oneRunMs);
  const vm = await newVm(world);
  const arc = await newArc(world);
  const elsewhere = `/subscriptions/${subscription}/resourceGroups/elsewhere`;
  await put(world, elsewhere, { location: 'westeurope' });
  await world.untilQuiet();
  expect(await world.word(vm)).toBe('Configured');
  expect(await world.word(arc)).toBe('Configured');
  const found = `platform, ${world.azure.context.tenantId}`;
  const above = ['labs', 'typo'].map((profile) => ({ profile, condition: 'managementGroups', found }));
  expect(await replyOf(world, vm)).toMatchObject({
    profile: 'all',
    passedOver: [...above, { profile: 'arc', condition: 'kind', found: 'vm' }],
  });
  expect(await replyOf(world, arc)).toMatchObject({ profile: 'arc', passedOver: above });
  const { subscriptions } = (await world.api('GET', 'status')).body;
  expect(subscriptions).toMatchObject({ emptyGroups: ['Labs', 'plattform'] });
  await world.expectSteady();

  applySubscriptionReport(world.azure, { id: subscription, managementGroup: 'labs' });
  await world.clock.advance(oneRunMs);
  expect(await replyOf(world, vm)).toMatchObject({ profile: 'labs', passedOver: [] });
  await world.expectSteady();
});

test('while nobody knows where the subscription lies, no profile is chosen by a guess and nothing is written', async () => {
  const world = await startScenario({
    fleet: (usual) => ({
      ...usual,
      profiles: [
        { ...usual.profiles[0], name: 'labs', mode: 'observe', match: { managementGroups: [managementGroup('labs')] } },
        { name: 'rest', extends: 'labs', mode: 'enforce' },
      ],
    }),
    wrapAzure: (azure) => ({
      ...azure,
      listSubscriptions: async (scopes) => {
        const shown = await azure.listSubscriptions(scopes);
        if (shown.kind !== 'rows') return shown;
        return { ...shown, rows: shown.rows.map((row) => ({ ...row, managementGroups: undefined })) };
      },
    }),
  });
  const id = await newVm(world);
  await world.clock.advance(oneRunMs);
  expect(await world.word(id)).toBe('Pending(SubscriptionNotReady)');
  expect((await world.row(id)).standing).toMatchObject({ detail: expect.stringContaining('management groups') });
  expect(world.written()).toEqual([]);
});

test('a machine that no profile matches says of each why, and names no profile', async () => {
  const world = await startScenario({
    fleet: (usual) => ({
      ...usual,
      profiles: [{ ...usual.profiles[0], name: 'prod', match: { tags: { environment: 'prod' } } }],
    }),
  });
  const id = await newVm(world);
  await world.untilQuiet();
  expect(await world.word(id)).toBe('Excluded(NoProfile)');
  expect(await replyOf(world, id)).toMatchObject({
    profile: null,
    passedOver: [{ profile: 'prod', condition: 'tags.environment', found: 'no such tag' }],
  });
  await world.expectSteady();
});
