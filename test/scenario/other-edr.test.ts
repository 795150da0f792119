import { expect, test } from 'vitest';
import { setAssessment } from '../../local/azure/security/assessment.ts';
import { setDefenderState } from '../../local/azure/security/set-defender-state.ts';
import { vmId } from '../../local/world/machines.ts';
import type { WrittenFleet } from '../../src/domain/fleet/fleet-schema.ts';
import { newArc, newVm } from './new-machines.ts';
import { type Scenario, startScenario } from './scenario.ts';

const minute = 60_000;
const installed = {
  key: '06e3a6db-6c0c-4ad9-943f-31d9d73ecf6c',
  displayName: 'EDR solution should be installed on Virtual Machines',
  severity: 'High',
} as const;

type Endpoint = NonNullable<WrittenFleet['profiles'][number]['endpoint']>;

/** The app installs Defender for Endpoint; the plan is on, and a sweep has read what Defender assesses. */
async function withDirect(wish: Partial<Endpoint> = {}): Promise<Scenario> {
  const endpoint = { want: 'mde', deployment: 'direct', ...wish } as const;
  const world = await startScenario({
    fleet: (usual) => ({
      ...usual,
      profiles: usual.profiles.map((profile) => ({ ...profile, endpoint })),
      subscriptions: [{ mode: 'enforce' }],
    }),
  });
  const servers = { tier: 'P2', enforce: false, ageDays: 3 } as const;
  setDefenderState(world.azure, world.tenant.subscription, { servers, settings: { WDATP: false } });
  await world.clock.advance(40 * minute);
  return world;
}

function assess(world: Scenario, resourceId: string, code: 'Healthy' | 'Unhealthy'): void {
  setAssessment(world.azure.context, world.azure.defender, { ...installed, resourceId, code });
}

function endpointWrites(world: Scenario): readonly string[] {
  return world.written().filter((line) => line.includes('extensions/MDE.'));
}

async function detail(world: Scenario, id: string): Promise<Record<string, unknown>> {
  const { key } = await world.row(id);
  return (await world.api('GET', `machines/${key}`)).body;
}

async function say(world: Scenario, id: string, body: Record<string, unknown>): Promise<void> {
  const { key } = await world.row(id);
  const answer = await world.api('POST', `machines/${key}/other-edr`, { why: 'looked at it', ...body });
  expect(answer.status, JSON.stringify(answer.body)).toBe(202);
  await world.untilQuiet();
}

/** A machine that Defender has assessed, and of which a sweep has read that before it is looked at for the first time. */
async function assessedVm(world: Scenario, code: 'Healthy' | 'Unhealthy'): Promise<string> {
  assess(world, vmId(world.tenant, 'vm-1'), code);
  await world.clock.advance(31 * minute);
  const id = await newVm(world);
  await world.untilQuiet();
  return id;
}

test('D6: a product that only an assessment shows keeps Defender for Endpoint away, until a person says that it is gone', async () => {
  const world = await withDirect();
  const id = await assessedVm(world, 'Healthy');
  expect(await world.word(id)).toBe('Held(OtherEdr)');
  expect(endpointWrites(world)).toEqual([]);
  expect(await detail(world, id)).toMatchObject({
    protected: false,
    edr: {
      other: { known: 'other', source: 'assessment', at: expect.any(String) },
      previousInstallation: expect.stringContaining('script or policy'),
      otherTenant: 'unknown',
    },
  });
  await say(world, id, { says: 'none' });
  expect(await world.word(id)).toBe('Configured');
  expect(endpointWrites(world)).toHaveLength(1);
  await world.expectSteady();
});

test('D2, D7: the recommendations of a machine are shown with title, state, since when and their page', async () => {
  const world = await withDirect();
  const id = await assessedVm(world, 'Unhealthy');
  expect(await world.word(id)).toBe('Configured');
  const { edr } = await detail(world, id);
  expect(edr).toMatchObject({
    other: { known: 'unknown' },
    assessmentsReadAt: expect.any(String),
    recommendations: [
      {
        title: installed.displayName,
        state: 'Unhealthy',
        since: expect.any(String),
        link: expect.stringMatching(/^https:\/\/portal\.azure\.com\//),
      },
    ],
  });
});

test('a machine that waits for its word is looked at when a sweep reads another assessment', async () => {
  const world = await withDirect({ otherEdrUnknown: 'hold' });
  const id = await newVm(world);
  await world.untilQuiet();
  expect(await world.word(id)).toBe('Held(OtherEdrUnknown)');
  assess(world, id, 'Unhealthy');
  await world.clock.advance(31 * minute);
  await world.untilQuiet();
  expect(await world.word(id)).toBe('Configured');
  expect((await detail(world, id)).edr).toMatchObject({ recommendations: [{ state: 'Unhealthy' }] });
  await world.expectSteady();
});

test('D6: an on-premises server has no assessment: held where the profile minds, and a person says which product it has', async () => {
  const world = await withDirect({ otherEdrUnknown: 'hold' });
  const id = await newArc(world);
  await world.untilQuiet();
  expect(await world.word(id)).toBe('Held(OtherEdrUnknown)');
  expect((await detail(world, id)).edr).toMatchObject({
    other: { known: 'unknown', why: expect.stringContaining('on-premises') },
  });
  await say(world, id, { says: 'other', product: 'Sophos' });
  expect(await world.word(id)).toBe('Held(OtherEdr)');
  expect((await world.row(id)).findings.endpoint?.detail).toContain('Sophos (said by');
  expect(endpointWrites(world)).toEqual([]);
  await world.expectSteady();
});

test('E8: Defender for Endpoint that was taken off is told, and the assessment that is still of it keeps nothing away', async () => {
  const world = await withDirect();
  const id = await assessedVm(world, 'Unhealthy');
  assess(world, id, 'Healthy');
  await world.clock.advance(31 * minute);
  await world.untilQuiet();
  expect(await world.word(id)).toBe('Configured');
  await world.callAzure('DELETE', `${id}/extensions/MDE.Linux`, { as: 'other' });
  await world.untilQuiet();
  expect(await world.word(id)).toBe('Configured');
  expect(endpointWrites(world)).toHaveLength(2);
  await world.expectSteady();
});
