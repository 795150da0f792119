import { createHash } from 'node:crypto';
import { reportExtension } from '../arc/arc-extension-work.ts';
import type { VirtualMachine } from '../compute/virtual-machine.ts';
import type { JsonObject } from '../core/types.ts';
import { resolveHandler } from '../extensions/handler-catalogue.ts';
import type { MachineExtension } from '../extensions/machine-extension.ts';
import { failExtension } from '../extensions/provision-extension.ts';
import type { LocalAzure } from '../local-azure.ts';
import { putResource } from './put-resource.ts';
import type { SeedIds } from './seed-names.ts';
import type { SeedExtension, SeedMachine } from './seed-schema.ts';

const computeVersion = '2024-07-01';
const arcVersion = '2025-01-13';

/** What a machine of a seed runs when it names no image. */
export const usualImages = {
  linux: { publisher: 'Canonical', offer: '0001-com-ubuntu-server-jammy', sku: '22_04-lts-gen2', version: 'latest' },
  windows: {
    publisher: 'MicrosoftWindowsServer',
    offer: 'WindowsServer',
    sku: '2022-datacenter-g2',
    version: 'latest',
  },
} as const;

/** Makes a machine that has been there for its age: its extensions are installed, nothing is under way. */
export async function seedMachine(azure: LocalAzure, machine: SeedMachine, ids: SeedIds): Promise<void> {
  const id = ids.machine(machine);
  if (machine.kind === 'vm') await seedVm(azure, machine, id, ids);
  else await seedArc(azure, machine, id);
  for (const extension of machine.extensions) await seedExtension(azure, machine, id, extension);
  for (const [index, rule] of machine.associations.entries()) {
    const ruleId = rule === 'default' ? ids.defaultRule(machine.region, machine.os) : ids.rule(machine.group, rule);
    const path = `${id}/providers/Microsoft.Insights/dataCollectionRuleAssociations/seeded-${index + 1}`;
    await putResource(azure, path, { properties: { dataCollectionRuleId: ruleId } }, '2022-06-01');
  }
  giveState(azure, machine, id, ids);
  if (machine.lock !== undefined) {
    const path = `${id}/providers/Microsoft.Authorization/locks/seeded`;
    await putResource(azure, path, { properties: { level: machine.lock } }, '2020-05-01');
  }
}

async function seedVm(
  azure: LocalAzure,
  machine: Extract<SeedMachine, { kind: 'vm' }>,
  id: string,
  ids: SeedIds,
): Promise<void> {
  const userAssigned = machine.identities.map((name) =>
    name === 'builtIn' ? ids.builtInIdentity(machine.region) : ids.identity(machine.group, name),
  );
  const types = [
    ...(machine.systemIdentity ? ['SystemAssigned'] : []),
    ...(userAssigned.length ? ['UserAssigned'] : []),
  ];
  const identity: JsonObject = {
    type: types.join(', '),
    ...(userAssigned.length
      ? { userAssignedIdentities: Object.fromEntries(userAssigned.map((each) => [each, {}])) }
      : {}),
  };
  const configuration = machine.os === 'windows' ? 'windowsConfiguration' : 'linuxConfiguration';
  const properties: JsonObject = {
    hardwareProfile: { vmSize: machine.size ?? 'Standard_D2s_v5' },
    storageProfile: {
      imageReference: machine.image ?? usualImages[machine.os],
      osDisk: { createOption: 'FromImage', osType: machine.os === 'windows' ? 'Windows' : 'Linux' },
    },
    ...(machine.scaleSet === undefined
      ? {}
      : { virtualMachineScaleSet: { id: ids.scaleSet(machine.group, machine.scaleSet) } }),
    osProfile: { computerName: machine.name, adminUsername: 'local', [configuration]: { provisionVMAgent: true } },
  };
  const rest = types.length > 0 ? { identity } : {};
  await putResource(azure, id, { location: machine.region, tags: machine.tags, properties, ...rest }, computeVersion);
  const vm = azure.context.vms.get(id);
  if (vm !== undefined) run(azure, vm);
}

