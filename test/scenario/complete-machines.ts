import { expect } from 'vitest';
import type { JsonObject } from '../../local/azure/core/types.ts';
import type { World } from '../../local/world/virtual-world.ts';
import type { WrittenFleet } from '../../src/domain/fleet/fleet-schema.ts';
import { keyOf } from '../../src/domain/ids.ts';
import { readFixture, type StoredRows } from '../fixtures/read-fixture.ts';
import { quietly } from './existing.ts';
import type { Scenario } from './scenario.ts';

/** Machines that piece 1 onboarded: the requests that make them again, and its rows of them. */
interface ConfiguredWorld {
  readonly takenAt: string;
  readonly fleet: WrittenFleet;
  readonly requests: readonly RecordedRequest[];
  readonly rows: StoredRows;
}

interface RecordedRequest {
  readonly method: string;
  readonly path: string;
  readonly apiVersion: string;
  readonly body: JsonObject;
}

/** A machine to be made with everything on it. */
export interface MachineToMake {
  readonly name: string;
  readonly kind: string;
  readonly os: string;
}

export const configuredWorld = JSON.parse(readFixture('piece-1/configured-world.json')) as ConfiguredWorld;

/** Sends what was recorded, five minutes of app time apart; nobody is told. */
export async function sendRecorded(world: Scenario, requests: readonly RecordedRequest[]): Promise<void> {
  for (const request of requests) await quietly(world, () => send(world, request));
}

/** The tenant of the recorded machines, and these machines made as those were: complete, and nobody is told. */
export async function makeComplete(world: Scenario, machines: readonly MachineToMake[]): Promise<void> {
  const machineNames = ['vm-windows', 'vm-linux', 'srv-linux'];
  const isOfTenant = ({ path }: RecordedRequest): boolean => !machineNames.some((name) => path.includes(`/${name}`));
  await sendRecorded(world, configuredWorld.requests.filter(isOfTenant));
  const steps = machines.map(requestsFor);
  for (let step = 0; step < Math.max(...steps.map(({ length }) => length)); step++) {
    await quietly(world, async () => {
      for (const requests of steps) {
        const request = requests[step];
        if (request !== undefined) await send(world, request);
      }
    });
  }
}

/** The requests that made a recorded machine, for another of its kind. There is none of Arc with Windows. */
function requestsFor({ name, kind, os }: MachineToMake): readonly RecordedRequest[] {
  const template = kind === 'arc' ? 'srv-linux' : os === 'windows' ? 'vm-windows' : 'vm-linux';
  const recorded = configuredWorld.requests.filter(({ path }) => path.includes(`/${template}`));
  let text = JSON.stringify(recorded).replaceAll(template, name);
  if (kind === 'arc' && os === 'windows') {
    text = text.replaceAll('LinuxAgent', 'WindowsAgent').replaceAll('194971fc', '74a9ed22');
    text = text.replaceAll('dcr-linux', 'dcr-windows').replaceAll('"osType":"linux"', '"osType":"windows"');
  }
  return JSON.parse(text) as readonly RecordedRequest[];
}

async function send(world: World, { method, path, apiVersion, body }: RecordedRequest): Promise<void> {
  const answer = await world.callAzure(method, path, {
    apiVersion,
    body: arcMachine.test(path) ? withVmId(path, body) : body,
  });
  expect(answer.status, `${method} ${path}`).toBeLessThan(300);
}

const arcMachine = /\/Microsoft\.HybridCompute\/machines\/[^/]+$/i;

/** Azure takes no Arc machine without its SMBIOS id, which piece 1's requests left out. */
function withVmId(path: string, body: JsonObject): JsonObject {
  const hex = keyOf(path);
  const vmId = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
  return { ...body, properties: { vmId, ...Object(body.properties) } };
}

/** The incarnation of a machine in this world: the simulator gives each one a new id. */
export async function readIncarnation(world: World, id: string): Promise<string> {
  const { body } = await world.callAzure('GET', id);
  const { vmId, vmUuid } = (body as { properties: { vmId: string; vmUuid?: string } }).properties;
  return [vmId, ...(vmUuid === undefined ? [] : [vmUuid])].join('+').toLowerCase();
}
