import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const main = fileURLToPath(new URL('../../../local/host/main.ts', import.meta.url));
const app = fileURLToPath(new URL('fixture-app', import.meta.url));

/** An activity that runs at the moment of the kill comes again after this time. */
const redelivery = 'AzureFunctionsJobHost__extensions__durableTask__storageProvider__workItemQueueVisibilityTimeout';

interface Ready {
  readonly url: string;
  readonly functions: unknown;
}

describe('the host process', () => {
  let data: string;
  let running: ChildProcess[];
  beforeEach(() => {
    data = mkdtempSync(join(tmpdir(), 'host-'));
    running = [];
    writeFileSync(
      join(data, 'settings.json'),
      JSON.stringify({ Values: { GREETING: 'hello', HUB_NAME: 'TestHub', [redelivery]: '00:00:01' } }),
    );
    const nowMs = Date.now();
    writeFileSync(join(data, 'clock.json'), JSON.stringify({ startAppMs: nowMs, startRealMs: nowMs, speed: 60 }));
  });
  afterEach(async () => {
    for (const child of running) {
      if (child.exitCode === null && child.signalCode === null) {
        child.kill('SIGKILL');
        await once(child, 'exit');
      }
    }
    rmSync(data, { recursive: true });
  });

  function run(...options: string[]): ChildProcess {
    const child = spawn(
      process.execPath,
      ['--import', 'tsx', main, '--app', app, '--data', data, '--port', '0', ...options],
      {
        env: { PATH: process.env.PATH },
      },
    );
    running.push(child);
    return child;
  }

  it('says where it is and what it offers, keeps its keys secret, and stops on SIGTERM', async () => {
    const child = run('--settings', join(data, 'settings.json'));
    expect((await ready(child)).functions).toEqual([
      { name: 'greet', trigger: 'activityTrigger', route: null },
      { name: 'greetSlowly', trigger: 'orchestrationTrigger', route: null },
      { name: 'start', trigger: 'httpTrigger', route: '/api/greetings/{id}' },
      { name: 'never', trigger: 'timerTrigger', route: null },
    ]);
    expect(statSync(join(data, 'keys.json')).mode & 0o777).toBe(0o600);
    child.kill('SIGTERM');
    expect(await once(child, 'exit')).toEqual([0, null]);
  });

  it('goes on with an orchestration after kill -9', async () => {
    const first = run('--settings', join(data, 'settings.json'));
    const keys: { function: string; durable: string } = await ready(first).then(async ({ url }) => {
      const made = JSON.parse(readFileSync(join(data, 'keys.json'), 'utf8'));
      const started = await fetch(`${url}/api/greetings/one?code=${made.function}`, { method: 'POST' });
      expect(started.status).toBe(202);
      return made;
    });
    first.kill('SIGKILL');
    await once(first, 'exit');

    const { url } = await ready(run('--settings', join(data, 'settings.json')));
    const status = `${url}/runtime/webhooks/durabletask/instances/one?code=${keys.durable}`;
    await expect
      .poll(async () => (await fetch(status)).json(), { timeout: 20_000 })
      .toMatchObject({ runtimeStatus: 'Completed', output: ['hello first', 'hello second'] });
  });

  it('ends with the message of an app that cannot be loaded, without a stack', async () => {
    const child = run();
    const said = text(child.stderr);
    expect(await once(child, 'exit')).toEqual([1, null]);
    expect(await said).toBe('Settings: GREETING is missing.\n');
  });

  it('refuses bad options with exit code 2', async () => {
    const child = run('--speed', '3');
    const said = text(child.stderr);
    expect(await once(child, 'exit')).toEqual([2, null]);
    expect(await said).toContain("Unknown option '--speed'");
  });

  it.each([
    ['missing', undefined, 'is not there: make it'],
    ['not JSON', '{ Values', 'is not JSON (Expected property name'],
    ['without Values', '{ "values": {} }', 'must be { "Values": { "NAME": "text" } }: correct it.'],
  ])('names a settings file that is %s, tells what to do and ends with exit code 2', async (_, content, why) => {
    const file = join(data, 'wrong.settings.json');
    if (content !== undefined) writeFileSync(file, content);
    const child = run('--settings', file);
    const said = text(child.stderr);
    expect(await once(child, 'exit')).toEqual([2, null]);
    expect(await said).toContain(`The settings file ${file} ${why}`);
    expect(await said).not.toContain('    at ');
  });
});

/** The one line on stdout. */
async function ready(child: ChildProcess): Promise<Ready> {
  let said = '';
  for await (const chunk of child.stdout ?? []) {
    said += String(chunk);
    if (said.endsWith('\n')) return JSON.parse(said);
  }
  throw new Error(`The host ended before it was ready: ${await text(child.stderr)}`);
}

async function text(stream: NodeJS.ReadableStream | null): Promise<string> {
  let all = '';
  for await (const chunk of stream ?? []) all += String(chunk);
  return all;
}