/** Ends the creation at once, with the guest agent ready. */
function run(azure: LocalAzure, vm: VirtualMachine): void {
  vm.operation?.finish(undefined);
  vm.provisioningState = 'Succeeded';
  vm.power = 'running';
  vm.powerTurn += 1;
  vm.agentReadyAtMs = azure.context.time.now();
}

async function seedArc(azure: LocalAzure, machine: Extract<SeedMachine, { kind: 'arc' }>, id: string): Promise<void> {
  const properties = { osType: machine.os, vmId: guidOf(id) };
  const body = { location: machine.region, tags: machine.tags, properties };
  if (!machine.reported) azure.arc.keepSilent(id);
  await putResource(azure, id, body, arcVersion);
}

/** The same for the same machine, so that two runs of a seed are alike. */
function guidOf(id: string): string {
  const hex = createHash('sha256').update(id.toLowerCase()).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(12, 15)}`, `a${hex.slice(15, 18)}`, hex.slice(18, 30)].join(
    '-',
  );
}

async function seedExtension(
  azure: LocalAzure,
  machine: SeedMachine,
  machineId: string,
  { name, exitCode, ...properties }: SeedExtension,
): Promise<void> {
  const path = `${machineId}/extensions/${name ?? properties.type}`;
  const version = machine.kind === 'vm' ? computeVersion : arcVersion;
  await putResource(azure, path, { location: machine.region, properties }, version);
  const { context, arc } = azure;
  const extension = machine.kind === 'vm' ? context.vmExtensions.get(path) : arc.extensions.get(path);
  if (extension !== undefined) install(azure, machine.kind, extension, exitCode);
}

/** Ends the installation at once; a failed one has never been installed. */
function install(azure: LocalAzure, kind: SeedMachine['kind'], extension: MachineExtension, exitCode: number): void {
  const { context } = azure;
  const { version } = resolveHandler(context.catalogue, extension.wanted);
  extension.operation?.finish(undefined);
  if (exitCode === 0) extension.installedVersion = version;
  if (kind === 'arc') reportExtension(context, extension, String(exitCode), exitCode === 0 ? 'Enabled.' : 'Failed.');
  else if (exitCode !== 0) failExtension(context, extension, version, { kind: 'fail', exitCode });
  else {
    extension.provisioningState = 'Succeeded';
    extension.status = {
      code: 'ProvisioningState/succeeded',
      level: 'Info',
      displayStatus: 'Provisioning succeeded',
      message: 'Enable succeeded',
      time: new Date(context.time.now()).toISOString(),
    };
  }
}

/** What a machine is like after everything was written: its age, its power, its connection. */
function giveState(azure: LocalAzure, machine: SeedMachine, id: string, ids: SeedIds): void {
  const { context, arc } = azure;
  const createdAtMs = context.time.now() - machine.ageHours * 3_600_000;
  const vm = context.vms.get(id);
  if (machine.kind === 'vm' && vm !== undefined) {
    vm.createdAtMs = createdAtMs;
    vm.managedBy = machine.managedBy ?? vm.managedBy;
    if (machine.osName !== undefined) vm.osName = machine.osName;
    vm.power = machine.power;
    if (machine.power !== 'running') vm.agentReadyAtMs = Number.POSITIVE_INFINITY;
  }
  const connected = arc.machines.get(id);
  if (machine.kind === 'arc' && connected !== undefined) {
    connected.createdAtMs = createdAtMs;
    arc.report(context, connected, {
      status: machine.reported ? machine.status : undefined,
      agent: {
        extensionsAllowList: machine.allowList,
        extensionsBlockList: machine.blockList,
        extensionsEnabled: machine.extensionsEnabled,
      },
      system: { osSku: machine.osSku, osEdition: machine.osEdition },
      cloudProvider: machine.cloudProvider ?? (machine.twinOf === undefined ? undefined : 'Azure'),
      azureVmId:
        machine.twinOf === undefined
          ? undefined
          : ids.machine({ kind: 'vm', group: machine.group, name: machine.twinOf }),
      parentClusterId: machine.parentClusterId,
    });
  }
}
