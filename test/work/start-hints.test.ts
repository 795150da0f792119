import { expect, it } from 'vitest';
import { machineKind } from '../../src/look/target-kinds.ts';
import { createHintStart } from '../../src/work/start-hints.ts';
import { FakeInstances } from './fake-instances.ts';
import { vm } from './fixtures.ts';

it('starts the instance of a machine at once', async () => {
  const client = new FakeInstances();
  const { key } = vm('a');
  await createHintStart({ now: () => 0 }, machineKind)(client, key);
  expect(client.started).toEqual([
    { orchestrator: 'onboardMachine', instanceId: `machine-${key}`, input: { machineId: key } },
  ]);
});

it('leaves a burst to the tick: twenty starts a minute', async () => {
  let nowMs = 0;
  const client = new FakeInstances();
  const hintStart = createHintStart({ now: () => nowMs }, machineKind);
  for (let index = 0; index < 50; index++) await hintStart(client, vm(`m-${index}`).key);
  expect(client.started).toHaveLength(20);
  nowMs = 60_000;
  await hintStart(client, vm('next').key);
  expect(client.started).toHaveLength(21);
});

it('swallows every error: the row is owed anyway', async () => {
  const client = new FakeInstances();
  client.isBroken = true;
  await expect(createHintStart({ now: () => 0 }, machineKind)(client, vm('a').key)).resolves.toBeUndefined();
});
