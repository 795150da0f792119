import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import * as z from 'zod';
import type { HostKeys } from './host-keys.ts';

const schema = z.object({
  master: z.string().min(1),
  function: z.string().min(1),
  eventgrid: z.string().min(1),
  durable: z.string().min(1),
});

/** The keys of a data folder; made with random values (file mode 600) when there are none yet. */
export function readOrCreateKeys(path: string): HostKeys {
  if (!existsSync(path)) {
    const made = { master: randomKey(), function: randomKey(), eventgrid: randomKey(), durable: randomKey() };
    writeFileSync(path, `${JSON.stringify(made, undefined, 2)}\n`, { mode: 0o600 });
    return made;
  }
  const parsed = schema.safeParse(JSON.parse(readFileSync(path, 'utf8')));
  if (!parsed.success) throw new Error(`${path}: ${z.prettifyError(parsed.error)}`);
  return parsed.data;
}

function randomKey(): string {
  return randomBytes(30).toString('base64url');
}
