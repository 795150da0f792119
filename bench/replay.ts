import { arcBody, vmBody } from '../local/world/machines.ts';
import { createWorld } from '../local/world/virtual-world.ts';
import { readSizes } from './read-sizes.ts';

const sizes = readSizes(
  'Storage operations and CPU per machine at growing fleets: whole onboardings on the virtual clock, memory store.',
  [100, 1_000, 10_000],
);
const repeats = 3;
const allowedSpread = 0.3;

interface Measured {
  readonly machines: number;
  readonly operationsPerMachine: number;
  readonly cpuMsPerMachine: number;
}

/** Small fleets are measured several times over, so that every number stands on about as many machines. */
const machinesPerRun = 1_000;

// What the runtime compiles and caches once is not a cost per machine.
await measure(machinesPerRun);
const results: Measured[] = [];
for (const machines of sizes) {
  const runs: Measured[] = [];
  for (let repeat = 0; repeat < repeats; repeat++) {
    process.stderr.write(`  ${machines} machines, run ${repeat + 1} of ${repeats} ...\n`);
    runs.push(await measureSeveral(machines, Math.ceil(machinesPerRun / machines)));
  }
  const sorted = runs.toSorted((a, b) => a.cpuMsPerMachine - b.cpuMsPerMachine);
  const median = sorted[Math.floor(repeats / 2)];
  if (median !== undefined) results.push(median);
}

console.log('machines  storage operations per machine  CPU ms per machine (median of 3)');
for (const { machines, operationsPerMachine, cpuMsPerMachine } of results) {
  console.log(
    `${String(machines).padStart(8)}  ${operationsPerMachine.toFixed(2).padStart(30)}  ${cpuMsPerMachine.toFixed(2).padStart(18)}`,
  );
}
const cpu = results.map((result) => result.cpuMsPerMachine);
const operations = results.map((result) => result.operationsPerMachine);
const cpuRatio = Math.max(...cpu) / Math.min(...cpu);
const operationsRatio = Math.max(...operations) / Math.min(...operations);
console.log(`largest to smallest: operations x${operationsRatio.toFixed(2)}, CPU x${cpuRatio.toFixed(2)}`);
process.exitCode = cpuRatio <= 1 + allowedSpread && operationsRatio <= 1.1 ? 0 : 1;

async function measureSeveral(machines: number, worlds: number): Promise<Measured> {
  let [operations, cpuMs] = [0, 0];
  for (let world = 0; world < worlds; world++) {
    const measured = await measure(machines);
    operations += measured.operationsPerMachine;
    cpuMs += measured.cpuMsPerMachine;
  }
  return { machines, operationsPerMachine: operations / worlds, cpuMsPerMachine: cpuMs / worlds };
}

async function measure(machines: number): Promise<Measured> {
  const world = await createWorld({
    fleet: (usual) => ({ ...usual, limits: { inFlight: 5_000, perSubscription: 5_000, startsPerMinute: 5_000 } }),
    engine: { checkReplay: false, maxConcurrentActivities: 200, maxConcurrentOrchestrators: 200 },
  });
  const before = count(world.store.operations());
  const started = process.cpuUsage();
  for (let index = 0; index < machines; index++) {
    const name = `m-${index}`;
    const isArc = index % 5 === 4;
    const type = isArc ? 'Microsoft.HybridCompute/machines' : 'Microsoft.Compute/virtualMachines';
    await world.callAzure('PUT', `${world.tenant.group}/providers/${type}/${name}`, {
      body: isArc ? arcBody() : vmBody(name),
    });
  }
  await world.untilQuiet();
  const cpu = process.cpuUsage(started);
  const summary = await world.store.machines.summarize();
  const configured = summary.machines.filter(({ status }) => status === 'Configured').length;
  if (configured !== machines) throw new Error(`only ${configured} of ${machines} machines are Configured`);
  const operations = count(world.store.operations()) - before;
  await world.stop();
  return {
    machines,
    operationsPerMachine: operations / machines,
    cpuMsPerMachine: (cpu.user + cpu.system) / 1_000 / machines,
  };
}

function count(operations: Readonly<Record<string, number>>): number {
  return Object.values(operations).reduce((sum, value) => sum + value, 0);
}
