import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import * as z from 'zod';
import { collectRegistrations } from './core-module.ts';
import type { FunctionRegistry } from './function-registry.ts';

export interface LoadedApp {
  readonly registry: FunctionRegistry;
  /** The content of host.json, `{}` when there is none. */
  readonly hostJson: unknown;
}

const packageSchema = z.looseObject({ main: z.string() });

/**
 * Loads a compiled app as the worker of Azure Functions does: the `main` of its package.json, a CommonJS file.
 * @param folder holds package.json and host.json.
 * @throws whatever the app throws while it is loaded, such as an Error about its settings.
 */
export function loadApp(folder: string): LoadedApp {
  const packagePath = join(folder, 'package.json');
  const parsed = packageSchema.safeParse(JSON.parse(readFileSync(packagePath, 'utf8')));
  if (!parsed.success) throw new Error(`${packagePath}: ${z.prettifyError(parsed.error)}`);
  const main = join(folder, parsed.data.main);
  if (!existsSync(main)) throw new Error(`${main} is missing: build the app first (npm run build).`);
  const hostJsonPath = join(folder, 'host.json');
  return {
    registry: collectRegistrations(() => {
      createRequire(packagePath)(main);
    }),
    hostJson: existsSync(hostJsonPath) ? JSON.parse(readFileSync(hostJsonPath, 'utf8')) : {},
  };
}
