import { z } from 'zod';
import type { DataFolder } from '../data-folder.ts';
import { firstLineWith } from './await-ready.ts';
import type { ChildGroup } from './child-group.ts';
import type { Child } from './child-process.ts';

const functionSchema = z.object({ name: z.string(), trigger: z.string(), route: z.string().nullable() });
const readySchema = z.object({ url: z.string(), functions: z.array(functionSchema) });
export type AppDescription = z.infer<typeof readySchema>;

export interface AppProcess {
  readonly child: Child;
  readonly description: AppDescription;
}

/** Starts the app in its host (local/host/main.ts) and waits for its ready line. Rejects when it ends instead. */
export async function startAppProcess(
  group: ChildGroup,
  options: {
    readonly data: DataFolder;
    readonly port: number;
    readonly env: Readonly<Record<string, string>>;
    readonly verbose?: boolean;
  },
): Promise<AppProcess> {
  const { data, port, env } = options;
  const child = group.start({
    name: 'app',
    script: 'local/host/main.ts',
    args: ['--data', data.path, '--port', String(port), ...(options.verbose ? ['--verbose'] : [])],
    env,
    logFile: data.file('app.log'),
  });
  return { child, description: await readReadyLine(child) };
}

async function readReadyLine(child: Child): Promise<AppDescription> {
  return readySchema.parse(JSON.parse(await firstLineWith('"functions"', child, 'The app')));
}
