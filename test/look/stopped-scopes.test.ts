import { expect, it } from 'vitest';
import type { StoppedWrite } from '../../src/domain/stops/judge-stop.ts';
import { enterScope, tellAccepted, tellDenied } from '../../src/look/stopped-scopes.ts';
import { vm } from '../work/fixtures.ts';
import { createStepRig, type StepRig } from './step-rig.ts';

const hour = 60 * 60_000;

function write(name: string): StoppedWrite {
  const { key, resourceId } = vm(name);
  return { key, resourceId, action: 'Microsoft.Compute/virtualMachines/extensions/write' };
}

/** Three machines were refused, an hour ago. */
async function stoppedRig(): Promise<StepRig> {
  const rig = await createStepRig();
  await Promise.all(['a', 'b', 'c'].map((name) => tellDenied(rig.ports, write(name), 'refused')));
  rig.time.appMs += hour;
  return rig;
}

it('M7: refusals that come at once are all counted', async () => {
  const { ports } = await stoppedRig();
  const stops = (await ports.store.stops.read(vm('a').subscription))?.value;
  expect(stops?.denials).toHaveLength(3);
  expect(stops?.stops).toHaveLength(1);
});

it('M7: of many machines that come to try at once one may, in whatever process', async () => {
  const { ports } = await stoppedRig();
  const verdicts = await Promise.all(['a', 'b', 'c', 'd', 'e'].map((name) => enterScope(ports, write(name))));
  expect(verdicts.toSorted()).toEqual(['open', 'stopped', 'stopped', 'stopped', 'stopped']);
});

it('M7: a machine elsewhere is not kept back, and leaves no trace', async () => {
  const { ports } = await createStepRig();
  expect(await enterScope(ports, write('a'))).toBe('open');
  await tellAccepted(ports, write('a'));
  expect((await ports.store.stops.read(vm('a').subscription))?.value).toBeUndefined();
});

it('M7: a try that succeeds ends the stop for all', async () => {
  const { ports } = await stoppedRig();
  await enterScope(ports, write('b'));
  expect(await enterScope(ports, write('a'))).toBe('stopped');
  await tellAccepted(ports, write('b'));
  expect(await enterScope(ports, write('a'))).toBe('open');
  expect((await ports.store.stops.read(vm('a').subscription))?.value).toMatchObject({
    stops: [],
    denials: [],
    lifted: [{}],
  });
});
