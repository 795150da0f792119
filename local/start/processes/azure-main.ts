import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { announceMachines } from '../../azure/seed/announce-machines.ts';
import { loadSeed } from '../../azure/seed/load-seed.ts';
import { ScaledClock } from '../../clock/scaled-clock.ts';
import { readOrCreateClock } from '../../host/clock-file.ts';
import { snapshotName } from '../data-folder.ts';
import { azureCommandSchema } from './azure-description.ts';
import { restoreAzure, saveAzure } from './azure-snapshot.ts';
import { EndingClock } from './ending-clock.ts';
import { serveAzure } from './serve-azure.ts';

/** The process of "Azure", started by `npm start`: `azure-main.ts --data DIR --tenant demo|empty|FILE --port N`. */
const text = { type: 'string', default: '' } as const;
const { data, tenant, port } = parseArgs({ options: { data: text, tenant: text, port: text } }).values;

await main();

async function main(): Promise<void> {
  const time = new EndingClock(new ScaledClock(readOrCreateClock(join(data, 'clock.json'))));
  const snapshot = join(data, snapshotName);
  const isContinued = existsSync(snapshot);
  const { azure, description } = await serveAzure({
    time,
    // What is made from now on must not get the ids of what was made in the run before.
    ...(isContinued ? { randomSeed: Date.now() % 1_000_000_000 } : {}),
    seed: loadSeed(tenant),
    port: Number(port),
    certificateFile: join(data, 'azure.pem'),
  }).catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  });
  if (isContinued) restoreAzure(azure, snapshot);
  process.on('message', (message) => {
    if (azureCommandSchema.safeParse(message).data?.command === 'announce') announceMachines(azure);
  });
  // Also when the parent was killed, and could not take back what it said about where everything is.
  process.on('SIGTERM', () => {
    rmSync(join(data, 'instance.json'), { force: true });
    for (const { name } of azure.events.subscriptions()) azure.events.unsubscribe(name);
    azure.events.armSubscriptions = () => [];
    time.runToEnd();
    saveAzure(azure, snapshot);
    process.exit(0);
  });
  const sets = azure.context.scaleSets.all().filter(({ orchestration }) => orchestration === 'Uniform');
  const machineIds = [...azure.context.vms.all(), ...sets, ...azure.arc.machines.all()].map(({ id }) => id);
  process.send?.({ ...description, machineIds });
}
