import { rmSync, writeFileSync } from 'node:fs';
import { watchedOperations } from '../../src/domain/events/watched-operations.ts';
import type { HostKeys } from '../host/host-keys.ts';
import { readOrCreateKeys } from '../host/keys-file.ts';
import { actionsFor } from '../world/app-permissions.ts';
import { type AppClient, createAppClient } from './app-client.ts';
import { type AzureClient, createAzureClient } from './azure-client.ts';
import type { DataFolder } from './data-folder.ts';
import { fleetOfTenant } from './fleet-of-tenant.ts';
import { handOverEvents } from './hand-over-events.ts';
import { writeInstanceFile } from './instance-file.ts';
import { startLocalClock } from './local-clock.ts';
import { ensureAppBundle } from './processes/app-bundle.ts';
import { appEnvironment } from './processes/app-environment.ts';
import { eventFunctionOf } from './processes/app-in-azure.ts';
import { type AppProcess, startAppProcess } from './processes/app-process.ts';
import { type AppSupervisor, superviseApp } from './processes/app-supervisor.ts';
import type { AzureDescription } from './processes/azure-description.ts';
import { startAzureProcess } from './processes/azure-process.ts';
import { type ChildGroup, createChildGroup } from './processes/child-group.ts';
import type { Child } from './processes/child-process.ts';
import { choosePort, type PortRequest, startOnPort } from './processes/choose-port.ts';
import { startTablesProcess } from './processes/tables-process.ts';
import { readFleet } from './read-fleet.ts';
import { StartError } from './start-error.ts';
import { countCovered } from './waiting/count-covered.ts';

const usualAppPort = 7071;
const usualAzurePort = 8443;

/** "Azure" and the app, running as processes of their own. */
export interface LocalInstance {
  readonly azure: AzureDescription;
  readonly app: AppSupervisor;
  readonly keys: HostKeys;
  readonly appClient: AppClient;
  readonly azureClient: AzureClient;
  readonly instanceFile: string;
  /** What it arms: the management groups of fleet.json where there are some, with what is made in them later. */
  readonly scopes: readonly string[];
  /** Machines at the start that fleet.json covers; the app will know of no others. */
  readonly machinesInScope: number;
  /** GUIDs of the subscriptions that fleet.json wants something of. */
  readonly lookedAfter: readonly string[];
  /** Whether a switch is held in this tenant until somebody agrees: in the demo, unless a run before may have agreed. */
  readonly holdsSwitch: boolean;
  readonly speed: number;
  /** What to say of the ports when they are not the usual ones. */
  readonly notes: readonly string[];
  /** Milliseconds of app time. */
  appNow(): number;
  /** Tells the app of every machine by an event, as if each had just been written; nothing is changed. */
  announce(): void;
}

export interface InstanceOptions {
  readonly data: DataFolder;
  readonly tenant: string;
  readonly speed: number;
  /** Undefined: the usual one, or the next that is free. */
  readonly port: number | undefined;
  readonly azurePort: number | undefined;
  readonly verbose: boolean;
  /** Ends every process, also while they are being started. */
  readonly signal: AbortSignal;
  readonly onLine?: (line: string) => void;
  readonly onAppEnd: (how: string) => void;
  readonly onAppBack: () => void;
  /** A process that the rest cannot do without is gone. */
  readonly onBroken: (error: StartError) => void;
}

/** Starts everything; what runs is handed to `use`, and ended when that is done. */
export async function withLocalInstance<T>(
  options: InstanceOptions,
  use: (instance: LocalInstance) => Promise<T>,
): Promise<T> {
  const group = createChildGroup(options.onLine);
  const stop = async (): Promise<void> => {
    rmSync(options.data.file('instance.json'), { force: true });
    await group.stop();
  };
  const stopNow = (): void => void stop();
  options.signal.addEventListener('abort', stopNow);
  try {
    return await use(await startAll(group, options));
  } finally {
    options.signal.removeEventListener('abort', stopNow);
    await stop();
  }
}

async function startAll(group: ChildGroup, options: InstanceOptions): Promise<LocalInstance> {
  const { data, tenant, speed, verbose } = options;
  const appPort: PortRequest = { option: '--port', wanted: options.port, usual: usualAppPort };
  const azurePort: PortRequest = { option: '--azure-port', wanted: options.azurePort, usual: usualAzurePort };
  for (const request of [appPort, azurePort]) await choosePort(request);
  const clock = startLocalClock(data.file('clock.json'), speed);
  const [{ started: azure, note: azureNote }, tables] = await Promise.all([
    startOnPort(azurePort, (port) => startAzureProcess(group, { data, tenant, port })),
    startTablesProcess(group, data),
    ensureAppBundle(),
  ]);
  const { description } = azure;
  const fleetFile = data.file('fleet.json');
  const fleet = readFleet(writeFleetFile(fleetFile, tenant, description));
  const azureClient = createAzureClient(description);
  await azureClient.limitApp(actionsFor(fleet));
  const env = appEnvironment(description, { data, connectionString: tables.connectionString, fleetFile });
  const startApp = (port: number): Promise<AppProcess> => startAppProcess(group, { data, port, env, verbose });
  const { port, started: first, note: appNote } = await startOnPort(appPort, startApp);
  const app = superviseApp({
    group,
    first,
    restart: () => startApp(port),
    onEnd: options.onAppEnd,
    onBack: options.onAppBack,
    onGiveUp: options.onBroken,
  });
  for (const [what, { child }] of [['"Azure"', azure] as const, ['Azurite', tables] as const]) {
    watchNeeded(what, child, group, options);
  }
  const keys = readOrCreateKeys(data.file('keys.json'));
  const webhook = `${app.description.url}/runtime/webhooks/eventgrid?functionName=resourceEvents&code=${keys.eventgrid}`;
  await azureClient.placeFunction(eventFunctionOf(description.subscriptions), webhook);
  await azureClient.subscribe(webhook, description.subscriptions, Object.keys(watchedOperations));
  if (fleet.subscriptions.some(({ events }) => events === 'wire')) {
    // When "Azure" is gone there is nothing left to hand over; whoever needs it says so.
    handOverEvents(azureClient, description.subscriptions, options.signal).catch(() => undefined);
  }
  const instanceFile = data.file('instance.json');
  writeInstanceFile(instanceFile, { app: app.description, azure: description, keys });
  return {
    azure: description,
    app,
    keys,
    appClient: createAppClient(app.description.url, keys.function),
    azureClient,
    instanceFile,
    scopes:
      fleet.scope.managementGroups.length > 0
        ? fleet.scope.managementGroups
        : description.subscriptions.map((id) => `/subscriptions/${id}`),
    machinesInScope: countCovered(fleet, description.machineIds, clock.now()),
    lookedAfter: fleet.subscriptions.length > 0 ? description.subscriptions : [],
    holdsSwitch: tenant === 'demo' && !data.continues,
    speed,
    notes: [appNote, azureNote].flatMap((note) => (note === undefined ? [] : [note])),
    appNow: () => clock.now(),
    announce: () => azure.announce(),
  };
}

/** Answers what it wrote. */
function writeFleetFile(file: string, tenant: string, azure: AzureDescription): string {
  const text = `${JSON.stringify(fleetOfTenant(tenant, azure), undefined, 2)}\n`;
  writeFileSync(file, text, { mode: 0o600 });
  return text;
}

function watchNeeded(what: string, child: Child, group: ChildGroup, options: InstanceOptions): void {
  void child.ended.then(({ how }) => {
    if (!group.isEnding()) options.onBroken(new StartError(`${what} ${how}; its log is in ${options.data.path}.`));
  });
}
