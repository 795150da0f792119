import type { LoggedCall } from '../local/azure/core/request/call-log.ts';
import { setDefenderState } from '../local/azure/security/set-defender-state.ts';
import { arcBody, arcId, vmBody, vmId } from '../local/world/machines.ts';
import { createWorld, type World, type WorldOptions } from '../local/world/virtual-world.ts';

/** ARM reads and writes per onboarded machine by operation, for installs that take four minutes. */
const machines = 20;
const installMs = 4 * 60_000;
/** A POST that reads. */
const graphQuery = 'Microsoft.ResourceGraph/resources/read';

type Describe = (world: World, name: string) => { readonly id: string; readonly body: ReturnType<typeof vmBody> };

const asVm: Describe = (world, name) => ({ id: vmId(world.tenant, name), body: vmBody(name) });
const asArc: Describe = (world, name) => ({ id: arcId(world.tenant, name), body: arcBody() });

const withEndpoint: NonNullable<WorldOptions['fleet']> = (usual) => ({
  ...usual,
  profiles: usual.profiles.map((profile) => ({
    ...profile,
    endpoint: { want: 'mde', deployment: 'direct' } as const,
  })),
});

/** What each kind of machine may take; with Defender for Endpoint by the app itself there are two installs. */
const measures: readonly (readonly [string, Describe, { readonly direct: boolean }, PerMachine | undefined])[] = [
  ['VM', asVm, { direct: false }, { writes: 3, reads: 12 }],
  ['Arc machine', asArc, { direct: false }, undefined],
  ['VM with Defender for Endpoint', asVm, { direct: true }, { writes: 4, reads: 18 }],
  ['Arc machine with Defender for Endpoint', asArc, { direct: true }, { writes: 3, reads: 26 }],
];
for (const [label, describe, options, aim] of measures) {
  const found = await measure(label, describe, options.direct);
  if (aim !== undefined) judge(found, aim);
}

await measureSets();

interface PerMachine {
  readonly reads: number;
  readonly writes: number;
}

/** @param bound what it may take at most where the aim is known to be missed; more than that, or than the aim, is an error */
function judge(found: PerMachine, aim: PerMachine, bound = aim): void {
  console.log(`  aim: at most ${aim.writes} writes and ${aim.reads} reads: ${isWithin(found, aim) ? 'met' : 'MISSED'}`);
  if (bound !== aim) console.log(`  may not grow beyond ${bound.writes} writes and ${bound.reads} reads`);
  if (!isWithin(found, bound)) process.exitCode = 1;
}

function isWithin(found: PerMachine, most: PerMachine): boolean {
  return found.writes <= most.writes && found.reads <= most.reads;
}

async function measure(label: string, describe: Describe, direct: boolean): Promise<PerMachine> {
  const world = await createWorld({
    durations: { monitorAgentInstall: [installMs, installMs], extensionInstall: [installMs, installMs] },
    ...(direct ? { fleet: withEndpoint } : {}),
  });
  if (direct) await turnPlanOn(world);
  for (let index = 1; index <= machines; index++) {
    const { id, body } = describe(world, `m-${String(index).padStart(2, '0')}`);
    await world.callAzure('PUT', id, { body });
  }
  await world.untilQuiet();
  const { records } = await world.store.machines.list({ limit: 1_000 });
  const configured = records.filter((record) => record.standing.status === 'Configured').length;
  const calls = world.calls();
  const isPackage = ({ operation }: LoggedCall): boolean => operation.endsWith('/mdeOnboardings/read');
  const ofMachines = calls.filter(
    (call) => isPackage(call) || records.some((record) => isAbout(call, record.resourceId)),
  );
  console.log(`\n${label}: ${configured} of ${machines} Configured, install of ${installMs / 60_000} min`);
  const result = report(ofMachines);
  console.log(`  read once for all of them: ${calls.filter((call) => !ofMachines.includes(call)).length}`);
  const before = world.writes().length;
  await world.lookAgain();
  console.log(`  writes of a second look at all of them: ${world.writes().length - before}`);
  await world.stop();
  return result;
}

