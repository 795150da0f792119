import { applySubscriptionReport } from '../local/azure/control/subscription-control.ts';
import type { LoggedCall } from '../local/azure/core/request/call-log.ts';
import { createWorld } from '../local/world/virtual-world.ts';
import { codeOf } from '../src/domain/machine/standing.ts';
import { startEmptyTenant } from '../test/scenario/empty-tenant.ts';
import { asScenario } from '../test/scenario/scenario.ts';
import { readSizes } from './read-sizes.ts';

/** What a subscription costs from empty, and what its machines add to that: ARM calls, counted. */
const aims = { readsFromEmpty: 25, sharedReadsPerMachine: 0.05 };
const [machines = 1_000] = readSizes(
  'ARM calls of a subscription from empty, and what each of its machines adds.',
  [1_000],
);
const first = '5b5c0000-0000-4000-a000-0000000000e0';
const id = '5b5c0000-0000-4000-a000-0000000000e1';
const minuteMs = 60_000;
/** Two sweeps and more: by then it is Configured or never. */
const mostMinutes = 90;
/** Machines made within a minute; Azure itself makes them no faster. */
const perMinute = 50;
/** So that none is forgotten. */
const maxLoggedCalls = 1_000 * Math.max(machines, 100);
const graphQuery = 'Microsoft.ResourceGraph/resources/read';

const world = await startEmptyTenant([first], async (options) =>
  asScenario(await createWorld({ ...options, maxLoggedCalls })),
);
await world.clock.advance(35 * minuteMs);
await world.onboardAll();
await world.untilQuiet();

// From here to the first Configured: the sweep that finds it, the look, its steps, and the look that confirms them.
const start = world.calls().length;
applySubscriptionReport(world.azure, { id, displayName: 'New', managementGroup: 'platform' });
await world.addVm(id, 'westeurope', 'vm-first');
for (let minute = 0; minute < mostMinutes && (await word()) !== 'Configured'; minute++) {
  await world.clock.advance(minuteMs);
}
const fromEmpty = ofSubscription(start);
const reads = fromEmpty.filter(isRead).length;
console.log(`A subscription that appears empty in an armed group, one region: ${await word()}`);
console.log(
  `  ${fromEmpty.length - reads} writes, ${reads} reads (at most ${aims.readsFromEmpty}), discovery included`,
);
for (const line of tally(fromEmpty)) console.log(`  ${line}`);

const machinesStart = world.calls().length;
for (let index = 1; index < machines; index++) {
  await world.addVm(id, 'westeurope', `vm-${index}`);
  if (index % perMinute === 0) await world.clock.advance(minuteMs);
}
await world.untilQuiet();
const { records } = await world.store.machines.list({ limit: machines + 1 });
const configured = records.filter(({ standing }) => standing.status === 'Configured').length;
const perMachine = ofSubscription(machinesStart).filter(isRead).length / machines;
console.log(`\n${machines - 1} machines more in it: ${configured} Configured`);
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

async function word(): Promise<string> {
  const { records: rows } = await world.store.subscriptions.listAll();
  const standing = rows.find(({ subscription }) => subscription === id)?.standing;
  if (standing === undefined) return 'not discovered';
  const code = codeOf(standing);
  return code === undefined ? standing.status : `${standing.status}(${code})`;
}

/**
 * The app's calls that are about no single machine, whatever they name: the subscription, what is shared in it, where its
 * events go. What is read of the other subscription is none of it.
 */
function ofSubscription(from: number): readonly LoggedCall[] {
  const machine = /\/(?:virtualMachines|machines)\/|\/resourceGroups\/app-|\/operations\//i;
  return world
    .calls()
    .slice(from)
    .filter(({ principal, path }) => principal === 'app' && !machine.test(path) && !path.includes(first));
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
