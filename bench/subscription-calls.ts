import type { LoggedCall } from '../local/azure/core/request/call-log.ts';
import { createWorld } from '../local/world/virtual-world.ts';
import { startEmptyTenant } from '../test/scenario/empty-tenant.ts';
import { asScenario } from '../test/scenario/scenario.ts';

/** What a subscription costs from empty, and what its machines add to that: ARM calls, counted. */
const aims = { readsFromEmpty: 25, sharedReadsPerMachine: 0.05 };
const machines = Number(process.argv[2] ?? '1000');
const id = '5b5c0000-0000-4000-a000-0000000000e1';
const minuteMs = 60_000;
/** Machines made at once; Azure itself makes them no faster. */
const perMinute = 50;
const graphQuery = 'Microsoft.ResourceGraph/resources/read';

const world = await startEmptyTenant([id], async (options) => asScenario(await createWorld(options)));
await world.clock.advance(35 * minuteMs);
await world.onboardAll();
await world.addVm(id, 'westeurope', 'vm-first');
const readsBefore = ofSubscription().filter(isRead).length;
await world.clock.advance(60 * minuteMs);
const fromEmpty = ofSubscription();
const reads = fromEmpty.filter(isRead).length - readsBefore;
console.log(`A subscription from empty, one region: ${(await world.words()).join(', ')}`);
console.log(
  `  ${fromEmpty.filter((call) => !isRead(call)).length} writes, ${reads} reads (at most ${aims.readsFromEmpty})`,
);
for (const line of tally(fromEmpty)) console.log(`  ${line}`);

const sharedBefore = ofSubscription().filter(isRead).length;
for (let index = 1; index < machines; index++) {
  await world.addVm(id, 'westeurope', `vm-${index}`);
  if (index % perMinute === 0) await world.clock.advance(minuteMs);
}
await world.untilQuiet();
const { records } = await world.store.machines.list({ limit: machines + 1 });
const configured = records.filter(({ standing }) => standing.status === 'Configured').length;
const perMachine = (ofSubscription().filter(isRead).length - sharedBefore) / machines;
console.log(`\n${machines} machines in it: ${configured} Configured`);
console.log(
  `  ${perMachine.toFixed(3)} reads of the subscription or of shared things per machine (at most ${aims.sharedReadsPerMachine})`,
);
const before = world.writes().length;
await world.lookAgain();
const again = world.writes().length - before;
console.log(`  writes of a second look at all of them and at the subscription: ${again}`);
await world.stop();

const isMet = reads <= aims.readsFromEmpty && perMachine <= aims.sharedReadsPerMachine && again === 0;
console.log(`Aims: ${isMet ? 'met' : 'MISSED'}.`);
process.exitCode = isMet ? 0 : 1;

/** Calls about the subscription and what is shared in it, and those about no single machine. */
function ofSubscription(): readonly LoggedCall[] {
  const machine = /\/(?:virtualMachines|machines)\/|\/resourceGroups\/app-|\/operations\//i;
  return world
    .calls()
    .filter(({ path }) => !machine.test(path) && !/subscriptions\/(?!5b5c0000-0000-4000-a000-0000000000e1)/.test(path));
}

function isRead({ method, operation }: LoggedCall): boolean {
  return method === 'GET' || operation === graphQuery;
}

function tally(calls: readonly LoggedCall[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const { method, operation } of calls) {
    const name = `${method} ${operation}`;
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return [...counts].sort().map(([name, count]) => `${String(count).padStart(4)}  ${name}`);
}
