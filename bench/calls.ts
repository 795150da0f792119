import type { LoggedCall } from '../local/azure/core/request/call-log.ts';
import { arcBody, vmBody } from '../local/world/machines.ts';
import { createWorld, type World } from '../local/world/virtual-world.ts';

/** ARM reads and writes per onboarded machine by operation, for installs that take four minutes. */
const machines = 20;
const installMs = 4 * 60_000;
const aims = { writesPerVm: 3, readsPerVm: 12 };
/** A POST that reads. */
const graphQuery = 'Microsoft.ResourceGraph/resources/read';

const vm = await measure('VM', (world, name) => ({
  id: `${world.tenant.group}/providers/Microsoft.Compute/virtualMachines/${name}`,
  body: vmBody(name),
}));
await measure('Arc machine', (world, name) => ({
  id: `${world.tenant.group}/providers/Microsoft.HybridCompute/machines/${name}`,
  body: arcBody(),
}));
const isMet = vm.writes <= aims.writesPerVm && vm.reads <= aims.readsPerVm;
console.log(
  `Aims for a VM: at most ${aims.writesPerVm} writes and ${aims.readsPerVm} reads: ${isMet ? 'met' : 'MISSED'}.`,
);
process.exitCode = isMet ? 0 : 1;

interface PerMachine {
  readonly reads: number;
  readonly writes: number;
}

async function measure(
  label: string,
  describe: (world: World, name: string) => { readonly id: string; readonly body: ReturnType<typeof vmBody> },
): Promise<PerMachine> {
  const world = await createWorld({ durations: { monitorAgentInstall: [installMs, installMs] } });
  for (let index = 1; index <= machines; index++) {
    const { id, body } = describe(world, `m-${String(index).padStart(2, '0')}`);
    await world.callAzure('PUT', id, { body });
  }
  await world.untilQuiet();
  const { records } = await world.store.machines.list({ limit: 1_000 });
  const configured = records.filter((record) => record.standing.status === 'Configured').length;
  const calls = world.calls();
  const ofMachines = calls.filter((call) => records.some((record) => isAbout(call, record.resourceId)));
  console.log(`\n${label}: ${configured} of ${machines} Configured, install of ${installMs / 60_000} min`);
  const result = report(ofMachines);
  console.log(`  read once for all of them: ${calls.filter((call) => !ofMachines.includes(call)).length}`);
  const before = world.writes().length;
  await world.lookAgain();
  console.log(`  writes of a second look at all of them: ${world.writes().length - before}`);
  await world.stop();
  return result;
}

/** The machine itself, what lies below it, and the operations of its writes. */
function isAbout(call: LoggedCall, resourceId: string): boolean {
  return call.path.toLowerCase().startsWith(resourceId.toLowerCase()) || /operation/i.test(call.operation);
}

function report(calls: readonly LoggedCall[]): PerMachine {
  const counts = new Map<string, number>();
  for (const { method, operation } of calls) {
    const name = `${method} ${operation}`;
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  for (const [name, count] of [...counts].sort())
    console.log(`  ${(count / machines).toFixed(2).padStart(6)}  ${name}`);
  const isRead = ({ method, operation }: LoggedCall): boolean => method === 'GET' || operation === graphQuery;
  const reads = calls.filter(isRead).length / machines;
  const writes = calls.filter((call) => !isRead(call)).length / machines;
  console.log(`  ${reads.toFixed(2)} reads and ${writes.toFixed(2)} writes per machine`);
  return { reads, writes };
}
