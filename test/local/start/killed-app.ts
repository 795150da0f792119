import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LocalAzure } from '../../../local/azure/local-azure.ts';
import type { Seed } from '../../../local/azure/seed/seed-schema.ts';
import { readOrCreateKeys } from '../../../local/host/keys-file.ts';
import { type AppClient, createAppClient } from '../../../local/start/app-client.ts';
import { createAzureClient } from '../../../local/start/azure-client.ts';
import { openDataFolder } from '../../../local/start/data-folder.ts';
import { startLocalClock } from '../../../local/start/local-clock.ts';
import { ensureAppBundle } from '../../../local/start/processes/app-bundle.ts';
import { appEnvironment } from '../../../local/start/processes/app-environment.ts';
import { startAppProcess } from '../../../local/start/processes/app-process.ts';
import { type AppSupervisor, superviseApp } from '../../../local/start/processes/app-supervisor.ts';
import { createChildGroup } from '../../../local/start/processes/child-group.ts';
import { findFreePort } from '../../../local/start/processes/choose-port.ts';
import { serveAzure } from '../../../local/start/processes/serve-azure.ts';
import { startTablesProcess } from '../../../local/start/processes/tables-process.ts';
import type { QuietView } from '../../../local/start/waiting/quiet.ts';
import { watchedOperations } from '../../../src/domain/events/watched-operations.ts';
import { starterFleet } from '../../../src/domain/fleet/starter-fleet.ts';

/** The app as a process of its own, over an "Azure" in this one, which sees every request as it arrives. */
export interface KilledApp extends QuietView {
  readonly azure: LocalAzure;
  readonly app: AppSupervisor;
  readonly appClient: AppClient;
  readonly scope: string;
  /** How often the app was started again. */
  restarts(): number;
  /** The last lines that the app logged. */
  log(): string;
  stop(): Promise<void>;
}

/** An activity in hand at a kill is run again after this long, real time. */
const redelivery = '00:00:01';

/** Starts tables, app and "Azure" at that speed; events flow to the app. */
export async function startKilledApp(seed: Seed, speed: number): Promise<KilledApp> {
  const folder = mkdtempSync(join(tmpdir(), 'kills-'));
  const data = openDataFolder(folder, false);
  const group = createChildGroup();
  const clock = startLocalClock(data.file('clock.json'), speed);
  const [served, tables] = await Promise.all([
    serveAzure({ time: clock, seed, port: 0, certificateFile: data.file('azure.pem') }),
    startTablesProcess(group, data),
    ensureAppBundle(),
  ]);
  const { description } = served;
  const { subscriptions, rules } = description;
  const fleetFile = data.file('fleet.json');
  const fleet = { subscriptions, rules: { windows: [rules.windows], linux: [rules.linux] }, mode: 'enforce' } as const;
  writeFileSync(fleetFile, JSON.stringify(starterFleet(fleet)));
  const env = {
    ...appEnvironment(description, { data, connectionString: tables.connectionString, fleetFile }),
    AzureFunctionsJobHost__extensions__durableTask__storageProvider__workItemQueueVisibilityTimeout: redelivery,
  };
  const port = await findFreePort();
  let restarts = 0;
  const startApp = () => startAppProcess(group, { data, port, env });
  const app = superviseApp({
    group,
    first: await startApp(),
    restart: startApp,
    onEnd: () => undefined,
    onBack: () => {
      restarts += 1;
    },
    onGiveUp: (error) => {
      throw error;
    },
  });
  const keys = readOrCreateKeys(data.file('keys.json'));
  const azureClient = createAzureClient(description);
  const { url } = app.description;
  const webhook = `${url}/runtime/webhooks/eventgrid?functionName=resourceEvents&code=${keys.eventgrid}`;
  await azureClient.subscribe(webhook, subscriptions, Object.keys(watchedOperations));
  return {
    azure: served.azure,
    app,
    appClient: createAppClient(url, keys.function),
    azureClient,
    scope: `/subscriptions/${subscriptions[0]}`,
    speed,
    appNow: () => clock.now(),
    restarts: () => restarts,
    log: () => readFileSync(data.file('app.log'), 'utf8').split('\n').slice(-30).join('\n'),
    stop: async () => {
      await group.stop();
      await served.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
