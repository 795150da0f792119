import { expect, test } from 'vitest';
import { onboardingPackages } from '../../local/azure/security/mde-onboarding-routes.ts';
import { setDefenderState } from '../../local/azure/security/set-defender-state.ts';
import { CrashSignal } from '../../local/durable/crash-signal.ts';
import { openMemoryTables } from '../../local/store/memory-store.ts';
import { vmBody, vmId } from '../../local/world/machines.ts';
import type { WorldOptions } from '../../local/world/virtual-world.ts';
import type { EntityTable } from '../../src/store/entity-table.ts';
import { newArc, newVm } from './new-machines.ts';
import { type Scenario, startScenario } from './scenario.ts';

const minute = 60_000;
const hour = 60 * minute;

/** Every profile wants Defender for Endpoint and installs it; the plan is on, and Defender itself comes to nobody. */
async function withDirect(options: WorldOptions = {}, plan = true): Promise<Scenario> {
  const endpoint = { want: 'mde', deployment: 'direct' } as const;
  const world = await startScenario({
    ...options,
    fleet: (usual) => ({
      ...usual,
      profiles: usual.profiles.map((profile) => ({ ...profile, endpoint })),
      subscriptions: [{ mode: 'enforce' }],
    }),
  });
  const servers = { tier: 'P1', enforce: false, ageDays: 3 } as const;
  setDefenderState(world.azure, world.tenant.subscription, plan ? { servers, settings: { WDATP: false } } : {});
  // The sweep sees the subscription, and its look reads how Defender stands there.
  await world.clock.advance(40 * minute);
  return world;
}

function endpointWrites(world: Scenario): readonly string[] {
  return world.written().filter((line) => line.includes('extensions/MDE.'));
}

const kinds = [
  ['a Linux VM', (world: Scenario) => newVm(world), 'Linux', 201],
  ['a Windows VM', (world: Scenario) => newVm(world, 'vm-1', { os: 'windows' }), 'Windows', 201],
  ['an Arc machine', (world: Scenario) => newArc(world), 'Linux', 202],
] as const;

test.each(kinds)(
  'C2: %s gets Defender for Endpoint from the app, though its setting is off, and is protected then alone',
  async (_, make, os, status) => {
    const world = await withDirect();
    const id = await make(world);
    await world.untilQuiet();
    expect(await world.word(id)).toBe('Configured');
    expect(endpointWrites(world)).toEqual([`PUT extensions/MDE.${os} ${status}`]);
    const { key, owned } = await world.row(id);
    expect((await world.api('GET', `machines/${key}`)).body).toMatchObject({ protected: true });
    expect(owned.map(({ resourceId }) => resourceId.split('/').at(-1))).toContain(`MDE.${os}`);
    const sent = world.writes().find(({ path }) => path.includes('/MDE.'));
    expect(sent?.body).toMatchObject({
      properties: { protectedSettings: { defenderForEndpointOnboardingScript: onboardingPackages[os] } },
    });
    await world.expectSteady();
  },
);

test.each(kinds)('E20: exit code 30 (%s): the package is fetched again once at once', async (_, make, os) => {
  if (os === 'Windows') return expect(onboardingPackages).toHaveProperty(os);
  const world = await withDirect();
  world.azure.addFault({ extension: { type: 'MDE.*' }, outcome: { exitCode: 30 }, times: 1 });
  const id = await make(world);
  await world.untilQuiet();
  expect(await world.word(id)).toBe('Configured');
  const puts = world.writes().filter(({ path }) => path.includes('/MDE.'));
  expect(puts.map(({ method }) => method)).toEqual(['PUT', 'PUT']);
  expect((puts[1]?.atMs ?? 0) - (puts[0]?.atMs ?? 0)).toBeLessThan(6 * minute);
  const fetched = world.calls().filter(({ path }) => path.endsWith('/mdeOnboardings'));
  expect(fetched).toHaveLength(2);
  await world.expectSteady();
});

test('E20: exit code 15: our damaged agent is taken off, and installed anew', async () => {
  const world = await withDirect();
  world.azure.addFault({ extension: { type: 'MDE.*' }, outcome: { exitCode: 15 }, times: 1 });
  const id = await newVm(world);
  await world.untilQuiet();
  expect(await world.word(id)).toBe('Configured');
  expect(endpointWrites(world).map((line) => line.split(' ')[0])).toEqual(['PUT', 'DELETE', 'PUT']);
  await world.expectSteady();
});

test('E7: exit code 5: held with what is in the way, and not written again', async () => {
  const world = await withDirect();
  const message = "found conflicting applications: ['/opt/other/agent'], aborting. Non-zero exit code: 5";
  world.azure.addFault({ extension: { type: 'MDE.*' }, outcome: { exitCode: 5, message } });
  const id = await newVm(world);
  await world.untilQuiet();
  expect(await world.word(id)).toBe('Held(ConflictingSecurityAgent)');
  expect((await world.row(id)).findings.endpoint?.detail).toContain('/opt/other/agent');
  expect(endpointWrites(world)).toHaveLength(1);
  await world.expectSteady();
});

test('E20: exit code 51 is not what the Azure Monitor Agent means by it', async () => {
  const world = await withDirect();
  world.azure.addFault({ extension: { type: 'MDE.*' }, outcome: { exitCode: 51 } });
  const id = await newVm(world);
  await world.untilQuiet();
  expect(await world.word(id)).toBe('Held(MdeRequirements)');
});

