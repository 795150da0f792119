import { expect, onTestFinished } from 'vitest';
import { linkedActions } from '../../local/azure/authorization/linked-actions.ts';
import { applyMachineReport, type MachineReport } from '../../local/azure/control/machine-report.ts';
import type { LoggedCall } from '../../local/azure/core/request/call-log.ts';
import { vanishMachine } from '../../local/azure/core/store/vanish-machine.ts';
import { createWorld, type World, type WorldOptions, worldKeys } from '../../local/world/virtual-world.ts';
import { isInScope, isScopeNamed } from '../../src/domain/fleet/in-scope.ts';
import { keyOf } from '../../src/domain/ids.ts';
import type { MachineRecord, TimelineEntry } from '../../src/domain/machine/machine-record.ts';
import { codeOf } from '../../src/domain/machine/standing.ts';
import { parseMachineOf } from '../../src/domain/target/machine-ref.ts';
import { parseSubscriptionOf } from '../../src/domain/target/subscription-ref.ts';
import { isPublishedAction, publishedLinkedActions } from '../../src/domain/write/permissions.ts';
import { machineKind } from '../../src/look/target-kinds.ts';
import { requestLook } from '../../src/work/request-look.ts';
import { assertValidRequest } from '../azure/schema-check.ts';
import { checkReply } from '../functions/check-reply.ts';

export interface Answer {
  readonly status: number;
  readonly body: Record<string, unknown>;
}

/** A world with the words that scenarios are told in. Ends with the test; then everything it sent is checked. */
export interface Scenario extends World {
  /** The machine's one word, e.g. `Pending(Off)` or `Configured`. */
  word(id: string): Promise<string>;
  /** The machine's row; fails when there is none. */
  row(id: string): Promise<MachineRecord>;
  timeline(id: string): Promise<readonly TimelineEntry[]>;
  /** What happens to a machine beside ARM: power, connection, age. */
  report(report: MachineReport): void;
  /** Somebody else deletes the machine; it is gone at once. */
  vanish(id: string): void;
  /** An operator's request; app time goes on until it is answered. */
  api(method: string, path: string, body?: unknown): Promise<Answer>;
  /** `PUT .../extensions/...` and so on: the app's changes since the start, or since `from` of them. */
  written(from?: number): readonly string[];
  /** Makes one machine owe a look now, as an operator's or the sweep's request does. */
  lookAt(id: string): Promise<void>;
  /** Makes every machine owe a look now and lets so much app time pass, where the world does not get quiet. */
  lookAgainFor(ms: number): Promise<void>;
  /** A second look at every machine: nothing is written and no machine's word changes. */
  expectSteady(): Promise<void>;
}

/** Builds a world for one test. */
export async function startScenario(options: WorldOptions = {}): Promise<Scenario> {
  const world = await createWorld(options);
  onTestFinished(async () => {
    await world.stop();
    for (const call of world.calls()) checkCall(world, call);
  });
  return asScenario(world);
}

/** The same over a world that is nobody's test; its owner stops it. */
export function asScenario(world: World): Scenario {
  return { ...world, ...wordsOf(world) };
}

function wordsOf(world: World): Omit<Scenario, keyof World> {
  const row = async (id: string): Promise<MachineRecord> => {
    const record = await world.record(id);
    if (record === undefined) throw new Error(`There is no row of ${id}`);
    return record;
  };
  const written = (from = 0): readonly string[] => world.writes().slice(from).map(describeCall);
  const words = async (): Promise<readonly string[]> => {
    const { records } = await world.store.machines.list({ limit: 10_000 });
    return records.map((record) => `${record.name}: ${wordOf(record)}`);
  };
  return {
    row,
    word: async (id) => wordOf(await row(id)),
    timeline: (id) => world.store.timeline.recent(keyOf(id), 100),
    report: (report) => applyMachineReport(world.azure, report),
    vanish: (id) => vanishMachine(world.azure.context, id, 'https://management.azure.com'),
    api: (method, path, body) => callApi(world, method, path, body),
    written,
    lookAt: (id) => lookAt(world, id),
    lookAgainFor: async (ms) => {
      const { records } = await world.store.machines.list({ limit: 10_000 });
      for (const { resourceId } of records) await lookAt(world, resourceId);
      await world.clock.advance(ms);
    },
    expectSteady: async () => {
      const before = await words();
      const sent = world.writes().length;
      await world.lookAgain();
      expect(written(sent)).toEqual([]);
      expect(await words()).toEqual(before);
    },
  };
}

function wordOf({ standing }: Pick<MachineRecord, 'standing'>): string {
  const code = codeOf(standing);
  return code === undefined ? standing.status : `${standing.status}(${code})`;
}

/** `PUT extensions/AzureMonitorLinuxAgent 201`: the method, what below the machine, and the answer. */
function describeCall({ method, path, status }: LoggedCall): string {
  const below = path.split('/').slice(9).join('/').replace('providers/Microsoft.Insights/', '');
  return `${method} ${below === '' ? 'machine' : below} ${status}`;
}

/** What must hold of everything that the app ever sends. */
function checkCall(world: World, { method, path, apiVersion, operation, body, status }: LoggedCall): void {
  expect(status, `${method} ${path} is no route of Azure`).not.toBe(501);
  // A query to Resource Graph is a POST.
  const isRead = method === 'GET' || operation.endsWith('/read');
  checkScope(world, path, isRead);
  if (isRead) return;
  const target = parseMachineOf(path) ?? parseSubscriptionOf(path);
  expect(target, `${method} ${path} changes something that is no target`).toBeDefined();
  expect(isPublishedAction(operation), `${operation} is not among the published actions`).toBe(true);
  const linked = linkedActions({ method, body }).filter(({ scopes }) => scopes.length > 0);
  expect(publishedLinkedActions).toEqual(expect.arrayContaining(linked.map(({ action }) => action)));
  if (body === undefined) return;
  assertValidRequest({ method, url: `https://management.azure.com${path}?api-version=${apiVersion}`, body });
}

/**
 * Machines are in scope themselves, also to be read. Of the subscription of a resource group in scope everything is read that its
 * machines share, and it itself, to say that it is none of ours; nothing of it is written.
 */
function checkScope({ fleet, clock }: World, path: string, isRead: boolean): void {
  // Which subscriptions lie below a management group changes; scenarios about that look at each call themselves.
  if (fleet.scope.managementGroups.length > 0) return;
  const machine = parseMachineOf(path);
  const target = machine ?? parseSubscriptionOf(path);
  if (target === undefined) return;
  const isCovered =
    machine === undefined && isRead
      ? isScopeNamed(fleet, target.resourceId)
      : isInScope(fleet, target.resourceId, clock.now()).kind !== 'out';
  expect(isCovered, `${path} is outside of the scope`).toBe(true);
}

async function lookAt({ ports }: World, id: string): Promise<void> {
  const machine = parseMachineOf(id);
  if (machine !== undefined) await requestLook(ports, machineKind, { target: machine, reason: 'test' });
}

async function callApi(world: World, method: string, path: string, body: unknown): Promise<Answer> {
  const answering = world.host().fetch(method, `/api/${path}`, {
    headers: { 'x-functions-key': worldKeys.function },
    ...(body === undefined ? {} : { body }),
  });
  let isAnswered = false;
  const end = (): void => {
    isAnswered = true;
  };
  answering.then(end, end);
  await world.clock.runUntil(world.clock.now() + 60_000, () => isAnswered);
  const answer = await answering;
  checkReply(method, `/api/${path}`, answer);
  return { status: answer.status, body: answer.text === '' ? {} : (answer.json() as Record<string, unknown>) };
}
