import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { announceMachines } from '../azure/seed/announce-machines.ts';
import { loadSeed } from '../azure/seed/load-seed.ts';
import { ScaledClock } from '../clock/scaled-clock.ts';
import { readOrCreateClock } from '../host/clock-file.ts';
import { azureCommandSchema } from './azure-description.ts';
import { serveAzure } from './serve-azure.ts';

/** The process of "Azure", started by `npm start`: `azure-main.ts --data DIR --tenant demo|empty|FILE --port N`. */
const text = { type: 'string', default: '' } as const;
const { data, tenant, port } = parseArgs({ options: { data: text, tenant: text, port: text } }).values;

await main();

async function main(): Promise<void> {
  const { azure, description } = await serveAzure({
    time: new ScaledClock(readOrCreateClock(join(data, 'clock.json'))),
    seed: loadSeed(tenant),
    port: Number(port),
    certificateFile: join(data, 'azure.pem'),
  }).catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  });
  process.on('message', (message) => {
    if (azureCommandSchema.safeParse(message).data?.command === 'announce') announceMachines(azure);
  });
  // Also when the parent was killed, and could not take back what it said about where everything is.
  process.on('SIGTERM', () => {
    rmSync(join(data, 'instance.json'), { force: true });
    process.exit(0);
  });
  process.send?.(description);
}
