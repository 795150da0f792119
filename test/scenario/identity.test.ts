import { expect, test } from 'vitest';
import { vmBody, vmId } from '../../local/world/machines.ts';
import { hintOfStanding } from '../../src/domain/machine/standing.ts';
import { authentication, foreignIdentity, put, userAssigned } from './existing.ts';
import { type Scenario, startScenario } from './scenario.ts';

interface IdentityView {
  readonly type: string;
  readonly principalId?: string;
  readonly userAssignedIdentities?: Readonly<Record<string, unknown>>;
}

async function identityOf(world: Scenario, id: string): Promise<IdentityView> {
  const { body } = await world.callAzure('GET', id);
  return (body as unknown as { readonly identity: IdentityView }).identity;
}

async function withForeign(
  rule: 'reuse' | 'attach' | 'hold',
): Promise<{ world: Scenario; id: string; foreign: string }> {
  const world = await startScenario({
    fleet: (usual) => ({
      ...usual,
      profiles: usual.profiles.map((profile) => ({ ...profile, onForeignIdentity: rule })),
    }),
  });
  const foreign = await foreignIdentity(world, 'app-identity');
  const id = vmId(world.tenant, 'vm-1');
  await world.callAzure('PUT', id, { body: vmBody('vm-1', { identity: userAssigned(foreign) }) });
  return { world, id, foreign };
}

test('M6 M13: a system identity stays: the PATCH carries the union type and only our id', async () => {
  const world = await startScenario({ armed: false });
  const id = vmId(world.tenant, 'vm-1');
  await world.callAzure('PUT', id, { body: vmBody('vm-1', { identity: { type: 'SystemAssigned' } }) });
  await world.untilQuiet();
  const before = await identityOf(world, id);
  const { key, wouldWrite } = await world.row(id);
  expect(wouldWrite.map(({ step, changesDefaultToken }) => [step.split(':')[0], changesDefaultToken])).toEqual([
    ['attachIdentity', false],
    ['associateDataCollectionRule', false],
    ['installExtension', false],
  ]);
  const plan = await world.api('POST', `machines/${key}/plan`);
  expect(plan.body.plan).toContainEqual(
    expect.objectContaining({
      step: 'attachIdentity',
      changesDefaultToken: false,
      body: {
        identity: {
          type: 'SystemAssigned, UserAssigned',
          userAssignedIdentities: { [world.tenant.builtInIdentity]: {} },
        },
      },
    }),
  );
  expect(world.written()).toEqual([]);
  const adoption = await world.api('GET', 'adoption');
  const armed = await world.api('POST', 'arm', { scopes: ['*'], planHash: adoption.body.planHash });
  expect(armed.status).toBe(200);
  await world.untilQuiet();
  expect(await world.word(id)).toBe('Configured');
  expect(world.writes()[0]?.body).toEqual({
    identity: {
      type: 'SystemAssigned, UserAssigned',
      userAssignedIdentities: { [world.tenant.builtInIdentity]: {} },
    },
  });
  const after = await identityOf(world, id);
  expect(after.principalId).toBe(before.principalId);
  expect(after.type).toBe('SystemAssigned, UserAssigned');
  await world.expectSteady();
});

test('M6 M13: reuse: the agent signs in with the foreign identity, and ours is not attached', async () => {
  const { world, id, foreign } = await withForeign('reuse');
  await world.untilQuiet();
  expect(await world.word(id)).toBe('Configured');
  expect(world.written().filter((line) => line.startsWith('PATCH'))).toEqual([]);
  const extension = world.writes().find((call) => call.path.includes('/extensions/'));
  expect(extension?.body).toMatchObject({ properties: { settings: authentication(foreign) } });
  expect(Object.keys((await identityOf(world, id)).userAssignedIdentities ?? {})).toEqual([foreign]);
  await world.expectSteady();
});

test('attach: ours is added beside the foreign one, whose id is not in the PATCH', async () => {
  const { world, id, foreign } = await withForeign('attach');
  await world.untilQuiet();
  expect(await world.word(id)).toBe('Configured');
  expect(world.writes()[0]?.body).toEqual({
    identity: { type: 'UserAssigned', userAssignedIdentities: { [world.tenant.builtInIdentity]: {} } },
  });
  expect(Object.keys((await identityOf(world, id)).userAssignedIdentities ?? {}).sort()).toEqual(
    [foreign, world.tenant.builtInIdentity].sort(),
  );
  const extension = world.writes().find((call) => call.path.includes('/extensions/'));
  expect(extension?.body).toMatchObject({ properties: { settings: authentication(world.tenant.builtInIdentity) } });
  await world.expectSteady();
});

test('M13: attach: the plan says that the default token changes', async () => {
  const { world, id } = await withForeign('attach');
  const { key } = await youngRow(world, id);
  const plan = await world.api('POST', `machines/${key}/plan`);
  expect(plan.body.plan).toContainEqual(
    expect.objectContaining({ step: 'attachIdentity', changesDefaultToken: true, verdict: 'Settling' }),
  );
});

/** The machine was looked at once, and is too young to be written to. */
async function youngRow(world: Scenario, id: string): Promise<{ readonly key: string }> {
  await world.clock.advance(60_000);
  expect(world.written()).toEqual([]);
  return await world.row(id);
}

test('M13: hold: the agent waits for a person, the rule is associated, no identity is touched', async () => {
  const { world, id, foreign } = await withForeign('hold');
  await world.untilQuiet();
  expect(await world.word(id)).toBe('Held(ForeignIdentity)');
  expect(world.written().map((line) => line.split('/')[0])).toEqual(['PUT dataCollectionRuleAssociations']);
  expect(Object.keys((await identityOf(world, id)).userAssignedIdentities ?? {})).toEqual([foreign]);
  expect(hintOfStanding((await world.row(id)).standing)).toContain('onForeignIdentity');
  await world.expectSteady();
});

test('without the built-in identity the machine is held; made and onboarded again it is Configured', async () => {
  const world = await startScenario();
  await world.callAzure('DELETE', world.tenant.builtInIdentity);
  const id = vmId(world.tenant, 'vm-1');
  await world.callAzure('PUT', id, { body: vmBody('vm-1') });
  await world.untilQuiet();
  expect(await world.word(id)).toBe('Held(IdentityMissing)');
  await world.expectSteady();
  await put(world, world.tenant.builtInIdentity, { location: 'westeurope' });
  const answer = await world.api('POST', 'machines/onboard', { resourceId: id });
  expect(answer.status).toBe(202);
  await world.untilQuiet();
  expect(await world.word(id)).toBe('Configured');
  await world.expectSteady();
});

test('M6: a profile that wants the system identity attaches that one and names none to the agent', async () => {
  const world = await startScenario({
    fleet: (usual) => ({
      ...usual,
      profiles: usual.profiles.map((profile) => ({ ...profile, identity: { kind: 'system' as const } })),
    }),
  });
  const id = vmId(world.tenant, 'vm-1');
  await world.callAzure('PUT', id, { body: vmBody('vm-1') });
  await world.untilQuiet();
  expect(await world.word(id)).toBe('Configured');
  expect(world.writes()[0]?.body).toEqual({ identity: { type: 'SystemAssigned' } });
  await world.expectSteady();
});
