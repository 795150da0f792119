import { expect, test } from 'vitest';
import { createRandom, type Random } from '../../local/azure/core/random.ts';
import { vmBody, vmId } from '../../local/world/machines.ts';
import { foreignIdentity, userAssigned } from './existing.ts';
import { type Scenario, startScenario } from './scenario.ts';

const worlds = 10;
const machinesPerWorld = 100;

/** One VM with another writer, who comes in at seeded points between our reads and our PATCH. */
interface Race {
  readonly id: string;
  readonly random: Random;
  /** Points of our traffic (before a request, after its answer) at which the other writer acts. */
  readonly actsAt: ReadonlySet<number>;
  point: number;
  /** What the other writer was told is on the machine: it must never go away. */
  readonly users: Set<string>;
  hasSystem: boolean;
}

/** The other writer reads nothing: its PATCH merges, and its type is the union of what is there at that moment. */
async function act(world: Scenario, race: Race, foreign: readonly string[]): Promise<void> {
  const identity = world.azure.context.vms.get(race.id)?.identity;
  const wantsSystem = race.random.next() < 0.5;
  const user = foreign[Math.floor(race.random.next() * foreign.length)] ?? '';
  const hasUsers = (identity?.userAssigned.size ?? 0) > 0;
  const isSystem = identity?.systemPrincipalId !== undefined;
  const body = wantsSystem
    ? { identity: { type: hasUsers ? 'SystemAssigned, UserAssigned' : 'SystemAssigned' } }
    : {
        identity: {
          type: isSystem ? 'SystemAssigned, UserAssigned' : 'UserAssigned',
          userAssignedIdentities: { [user]: {} },
        },
      };
  const answer = await world.callAzure('PATCH', race.id, { body, as: 'other' });
  if (answer.status >= 300) return;
  if (wantsSystem) race.hasSystem = true;
  else race.users.add(user.toLowerCase());
}

async function startRaces(seed: number): Promise<{ readonly world: Scenario; readonly races: readonly Race[] }> {
  const races = new Map<string, Race>();
  let scene: { readonly world: Scenario; readonly foreign: readonly string[] } | undefined;
  const world = await startScenario({
    seed,
    fleet: (usual, { rules }) => ({
      ...usual,
      limits: { inFlight: 1_000, perSubscription: 1_000, startsPerMinute: 5_000 },
      // Linux machines get the identity alone, which keeps a thousand of them quick.
      profiles: [
        {
          name: 'all',
          mode: 'enforce',
          onForeignIdentity: 'attach',
          ama: { install: false },
          dataCollection: { rules: [{ id: rules.windows, os: 'windows' }] },
        },
      ],
    }),
    pause: async (request) => {
      const race = races.get(new URL(request.url).pathname.toLowerCase());
      if (race !== undefined && scene !== undefined && race.actsAt.has(race.point++)) {
        await act(scene.world, race, scene.foreign);
      }
    },
  });
  const foreign = [await foreignIdentity(world, 'app-a'), await foreignIdentity(world, 'app-b')];
  scene = { world, foreign };
  for (let index = 0; index < machinesPerWorld; index++) {
    const random = createRandom(seed * 10_007 + index);
    const id = vmId(world.tenant, `vm-${index}`);
    const [first = ''] = foreign;
    const starts = [undefined, { type: 'SystemAssigned' }, userAssigned(first)][Math.floor(random.next() * 3)];
    // A look reads once, its step reads and writes: six points; a second try after a 412 makes six more.
    const actsAt = new Set(
      Array.from({ length: 1 + Math.floor(random.next() * 3) }, () => Math.floor(random.next() * 10)),
    );
    const users = new Set(starts !== undefined && 'userAssignedIdentities' in starts ? [first.toLowerCase()] : []);
    races.set(id.toLowerCase(), { id, random, actsAt, point: 0, users, hasSystem: starts?.type === 'SystemAssigned' });
    await world.callAzure('PUT', id, { body: vmBody(`vm-${index}`, starts === undefined ? {} : { identity: starts }) });
  }
  return { world, races: [...races.values()] };
}

