import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { type ArmAnswer, type ArmCaller, agreed } from './arm-caller.ts';
import { findMachine } from './machines.ts';
import type { Command, MachineOptions } from './parse-command.ts';

/** What the commands work with. */
export interface Surroundings {
  readonly call: ArmCaller;
  readonly subscriptionId: string;
  /** One line for the person. */
  say(line: string): void;
  /** Between two looks at an operation. */
  wait(ms: number): Promise<void>;
}

const computeVersion = 'api-version=2024-07-01';
const arcVersion = 'api-version=2025-01-13';
const defaultGroup = 'rg-local';
const lookEveryMs = 1000;
const mostLooks = 600;

const images = {
  linux: { publisher: 'Canonical', offer: '0001-com-ubuntu-server-jammy', sku: '22_04-lts-gen2', version: 'latest' },
  windows: {
    publisher: 'MicrosoftWindowsServer',
    offer: 'WindowsServer',
    sku: '2022-datacenter-g2',
    version: 'latest',
  },
} as const;

/** `vm create|start|stop|delete`: ordinary ARM calls, followed until they end. */
export async function runVmCommand(sim: Surroundings, command: Extract<Command, { kind: 'vm' }>): Promise<void> {
  const { action, name } = command;
  if (action === 'create') {
    const id = await newMachineId(sim, command, 'Microsoft.Compute/virtualMachines');
    sim.say(`vm ${name}: creating (${command.os}, ${command.region})`);
    const made = await sim.call('PUT', `${id}?${computeVersion}`, vmBody(command));
    await follow(sim, `vm ${name}`, 'running', agreed(`vm ${name}`, made));
    return;
  }
  const { id } = await findMachine(sim.call, sim.subscriptionId, command);
  const steps = {
    start: { method: 'POST', path: `${id}/start`, during: 'starting', after: 'running' },
    stop: { method: 'POST', path: `${id}/deallocate`, during: 'stopping', after: 'deallocated' },
    delete: { method: 'DELETE', path: id, during: 'deleting', after: 'deleted' },
  } as const;
  const step = steps[action];
  sim.say(`vm ${name}: ${step.during}`);
  const answer = await sim.call(step.method, `${step.path}?${computeVersion}`);
  await follow(sim, `vm ${name}`, step.after, agreed(`vm ${action} ${name}`, answer));
}

/** `arc create|connect|disconnect|delete`: ARM calls; the connection itself is set by control. */
export async function runArcCommand(sim: Surroundings, command: Extract<Command, { kind: 'arc' }>): Promise<void> {
  const { action, name } = command;
  const body = { location: command.region, properties: { osType: command.os, vmId: randomUUID() } };
  if (action === 'create') {
    const id = await newMachineId(sim, command, 'Microsoft.HybridCompute/machines');
    agreed(`arc ${name}`, await sim.call('PUT', `${id}?${arcVersion}`, body));
    sim.say(`arc ${name}: connected (${command.os}, ${command.region})`);
    return;
  }
  const { id, region } = await findMachine(sim.call, sim.subscriptionId, command);
  if (action === 'delete') {
    agreed(`arc delete ${name}`, await sim.call('DELETE', `${id}?${arcVersion}`));
    sim.say(`arc ${name}: deleted`);
    return;
  }
  const status = action === 'connect' ? 'Connected' : 'Disconnected';
  agreed(`arc ${action} ${name}`, await sim.call('POST', '/_sim/machines', { id, status }));
  if (action === 'connect') await registerAgain(sim, id, region);
  sim.say(`arc ${name}: ${status.toLowerCase()}`);
}

/** What azcmagent does when it connects: a write of the machine as it is, which others are told of. */
async function registerAgain(sim: Surroundings, id: string, location: string): Promise<void> {
  const read = agreed(id, await sim.call('GET', `${id}?${arcVersion}`));
  const { tags } = z.object({ tags: z.record(z.string(), z.string()).optional() }).parse(read.body);
  agreed(id, await sim.call('PUT', `${id}?${arcVersion}`, { location, tags }));
}

/** The id for a new machine, in a group that is there; throws when the name is taken in it. */
async function newMachineId(sim: Surroundings, options: MachineOptions, type: string): Promise<string> {
  const group = `/subscriptions/${sim.subscriptionId}/resourceGroups/${options.group ?? defaultGroup}`;
  const id = `${group}/providers/${type}/${options.name}`;
  const version = type.startsWith('Microsoft.Compute') ? computeVersion : arcVersion;
  const there = await sim.call('GET', `${id}?${version}`);
  if (there.status === 200) throw new Error(`There is a machine ${options.name} already in ${group}.`);
  const found = await sim.call('GET', `${group}?api-version=2021-04-01`);
  if (found.status !== 404) return id;
  agreed(group, await sim.call('PUT', `${group}?api-version=2021-04-01`, { location: options.region }));
  sim.say(`group ${options.group ?? defaultGroup}: created`);
  return id;
}

function vmBody({ name, os, region }: MachineOptions) {
  const configuration = os === 'windows' ? 'windowsConfiguration' : 'linuxConfiguration';
  return {
    location: region,
    properties: {
      hardwareProfile: { vmSize: 'Standard_D2s_v5' },
      storageProfile: {
        imageReference: images[os],
        osDisk: { createOption: 'FromImage', osType: os === 'windows' ? 'Windows' : 'Linux' },
      },
      osProfile: { computerName: name, adminUsername: 'local', [configuration]: { provisionVMAgent: true } },
    },
  };
}

const operationSchema = z.object({
  status: z.string(),
  error: z.object({ code: z.string(), message: z.string() }).optional(),
});

/** Looks at the operation of an answer until it ends; throws the error that it ended with. */
async function follow(sim: Surroundings, what: string, after: string, answer: ArmAnswer): Promise<void> {
  const link = answer.headers['azure-asyncoperation'];
  for (let looks = 0; typeof link === 'string' && looks < mostLooks; looks++) {
    const { status, error } = operationSchema.parse(agreed(what, await sim.call('GET', link)).body);
    if (status === 'Succeeded') break;
    if (status !== 'InProgress')
      throw new Error(`${what} ended as ${status}: ${error?.code ?? ''} ${error?.message ?? ''}`);
    if (looks === mostLooks - 1) throw new Error(`${what} is not ${after} yet; see "npm run sim -- list".`);
    await sim.wait(lookEveryMs);
  }
  sim.say(`${what}: ${after}`);
}
