import { expect, test } from 'vitest';
import { setDefenderState } from '../../local/azure/security/set-defender-state.ts';
import { put, quietly, quietVm, touch } from './existing.ts';
import { type Scenario, startScenario } from './scenario.ts';

const minute = 60_000;
const hour = 60 * minute;
const publisher = 'Microsoft.Azure.AzureDefenderForServers';
const other =
  '/subscriptions/00000000-0000-4000-8000-000000000009/resourceGroups/x/providers/Microsoft.Compute/virtualMachines/x';

/** A VM with Defender for Endpoint that still names the machine that it was before it moved, and Defender on. */
async function startMoved(): Promise<{ readonly world: Scenario; readonly id: string; readonly key: string }> {
  const world = await startScenario({
    fleet: (usual) => ({
      ...usual,
      profiles: usual.profiles.map((profile) => ({ ...profile, endpoint: { want: 'mde' } as const })),
      subscriptions: [{ mode: 'enforce' }],
    }),
  });
  world.azure.defender.deployAfterMs = 10 * minute;
  const id = await quietVm(world, 'vm-1');
  await quietly(world, async () => {
    await put(world, `${id}/extensions/MDE.Linux`, {
      location: world.tenant.region,
      properties: {
        ...{ publisher, type: 'MDE.Linux', typeHandlerVersion: '1.0', autoUpgradeMinorVersion: true },
        settings: { azureResourceId: other, autoUpdate: true },
        protectedSettings: { defenderForEndpointOnboardingScript: 'x' },
      },
    });
  });
  const servers = { tier: 'P1', enforce: false, ageDays: 3 } as const;
  setDefenderState(world.azure, world.tenant.subscription, { servers });
  await world.clock.advance(40 * minute);
  await touch(world, id);
  await world.clock.advance(20 * minute);
  expect(await world.word(id)).toBe('Held(EndpointOfOtherMachine)');
  return { world, id, key: (await world.row(id)).key };
}

function deletions(world: Scenario): readonly string[] {
  return world.written().filter((line) => line.startsWith('DELETE'));
}

test('D3: the moved extension is deleted at the word of a person alone, comes back with the right id, and is left alone then', async () => {
  const { world, id, key } = await startMoved();
  await world.expectSteady();
  expect(deletions(world)).toEqual([]);
  const ordered = await world.api('POST', `machines/${key}/redeploy-endpoint`, { why: 'moved' });
  expect(ordered.status).toBe(202);
  await world.clock.advance(2 * hour);
  expect(deletions(world)).toEqual(['DELETE extensions/MDE.Linux 202']);
  expect(await world.word(id)).toBe('Configured');
  const { body } = await world.callAzure('GET', `${id}/extensions/MDE.Linux`);
  expect(JSON.stringify(body)).toContain(id);
  expect((await world.api('GET', `machines/${key}`)).body).toMatchObject({ protected: true, redeploy: null });
  await world.expectSteady();
});

test('D3: the word is good once: where the wrong id comes back, it is held and not deleted again', async () => {
  const { world, id, key } = await startMoved();
  await world.api('POST', `machines/${key}/redeploy-endpoint`, { why: 'moved' });
  await world.clock.advance(5 * minute);
  expect(deletions(world)).toHaveLength(1);
  await put(world, `${id}/extensions/MDE.Linux`, {
    location: world.tenant.region,
    properties: {
      ...{ publisher, type: 'MDE.Linux', typeHandlerVersion: '1.0', settings: { azureResourceId: other } },
      protectedSettings: { defenderForEndpointOnboardingScript: 'x' },
    },
  });
  await world.clock.advance(40 * minute);
  expect(await world.word(id)).toBe('Held(EndpointOfOtherMachine)');
  expect(deletions(world)).toHaveLength(1);
});

test('D3: a machine that is off for the hour keeps its extension: the word has ended', async () => {
  const { world, id, key } = await startMoved();
  world.report({ id, power: 'deallocated' });
  await world.api('POST', `machines/${key}/redeploy-endpoint`, { why: 'moved' });
  await world.clock.advance(70 * minute);
  await world.callAzure('POST', `${id}/start`);
  await world.clock.advance(hour);
  expect(deletions(world)).toEqual([]);
  expect(await world.word(id)).toBe('Held(EndpointOfOtherMachine)');
});

test('D3: where Defender would not bring it back, nothing is deleted, and it says so', async () => {
  const { world, id, key } = await startMoved();
  setDefenderState(world.azure, world.tenant.subscription, { settings: { WDATP: false } });
  await world.clock.advance(hour);
  await world.api('POST', `machines/${key}/redeploy-endpoint`, { why: 'moved' });
  await world.clock.advance(30 * minute);
  expect(deletions(world)).toEqual([]);
  expect((await world.row(id)).findings.endpoint?.detail).toContain('would not bring it back');
});

test('D3: an onboarding of the machine takes the word back', async () => {
  const { world, id, key } = await startMoved();
  world.report({ id, power: 'deallocated' });
  await world.api('POST', `machines/${key}/redeploy-endpoint`, { why: 'moved' });
  await world.api('POST', 'machines/onboard', { resourceId: id });
  expect((await world.row(id)).removalOrder).toBeUndefined();
});
