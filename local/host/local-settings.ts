import { readFileSync } from 'node:fs';
import * as z from 'zod';

const schema = z.looseObject({ Values: z.record(z.string(), z.string()) });

/**
 * Puts the `Values` of a local.settings.json into the environment. What is there already stays, as with `func start`.
 * @throws Error when the file cannot be read or is not of that form.
 */
export function applyLocalSettings(path: string, environment: NodeJS.ProcessEnv): void {
  const parsed = schema.safeParse(JSON.parse(readFileSync(path, 'utf8')));
  if (!parsed.success) throw new Error(`${path}: ${z.prettifyError(parsed.error)}`);
  for (const [name, value] of Object.entries(parsed.data.Values)) environment[name] ??= value;
}
