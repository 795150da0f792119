import { spawn } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { StartError } from '../start-error.ts';
import { childEnvironment } from './child-environment.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));

/** Builds dist/main.cjs when a source, or the list of dependencies, is newer than it. Answers whether it did. */
export async function ensureAppBundle(): Promise<boolean> {
  const bundle = join(root, 'dist/main.cjs');
  if (existsSync(bundle) && newestSourceMs() <= statSync(bundle).mtimeMs) return false;
  const build = spawn(process.execPath, ['--import', 'tsx', 'scripts/build.ts'], {
    cwd: root,
    env: childEnvironment(),
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  build.stderr.on('data', (chunk: Buffer) => {
    said += chunk.toString('utf8');
  });
  const code = await new Promise<number | null>((resolve) => {
    build.once('error', () => resolve(null));
    build.once('close', resolve);
  });
  if (code !== 0) throw new StartError(`The app could not be built (npm run build):\n${said.trim()}`);
  return true;
}

function newestSourceMs(): number {
  const sources = readdirSync(join(root, 'src'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  return Math.max(...[...sources, join(root, 'package-lock.json')].map((file) => statSync(file).mtimeMs));
}