/** The plan, which direct needs; what Defender itself would install is left out, so that both installs are ours. */
async function turnPlanOn(world: World): Promise<void> {
  const servers = { tier: 'P1', enforce: false, ageDays: 3 } as const;
  setDefenderState(world.azure, world.tenant.subscription, { servers, settings: { WDATP: false } });
  await world.clock.advance(40 * 60_000);
}

/** The machine itself, what lies below it, and the operations of its writes. */
function isAbout(call: LoggedCall, resourceId: string): boolean {
  return call.path.toLowerCase().startsWith(resourceId.toLowerCase()) || /operation/i.test(call.operation);
}

function report(calls: readonly LoggedCall[], among = machines): PerMachine {
  const counts = new Map<string, number>();
  for (const { method, operation } of calls) {
    const name = `${method} ${operation}`;
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  for (const [name, count] of [...counts].sort()) console.log(`  ${(count / among).toFixed(2).padStart(6)}  ${name}`);
  const isRead = ({ method, operation }: LoggedCall): boolean => method === 'GET' || operation === graphQuery;
  const reads = calls.filter(isRead).length / among;
  const writes = calls.filter((call) => !isRead(call)).length / among;
  console.log(`  ${reads.toFixed(2)} reads and ${writes.toFixed(2)} writes per machine`);
  return { reads, writes };
}

/**
 * One Uniform set of 50 for each upgrade policy; the aim is 20 reads and one more for each batch. It is missed where there are
 * batches: one of a Manual set takes about seven reads, with what is read to see its end and what the next step reads anew
 * (decision 33), and a Rolling set is looked at every two minutes while Azure makes its batches.
 */
async function measureSets(): Promise<void> {
  const batches = 5;
  await measureSet('Automatic', { writes: 3, reads: 20 });
  await measureSet('Rolling', { writes: 3, reads: 20 + batches }, { writes: 3, reads: 27 });
  await measureSet('Manual', { writes: 3 + batches, reads: 20 + batches }, { writes: 3 + batches, reads: 50 });
}

async function measureSet(
  mode: 'Automatic' | 'Rolling' | 'Manual',
  aim: PerMachine,
  bound?: PerMachine,
): Promise<void> {
  const world = await createWorld({
    durations: { monitorAgentInstall: [installMs, installMs] },
    fleet: (usual) => ({
      ...usual,
      profiles: usual.profiles.map((profile) => ({ ...profile, scaleSets: { upgradeInstances: true } })),
    }),
  });
  const id = `${world.tenant.group}/providers/Microsoft.Compute/virtualMachineScaleSets/web`;
  await world.callAzure('PUT', id, { body: setBody(mode) });
  await world.untilQuiet();
  const word = (await world.record(id))?.standing.status;
  console.log(`\nUniform scale set of 50, ${mode}: ${word}, install of ${installMs / 60_000} min`);
  const found = report(
    world.calls().filter((call) => isAbout(call, id)),
    1,
  );
  judge(found, aim, bound);
  await world.stop();
}

function setBody(mode: string): ReturnType<typeof vmBody> {
  const image = { publisher: 'Canonical', offer: '0001-com-ubuntu-server-jammy', sku: '22_04-lts-gen2' };
  return {
    location: 'westeurope',
    sku: { name: 'Standard_D2s_v5', tier: 'Standard', capacity: 50 },
    properties: {
      orchestrationMode: 'Uniform',
      upgradePolicy: { mode },
      virtualMachineProfile: {
        storageProfile: {
          imageReference: { ...image, version: 'latest' },
          osDisk: { createOption: 'FromImage', osType: 'Linux' },
        },
        osProfile: { computerNamePrefix: 'web', adminUsername: 'azureuser' },
      },
    },
  };
}