test(`M14: ${worlds * machinesPerWorld} interleavings with another writer of identities: nothing is lost, ours is attached`, {
  timeout: 240_000,
}, async () => {
  let refused = 0;
  for (let seed = 1; seed <= worlds; seed++) {
    const { world, races } = await startRaces(seed);
    await world.untilQuiet();
    for (const race of races) {
      const identity = world.azure.context.vms.get(race.id)?.identity;
      const ours = world.tenant.builtInIdentity.toLowerCase();
      expect([...(identity?.userAssigned.keys() ?? [])].sort(), race.id).toEqual([...race.users, ours].sort());
      if (race.hasSystem) expect(identity?.systemPrincipalId, `${race.id} lost its system identity`).toBeDefined();
      expect(await world.word(race.id)).toBe('Configured');
    }
    refused += world.calls().filter((call) => call.method === 'PATCH' && call.status === 412).length;
    if (seed <= 3) await world.expectSteady();
  }
  expect(refused, 'no interleaving ever met our PATCH').toBeGreaterThan(worlds * 5);
});

test('M14: an identity PATCH that is refused with 412 is decided again from what is there then', async () => {
  let hasActed = false;
  let scene: Scenario | undefined;
  const world = await startScenario({
    pause: async (request, point) => {
      if (request.method !== 'PATCH' || point !== 'request' || hasActed || scene === undefined) return;
      hasActed = true;
      const { pathname } = new URL(request.url);
      await scene.callAzure('PATCH', pathname, { body: { identity: { type: 'SystemAssigned' } }, as: 'other' });
    },
  });
  scene = world;
  const id = vmId(world.tenant, 'vm-1');
  await world.callAzure('PUT', id, { body: vmBody('vm-1') });
  await world.untilQuiet();
  expect(await world.word(id)).toBe('Configured');
  const patches = world.writes().filter((call) => call.method === 'PATCH');
  expect(patches.map((call) => call.status)).toEqual([412, 200]);
  expect(patches[1]?.body).toMatchObject({ identity: { type: 'SystemAssigned, UserAssigned' } });
  expect((patches[1]?.atMs ?? 0) - (patches[0]?.atMs ?? 0)).toBeGreaterThanOrEqual(30_000);
  await world.expectSteady();
});

test('an identity that others take off while we attach ours is an alert, and is not put back', async () => {
  let scene: { readonly world: Scenario; readonly foreign: string } | undefined;
  const world = await startScenario({
    fleet: (usual) => ({
      ...usual,
      profiles: usual.profiles.map((profile) => ({ ...profile, onForeignIdentity: 'attach' as const })),
    }),
    pause: async (request, point) => {
      if (request.method !== 'PATCH' || point !== 'reply' || scene === undefined) return;
      const userAssignedIdentities = { [scene.foreign]: null };
      const { pathname } = new URL(request.url);
      const body = { identity: { type: 'UserAssigned', userAssignedIdentities } };
      await scene.world.callAzure('PATCH', pathname, { body, as: 'other' });
    },
  });
  const foreign = await foreignIdentity(world, 'app-a');
  scene = { world, foreign };
  const id = vmId(world.tenant, 'vm-1');
  await world.callAzure('PUT', id, { body: vmBody('vm-1', { identity: userAssigned(foreign) }) });
  await world.untilQuiet();
  expect(await world.word(id)).toBe('Configured');
  const alerts = (await world.timeline(id)).filter((entry) => entry.what === 'alert');
  expect(alerts).toMatchObject([{ code: 'IdentityLost', text: expect.stringContaining('app-a') }]);
  expect(world.written().filter((line) => line.startsWith('PATCH'))).toHaveLength(1);
  await world.expectSteady();
});
