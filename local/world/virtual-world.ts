import { createAzurePort } from '../../src/azure/create-azure-port.ts';
import type { FleetFile, WrittenFleet } from '../../src/domain/fleet/fleet-schema.ts';
import { keyOf } from '../../src/domain/ids.ts';
import type { MachineRecord } from '../../src/domain/machine/machine-record.ts';
import type { TargetRef } from '../../src/domain/target/target-ref.ts';
import type { TargetRow } from '../../src/domain/work/target-row.ts';
import type { WorkKind } from '../../src/domain/work/work-row.ts';
import type { LookedAtKind } from '../../src/look/target-kinds.ts';
import type { AzurePort } from '../../src/ports/azure.ts';
import type { AppSettings, Ports } from '../../src/ports/ports.ts';
import type { EntityTable } from '../../src/store/entity-table.ts';
import { createInProcessHttpClient, type InProcessOptions } from '../azure/client/in-process-http-client.ts';
import { simulatorCredential } from '../azure/client/simulator-credential.ts';
import type { DurationOptions } from '../azure/core/operations/durations.ts';
import { createRandom } from '../azure/core/random.ts';
import type { LoggedCall } from '../azure/core/request/call-log.ts';
import type { DeliveryChaos } from '../azure/events/event-subscription.ts';
import { createLocalAzure, type LocalAzure } from '../azure/local-azure.ts';
import { armAudience, defaultSubscriptionId } from '../azure/simulator.ts';
import { VirtualClock } from '../clock/virtual-clock.ts';
import type { EmbeddedEngine } from '../durable/create-engine.ts';
import type { EngineOptions } from '../durable/engine-options.ts';
import type { Host } from '../host/host.ts';
import type { LogEntry } from '../host/log-sink.ts';
import { createMemoryStore, type MemoryStore } from '../store/memory-store.ts';
import type { StoreHook } from '../store/observe-store.ts';
import { limitToPermissions, requireListed } from './app-permissions.ts';
import { type AppProcess, createAppProcess } from './app-process.ts';
import { type ArmClient, createArmClient } from './arm-client.ts';
import { connectEvents, eventTargetOf } from './connect-events.ts';
import { readFleet } from './read-fleet.ts';
import { tellRecords } from './tell-records.ts';
import { type SmallTenant, seedSmallTenant } from './tenant.ts';

export { worldKeys } from './app-process.ts';

export interface WorldOptions {
  readonly seed?: number;
  /** Changes the usual fleet file: one profile that enforces, with the rules of the tenant. */
  readonly fleet?: (usual: WrittenFleet, tenant: SmallTenant) => WrittenFleet;
  /** Whether everything is armed from the start; default true. */
  readonly armed?: boolean;
  readonly durations?: Partial<DurationOptions>;
  /** Calls that the log keeps; 20 000 by default. */
  readonly maxLoggedCalls?: number;
  readonly engine?: EngineOptions;
  readonly chaos?: DeliveryChaos;
  readonly schema?: 'EventGridSchema' | 'CloudEventSchemaV1_0';
  readonly pause?: InProcessOptions['pause'];
  readonly onStoreOperation?: StoreHook;
  /** The tables below the store, for rows that this release would not write. */
  readonly tables?: (name: string) => EntityTable;
  readonly settings?: Partial<AppSettings>;
  /** In place of the kinds of targets that the app looks at. */
  readonly kinds?: readonly LookedAtKind<TargetRow>[];
  /** Told of every row of a machine that is about to be saved. */
  readonly onRecord?: (record: MachineRecord) => void;
  /** Wraps the door to Azure, e.g. to count or to break it. */
  readonly wrapAzure?: (azure: AzurePort) => AzurePort;
}

/** One process with everything real but time: app, engine, host, simulated Azure, store. */
export interface World {
  readonly clock: VirtualClock;
  readonly azure: LocalAzure;
  readonly callAzure: ArmClient;
  readonly tenant: SmallTenant;
  readonly store: MemoryStore;
  readonly fleet: FleetFile;
  readonly ports: Ports;
  readonly log: readonly LogEntry[];
  host(): Host;
  engine(): EmbeddedEngine;
  /** The row of a machine by its ARM id. */
  record(resourceId: string): Promise<MachineRecord | undefined>;
  /** Changes that the app sent to Azure so far, in order of their answers. */
  writes(): readonly LoggedCall[];
  /** Calls of the app so far. */
  calls(): readonly LoggedCall[];
  /** Runs until nothing is leased, due within 30 minutes or undelivered; fails after `limitMs` of app time. */
  untilQuiet(limitMs?: number): Promise<void>;
  /** Makes every stored machine owe a look now, as a sweep will, and lets it get quiet: the second look. */
  lookAgain(): Promise<void>;
  /** Ends the app as by kill -9 and starts it anew over what was stored. */
  restart(): Promise<void>;
  /** Ends it; throws when the engine found fault, or when the app wanted to do what is not in its permissions. */
  stop(): Promise<void>;
}

const quietChecks = 8;
/** A POST that reads. */
const graphPath = '/providers/Microsoft.ResourceGraph/';