test('without a plan nothing is installed, and the machine is held until there is one', async () => {
  const world = await withDirect({}, false);
  const id = await newVm(world);
  await world.untilQuiet();
  expect(await world.word(id)).toBe('Held(EndpointNotEnabled)');
  expect(endpointWrites(world)).toEqual([]);
  const servers = { tier: 'P2', enforce: false, ageDays: 1 } as const;
  setDefenderState(world.azure, world.tenant.subscription, { servers, settings: { WDATP: false } });
  await world.clock.advance(3 * hour);
  expect(await world.word(id)).toBe('Configured');
  await world.expectSteady();
});

test('while the machine is off nothing is sent; started, it goes on by itself', async () => {
  const world = await withDirect();
  const id = vmId(world.tenant, 'vm-1');
  await world.callAzure('PUT', id, { body: vmBody('vm-1') });
  world.report({ id, power: 'deallocated' });
  await world.untilQuiet();
  expect(await world.word(id)).toBe('Pending(Off)');
  expect(endpointWrites(world)).toEqual([]);
  await world.callAzure('POST', `${id}/start`);
  await world.untilQuiet();
  expect(await world.word(id)).toBe('Configured');
  await world.expectSteady();
});

test.each(['VM', 'Arc machine'] as const)(
  'E12: a Linux %s gets the tag that turns updates off, keeps its other tags, and gets it back where it is taken',
  async (kind) => {
    const world = await startScenario({
      fleet: (usual) => ({
        ...usual,
        profiles: usual.profiles.map((profile) => ({
          ...profile,
          endpoint: { want: 'mde', deployment: 'direct', autoUpdate: 'off' } as const,
        })),
      }),
    });
    const servers = { tier: 'P1', enforce: false, ageDays: 3 } as const;
    setDefenderState(world.azure, world.tenant.subscription, { servers });
    world.azure.defender.deployAfterMs = 1_000 * hour;
    const id = await (kind === 'VM' ? newVm(world, 'vm-1', { tags: { team: 'blue' } }) : newArc(world));
    await world.untilQuiet();
    expect(await world.word(id)).toBe('Configured');
    const tagsOf = async () => (await world.callAzure('GET', `${id}/providers/Microsoft.Resources/tags/default`)).body;
    const tags = { ...(kind === 'VM' ? { team: 'blue' } : {}), ExcludeMdeAutoUpdate: 'true' };
    expect(await tagsOf()).toMatchObject({ properties: { tags } });
    const isTagging = ({ path }: { readonly path: string }): boolean => path.endsWith('/tags/default');
    expect(world.writes().filter(isTagging)).toHaveLength(1);
    await world.expectSteady();
    await world.callAzure('PATCH', `${id}/providers/Microsoft.Resources/tags/default`, {
      body: { operation: 'Delete', properties: { tags: { ExcludeMdeAutoUpdate: 'true' } } },
    });
    await world.untilQuiet();
    expect(await tagsOf()).toMatchObject({ properties: { tags } });
    await world.expectSteady();
  },
);

/** Remembers everything that is ever written to a table, whatever becomes of it. */
function watchedTables(): { readonly tables: (name: string) => EntityTable; readonly written: () => string } {
  const open = openMemoryTables();
  const written: string[] = [];
  const watch = (table: EntityTable): EntityTable =>
    new Proxy(table, {
      get: (target, name) => {
        const member: unknown = Reflect.get(target, name);
        if (typeof member !== 'function') return member;
        return (...args: unknown[]): unknown => {
          written.push(JSON.stringify(args));
          return Reflect.apply(member, target, args) as unknown;
        };
      },
    });
  return { tables: (name) => watch(open(name)), written: () => written.join('\n') };
}

test('the onboarding package stands in no row, history, log line, reply or timeline: direct, exit 30, killed between fetch and PUT', async () => {
  const { tables, written } = watchedTables();
  let world: Scenario | undefined;
  let [isDead, hasDied] = [false, false];
  const replies: string[] = [];
  world = await withDirect({
    tables,
    engine: {
      checkReplay: false,
      crashPoints: (point) => {
        if (isDead) throw new CrashSignal(point);
      },
    },
    pause: async ({ url, method }, point) => {
      if (isDead) throw new CrashSignal('a request of a dead process');
      if (hasDied || method !== 'PUT' || point !== 'request' || !url.includes('/MDE.')) return;
      [isDead, hasDied] = [true, true];
      void world?.engine().stop();
      throw new CrashSignal('killed with the package in hand');
    },
  });
  world.azure.addFault({ extension: { type: 'MDE.*' }, outcome: { exitCode: 30 }, times: 1 });
  const id = await newVm(world);
  for (let step = 0; step < 120 && !isDead; step++) await world.clock.advance(10_000);
  expect(hasDied).toBe(true);
  const histories: string[] = [];
  const keepHistories = async (): Promise<void> => {
    for (const instance of (await world?.engine().list({})) ?? []) histories.push(JSON.stringify(instance));
  };
  await world.clock.advance(3_000);
  isDead = false;
  await world.restart();
  for (let step = 0; step < 40; step++) {
    await world.clock.advance(30_000);
    await keepHistories();
  }
  await world.untilQuiet();
  expect(await world.word(id)).toBe('Configured');
  expect(endpointWrites(world).filter((line) => line.startsWith('PUT')).length).toBeGreaterThanOrEqual(2);
  const { key } = await world.row(id);
  for (const path of [`machines/${key}`, `machines/${key}/timeline`, 'machines', 'status', 'adoption']) {
    replies.push(JSON.stringify(await world.api('GET', path)));
  }
  const everything = [written(), histories.join('\n'), JSON.stringify(world.log), replies.join('\n')];
  // The search finds what is there.
  expect(everything.map((text) => text.includes('MDE.Linux'))).toEqual([true, true, expect.any(Boolean), true]);
  for (const text of everything) {
    expect(text).not.toContain(onboardingPackages.Linux.slice(0, 24));
    expect(text).not.toContain('simulated onboarding package');
  }
});
