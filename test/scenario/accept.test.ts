import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../local/azure/core/types.ts';
import { vmBody, vmId } from '../../local/world/machines.ts';
import type { WorldOptions } from '../../local/world/virtual-world.ts';
import { authentication, foreignIdentity, put, userAssigned } from './existing.ts';
import { type Answer, type Scenario, startScenario } from './scenario.ts';

const dayMs = 24 * 60 * 60_000;

async function startWithForeign(options: WorldOptions = {}): Promise<{ world: Scenario; id: string; foreign: string }> {
  const world = await startScenario({
    fleet: (usual) => ({
      ...usual,
      profiles: usual.profiles.map((profile) => ({ ...profile, onForeignIdentity: 'hold' as const })),
    }),
    ...options,
  });
  const foreign = await foreignIdentity(world, 'app-identity');
  const id = vmId(world.tenant, 'vm-1');
  await put(world, id, vmBody('vm-1', { identity: userAssigned(foreign) }));
  await world.untilQuiet();
  expect(await world.word(id)).toBe('Held(ForeignIdentity)');
  return { world, id, foreign };
}

async function startWithImage(): Promise<{ world: Scenario; id: string }> {
  const world = await startScenario({ fleet: (usual) => ({ ...usual, support: { unknownImage: 'hold' } }) });
  const id = vmId(world.tenant, 'vm-1');
  await put(world, id, withImage(world, 'golden'));
  await world.untilQuiet();
  expect(await world.word(id)).toBe('Held(UnknownImage)');
  return { world, id };
}

/** A VM made from an image of the tenant's own. */
function withImage({ tenant }: Scenario, image: string): JsonObject {
  const body = vmBody('vm-1');
  const { properties } = body as { properties: { storageProfile: JsonObject } };
  const imageReference = { id: `${tenant.group}/providers/Microsoft.Compute/images/${image}` };
  return { ...body, properties: { ...properties, storageProfile: { ...properties.storageProfile, imageReference } } };
}

async function accept(world: Scenario, id: string, code: string, more: object = {}): Promise<Answer> {
  const { key } = await world.row(id);
  const answer = await world.api('POST', `machines/${key}/accept`, { code, why: 'agreed with its owner', ...more });
  expect(answer.status, JSON.stringify(answer.body)).toBe(202);
  return answer;
}

describe('an identity of others that is accepted', () => {
  it('E19: gets ours beside it; the agent names ours, nothing is taken away, and a second look writes nothing', async () => {
    const { world, id, foreign } = await startWithForeign();
    await accept(world, id, 'ForeignIdentity');
    await world.untilQuiet();
    expect(await world.word(id)).toBe('Configured');
    const attach = world.writes().find((call) => call.path === id);
    expect(attach?.body).toEqual({
      identity: { type: 'UserAssigned', userAssignedIdentities: { [world.tenant.builtInIdentity]: {} } },
    });
    const extension = world.writes().find((call) => call.path.includes('/extensions/'));
    expect(extension?.body).toMatchObject({ properties: { settings: authentication(world.tenant.builtInIdentity) } });
    const { facts, acceptances } = await world.row(id);
    expect([...(facts?.identity?.userAssigned ?? [])].sort()).toEqual([foreign, world.tenant.builtInIdentity].sort());
    expect(acceptances).toMatchObject([{ code: 'ForeignIdentity', why: 'agreed with its owner' }]);
    await world.expectSteady();
  });

  it('E19: is held again, untouched, when one identity more came between the decision and the look', async () => {
    const { world, id, foreign } = await startWithForeign();
    const { key } = await world.row(id);
    const second = await foreignIdentity(world, 'backup-identity');
    const before = world.writes().length;
    await world.azure.events.silently(async () => {
      await put(world, id, vmBody('vm-1', { identity: userAssigned(foreign, second) }));
    });
    await accept(world, id, 'ForeignIdentity');
    await world.untilQuiet();
    expect(await world.word(id)).toBe('Held(ForeignIdentity)');
    expect(world.written(before)).toEqual([]);
    expect((await world.row(id)).acceptances).toEqual([]);
    const texts = (await world.timeline(id)).map(({ text }) => text);
    expect(texts).toContain(
      'the acceptance of ForeignIdentity by a function key has ended: what is found now is not what was accepted',
    );
    expect((await world.api('GET', `machines/${key}`)).body).toMatchObject({ acceptances: [], accepted: [] });
    await world.expectSteady();
  });

  it('E19: is not written to before its scope is armed, and arming asks for the plan as it is now', async () => {
    const { world, id } = await startWithForeign({ armed: false });
    const read = await world.api('GET', 'adoption');
    await accept(world, id, 'ForeignIdentity');
    const stale = await world.api('POST', 'arm', { scopes: ['*'], planHash: read.body.planHash });
    expect([stale.status, stale.body.code]).toEqual([409, 'PlanChanged']);
    await world.untilQuiet();
    expect(await world.word(id)).toBe('Observed(NotArmed)');
    const plan = await world.api('POST', `machines/${(await world.row(id)).key}/plan`);
    expect(plan.body.plan).toContainEqual(
      expect.objectContaining({ step: 'attachIdentity', changesDefaultToken: true, verdict: 'NotArmed' }),
    );
    expect(world.written()).toEqual([]);
    const now = await world.api('GET', 'adoption');
    expect(now.body).toMatchObject({ accepted: 1, changesDefaultToken: 1 });
    const armed = await world.api('POST', 'arm', { scopes: ['*'], planHash: now.body.planHash });
    expect(armed.status).toBe(200);
    await world.untilQuiet();
    expect(await world.word(id)).toBe('Configured');
    await world.expectSteady();
  });
});

describe('an image that is accepted', () => {
  it('E19: is onboarded until the time is over, then held again without any event; what is installed stays', async () => {
    const { world, id } = await startWithImage();
    const until = new Date(world.clock.now() + 2 * dayMs).toISOString();
    await accept(world, id, 'UnknownImage', { until });
    await world.clock.advance(dayMs);
    expect(await world.word(id)).toBe('Configured');
    const written = world.writes().length;
    expect(written).toBeGreaterThan(0);
    await world.clock.advance(dayMs + 10 * 60_000);
    expect(await world.word(id)).toBe('Held(UnknownImage)');
    expect((await world.row(id)).acceptances).toEqual([]);
    expect(world.written(written)).toEqual([]);
    await world.expectSteady();
  });

  it('E19: is not accepted for the machine that is made anew under its name', async () => {
    const { world, id } = await startWithImage();
    await accept(world, id, 'UnknownImage');
    await world.untilQuiet();
    expect(await world.word(id)).toBe('Configured');
    await world.callAzure('DELETE', id);
    await world.untilQuiet();
    expect(await world.word(id)).toBe('Gone');
    expect((await world.row(id)).acceptances).toEqual([]);
    const before = world.writes().length;
    await put(world, id, withImage(world, 'golden'));
    await world.untilQuiet();
    expect(await world.word(id)).toBe('Held(UnknownImage)');
    expect(world.written(before)).toEqual([]);
  });

  it('E19: taken back, the machine is held again, and nothing is written from then on', async () => {
    const { world, id } = await startWithImage();
    const { key } = await world.row(id);
    await accept(world, id, 'UnknownImage');
    const answer = await world.api('DELETE', `machines/${key}/accept?reason=UnknownImage`);
    expect(answer.status).toBe(200);
    const before = world.writes().length;
    await world.untilQuiet();
    expect(await world.word(id)).toBe('Held(UnknownImage)');
    expect(world.written(before)).toEqual([]);
    await world.expectSteady();
  });
});
