import { describe, expect, test } from 'vitest';
import type { ResourceEvent } from '../../local/azure/core/types.ts';
import { arcBody, arcId } from '../../local/world/machines.ts';
import type { WorldOptions } from '../../local/world/virtual-world.ts';
import { associationNameOf } from '../../src/domain/services/data-collection/data-collection.ts';
import { placeAgent, put, touch } from './existing.ts';
import { newVm } from './new-machines.ts';
import { type Scenario, startScenario } from './scenario.ts';

const minute = 60_000;

/** Undoes each of the app's own changes that `fits`, a minute after it was made. */
function undoEach(world: Scenario, fits: (event: ResourceEvent) => boolean, undo: (id: string) => unknown): void {
  const { context } = world.azure;
  context.hooks.onEvent.push((event) => {
    if (event.principal.name !== 'app' || event.outcome !== 'Success' || !fits(event)) return;
    context.after(minute, 'somebody undoes it', () => void undo(event.resourceUri));
  });
}

test('an opponent who adds another setting each time does not get past the fuse', async () => {
  const world = await startScenario();
  const id = await newVm(world);
  let times = 0;
  undoEach(
    world,
    ({ resourceUri }) => resourceUri.includes('/extensions/'),
    () => placeAgent(world, id, { settings: { [`opponent-${++times}`]: times } }),
  );
  await world.untilQuiet();
  expect(await world.word(id)).toBe('Held(Contended)');
  expect(world.written().filter((line) => line.startsWith('PUT extensions/'))).toHaveLength(3);
  await world.expectSteady();
});

/** Every Linux machine gets both rules of the tenant. */
const bothRules: WorldOptions['fleet'] = (usual, { rules }) => ({
  ...usual,
  profiles: usual.profiles.map((profile) => ({
    ...profile,
    dataCollection: { rules: [{ id: rules.windows }, { id: rules.linux }] },
  })),
});

describe('a rule that is refused leaves the other one its tries', () => {
  test.each([
    ['windows', 'linux'],
    ['linux', 'windows'],
  ] as const)('the rule for %s is refused by a policy, the one for %s has bad luck', async (refused, unlucky) => {
    const world = await startScenario({ fleet: bothRules });
    const { rules } = world.tenant;
    const fault = (rule: string, preset: string, times: number) =>
      world.azure.addFault({ principal: 'app', method: 'PUT', path: `**/${associationNameOf(rule)}`, preset, times });
    fault(rules[refused], 'policy', 1_000);
    fault(rules[unlucky], 'serverError', 3);
    const id = await newVm(world);
    await world.untilQuiet();
    expect(await world.word(id)).toBe('Held(PolicyDenied)');
    expect((await world.row(id)).facts?.ruleIds?.map((rule) => rule.toLowerCase())).toEqual([
      rules[unlucky].toLowerCase(),
    ]);
    await world.expectSteady();
  });

  test('the one for windows is undone until the fuse blows, the one for linux has bad luck then', async () => {
    const world = await startScenario({ fleet: bothRules });
    const { rules } = world.tenant;
    const [contended, unlucky] = [associationNameOf(rules.windows), associationNameOf(rules.linux)];
    undoEach(
      world,
      ({ kind, resourceUri }) => kind === 'write' && resourceUri.includes(contended),
      (association) => world.callAzure('DELETE', association, { as: 'other' }),
    );
    world.azure.addFault({ principal: 'app', method: 'PUT', path: `**/${unlucky}`, preset: 'serverError', times: 4 });
    const id = await newVm(world);
    await world.untilQuiet();
    await world.clock.advance(60 * minute);
    await world.untilQuiet();
    expect(await world.word(id)).toBe('Held(Contended)');
    expect(
      world
        .written()
        .filter((line) => line.includes(unlucky))
        .at(-1),
    ).toMatch(/ 20[01]$/);
    await world.expectSteady();
  });
});

describe('what a machine keeps back is part of the plan', () => {
  test('a VM that is off', async () => {
    const world = await startScenario({ armed: false });
    const id = await newVm(world);
    await world.callAzure('POST', `${id}/deallocate`);
    await world.untilQuiet();
    expect((await world.row(id)).wouldWrite.map(({ step }) => step.split(':')[0]).sort()).toEqual([
      'associateDataCollectionRule',
      'attachIdentity',
      'installExtension',
    ]);
    await world.expectSteady();
  });

  test('an Arc machine that is disconnected', async () => {
    const world = await startScenario({ armed: false });
    const id = arcId(world.tenant, 'srv-1');
    await put(world, id, arcBody());
    world.report({ id, status: 'Disconnected' });
    await world.untilQuiet();
    await touch(world, id);
    await world.untilQuiet();
    expect((await world.row(id)).wouldWrite.map(({ step }) => step.split(':')[0]).sort()).toEqual([
      'associateDataCollectionRule',
      'installExtension',
    ]);
  });
});

test('an update by somebody else that ends Failed does not leave the machine Configured', async () => {
  const world = await startScenario();
  const id = await newVm(world);
  await world.untilQuiet();
  expect(await world.word(id)).toBe('Configured');
  world.azure.addFault({ extension: { type: 'AzureMonitor*Agent' }, outcome: { exitCode: 51 } });
  await placeAgent(world, id, { properties: { forceUpdateTag: 'again' } });
  await world.untilQuiet();
  expect(await world.word(id)).toBe('Held(ExtensionUnsupportedOs)');
  await world.expectSteady();
});
