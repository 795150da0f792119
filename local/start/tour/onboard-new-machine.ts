import type { MachineDetail } from '../app-client.ts';
import type { LocalInstance } from '../local-instance.ts';
import type { Screen } from '../screen.ts';
import { awaitConfigured } from './await-configured.ts';
import { countCalls, describeSent } from './calls-since.ts';
import { createMachine } from './create-machine.ts';
import { describeTimeline } from './describe-timeline.ts';

/** Creates a VM and shows how it becomes Configured: when, with how many calls, and by which steps. */
export async function onboardNewMachine(instance: LocalInstance, screen: Screen): Promise<MachineDetail> {
  const sent = await countCalls(instance);
  const before = await instance.appClient.machines();
  const startedMs = instance.appNow();
  const name = await createMachine(instance, screen);
  const createdMs = instance.appNow();
  const machine = await awaitConfigured(instance, name, startedMs);
  for (const line of describeTimeline(machine, startedMs, instance.azure)) screen.line(line);
  const doneMs = Date.parse(machine.since);
  const tell = (fromMs: number): string =>
    `${Math.round((doneMs - fromMs) / 1000)} s of app time (${((doneMs - fromMs) / 1000 / instance.speed).toFixed(1)} s real)`;
  screen.line(`   Configured ${tell(startedMs)} after it was asked for, ${tell(createdMs)} after it ran.`);
  const calls = await sent();
  screen.line(`   The app sent ${calls.writes} writes and ${calls.reads} reads:`);
  for (const line of describeSent(calls)) screen.line(line);
  const looks = new Map(before.map(({ key, lastLookAt }) => [key, lastLookAt]));
  const others = (await instance.appClient.machines()).filter(
    ({ key, lastLookAt }) => looks.has(key) && looks.get(key) !== lastLookAt,
  );
  if (others.length > 0) {
    screen.line(`   (Among them the reads for ${others.map((other) => other.name).join(', ')}, looked at meanwhile.)`);
  }
  return machine;
}