/** Builds a world on the virtual clock with a small tenant, the app running and events flowing to it. */
export async function createWorld(options: WorldOptions = {}): Promise<World> {
  const clock = new VirtualClock();
  const seed = options.seed ?? 1;
  const azure = createLocalAzure({
    time: clock,
    ledger: clock,
    seed,
    ...(options.durations === undefined ? {} : { durations: options.durations }),
    ...(options.maxLoggedCalls === undefined ? {} : { maxLoggedCalls: options.maxLoggedCalls }),
  });
  const callAzure = createArmClient(azure);
  const tenant = await seedSmallTenant(callAzure, defaultSubscriptionId);
  const usual = usualFleet(tenant);
  const fleet = readFleet(options.fleet?.(usual, tenant) ?? usual);
  const store = createMemoryStore({
    ...(options.onStoreOperation === undefined ? {} : { onOperation: options.onStoreOperation }),
    ...(options.tables === undefined ? {} : { table: options.tables }),
  });
  const ports = createPorts({ clock, azure, tenant, store, fleet, options, seed });
  if (options.armed ?? true) {
    const at = new Date(clock.now()).toISOString();
    await store.controls.put('arm', { scope: '*', by: 'test', at, why: 'test', planHash: undefined });
  }
  const app = createAppProcess(clock, ports, options.engine ?? {}, options.kinds);
  await app.start();
  await connectEvents(azure, app, tenant, options);
  azure.context.calls.clear();
  limitToPermissions(azure.access, fleet);
  return createWorldOver({ clock, azure, callAzure, tenant, store, fleet, ports, app });
}

function createWorldOver(parts: {
  readonly clock: VirtualClock;
  readonly azure: LocalAzure;
  readonly callAzure: ArmClient;
  readonly tenant: SmallTenant;
  readonly store: MemoryStore;
  readonly fleet: FleetFile;
  readonly ports: Ports;
  readonly app: AppProcess;
}): World {
  const { clock, azure, store, app, ports } = parts;
  const calls = (): readonly LoggedCall[] => azure.context.calls.all().filter((call) => call.principal === 'app');
  const untilQuiet = async (limitMs = 6 * 60 * 60_000): Promise<void> => {
    const limit = clock.now() + limitMs;
    // A VM's creation makes its event only when it ends, so quiet must last a while.
    for (let quiet = 0; quiet < quietChecks; ) {
      await clock.advance(15_000);
      const rows = await store.work.listAll();
      const nowIso = new Date(clock.now()).toISOString();
      const soonIso = new Date(clock.now() + 30 * 60_000).toISOString();
      const busy = rows.filter((row) => row.leaseUntil > nowIso || row.dueAt <= soonIso);
      quiet = busy.length === 0 && azure.events.undelivered() === 0 ? quiet + 1 : 0;
      if (clock.now() > limit) throw new Error(`Not quiet after ${limitMs / 60_000} min: ${JSON.stringify(busy)}`);
    }
  };
  return {
    ...parts,
    log: app.log,
    host: app.host,
    engine: app.engine,
    record: async (resourceId) => (await store.machines.read(keyOf(resourceId)))?.value,
    calls,
    writes: () => calls().filter(({ method, path }) => method !== 'GET' && !path.startsWith(graphPath)),
    untilQuiet,
    lookAgain: async () => {
      const owe = async (kind: WorkKind, { key, resourceId, subscription }: TargetRef): Promise<void> => {
        const dueAt = new Date(ports.clock.now()).toISOString();
        const patch = { resourceId, subscription, dueAt, stamp: ports.newId(), reason: 'second look' };
        await store.work.upsert({ kind, key }, patch);
      };
      const { records: machines } = await store.machines.list({ limit: 100_000 });
      const { records: subscriptions } = await store.subscriptions.listAll();
      for (const row of subscriptions) await owe('subscription', row);
      for (const row of machines) await owe('machine', row);
      await untilQuiet();
    },
    restart: async () => {
      await app.stop();
      await app.start();
    },
    stop: async () => {
      await app.stop();
      azure.close();
      const [first] = app.diagnostics;
      if (first !== undefined) throw new Error(`The durable engine found fault: ${JSON.stringify(first)}`);
      requireListed(azure.access);
    },
  };
}

function createPorts(parts: {
  readonly clock: VirtualClock;
  readonly azure: LocalAzure;
  readonly tenant: SmallTenant;
  readonly store: MemoryStore;
  readonly fleet: FleetFile;
  readonly options: WorldOptions;
  readonly seed: number;
}): Ports {
  const { clock, azure, tenant, store, fleet, options } = parts;
  const random = createRandom(parts.seed + 1_000);
  const { app } = azure.context.principals;
  const port = createAzurePort({
    endpoint: 'https://management.azure.com',
    audience: armAudience,
    managedIdentityClientId: undefined,
    credential: simulatorCredential(azure, 'app'),
    httpClient: createInProcessHttpClient(azure, options.pause === undefined ? {} : { pause: options.pause }),
    gates: store.gates,
    clock,
    wallClock: clock,
  });
  return {
    clock,
    wallClock: clock,
    // Only a request waits so: it and the invocation that serves it are in hand.
    pause: (ms) => clock.sleep(ms, 2),
    newId: () => random.guid(),
    random: () => random.next(),
    azure: options.wrapAzure?.(port) ?? port,
    store: options.onRecord === undefined ? store : tellRecords(store, options.onRecord),
    fleet,
    settings: {
      ownPrincipals: [app.objectId, app.clientId],
      allowKeyWrites: true,
      tickSeconds: 20,
      sweepMinutes: 30,
      cloud: 'AzureCloud',
      events: eventTargetOf(tenant, [app.objectId, app.clientId]),
      freezeDrainMs: 6_000,
      ...options.settings,
    },
  };
}

/** A fleet file that enforces everything this piece can do on the whole subscription. */
function usualFleet(tenant: SmallTenant): WrittenFleet {
  return {
    scope: { subscriptions: [tenant.subscription] },
    profiles: [
      {
        name: 'all',
        mode: 'enforce',
        dataCollection: {
          rules: [
            { id: tenant.rules.windows, os: 'windows' },
            { id: tenant.rules.linux, os: 'linux' },
          ],
        },
      },
    ],
  };
}
