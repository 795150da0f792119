import { existsSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ManagedIdentityCredential } from '@azure/identity';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { findFreePort } from '../../../local/start/processes/choose-port.ts';
import { requestJson } from '../../../local/start/request-json.ts';
import { waitUntil } from '../../../local/start/waiting/wait-until.ts';
import { endAll, pidsOf, start, startIn } from './start-process.ts';

const soon = { limitMs: 20_000, everyMs: 50 } as const;
const processes = 4;
const host = 'local/host/main.ts';

describe('npm start', () => {
  afterEach(endAll);

  it('until settled ends with one JSON line, also for two instances side by side', async () => {
    const [one, two] = [
      start('--tenant', 'empty', '--until-settled', '--speed', '60'),
      start('--tenant', 'empty', '--until-settled', '--speed', '60'),
    ];
    for (const each of [one, two]) {
      expect(await each.ended, each.stderr()).toBe(0);
      const result = JSON.parse(each.stdout().trimEnd().split('\n').at(-1) ?? '');
      // The sweep asks for the subscriptions, and looks at the one that it finds.
      const calls = {
        'Microsoft.ResourceGraph/resources/read': 1,
        'Microsoft.Resources/subscriptions/read': 1,
      };
      expect(result).toEqual({ machines: 0, byStatus: {}, calls, writes: 0, seconds: expect.any(Number) });
      expect(existsSync(join(each.data, 'instance.json'))).toBe(false);
      expect(pidsOf(each.data)).toEqual([]);
    }
  });

  it('brings a tenant from a file to Configured and counts what it took', async () => {
    const started = start('--help');
    await started.ended;
    const file = join(started.data, 'tenant.json');
    const machine = { group: 'rg', region: 'westeurope' };
    writeFileSync(
      file,
      JSON.stringify({
        regions: ['westeurope'],
        groups: [{ name: 'rg', region: 'westeurope' }],
        machines: [
          { kind: 'vm', name: 'one', ...machine },
          { kind: 'arc', name: 'two', os: 'windows', ...machine },
        ],
      }),
    );
    const run = start('--tenant', file, '--arm', '--until-settled', '--speed', '60');
    expect(await run.ended, run.stderr()).toBe(0);
    expect(run.stderr()).toContain('0 writes so far, counted by "Azure".');
    const result = JSON.parse(run.stdout());
    // A VM needs its identity, its agent and its rule; an Arc machine has an identity.
    expect(result).toMatchObject({ machines: 2, byStatus: { Configured: 2 }, writes: 5 });
    expect(result.calls['Microsoft.Insights/dataCollectionRuleAssociations/write']).toBe(2);
  });

  it('says where everything is, keeps it secret, and ends without a trace on SIGTERM', async () => {
    const port = await findFreePort();
    const run = start('--tenant', 'empty', '--port', String(port));
    const instance = await run.instance();
    expect(instance.app.url).toBe(`http://127.0.0.1:${port}`);
    expect(statSync(join(run.data, 'instance.json')).mode & 0o777).toBe(0o600);
    expect(statSync(run.data).mode & 0o777).toBe(0o700);
    const { functions } = instance.app;
    expect(functions).toContainEqual({ name: 'getStatus', trigger: 'httpTrigger', route: '/api/status' });
    const status = `${instance.app.url}/api/status?code=${instance.app.keys.function}`;
    expect(await requestJson({ method: 'GET', url: status })).toMatchObject({ status: 200, body: { machines: 0 } });
    await waitUntil('the screen', async () => run.stdout().includes('Nothing is armed') || undefined, soon);
    expect(run.stdout()).not.toContain('\u001b');
    expect(await principalOfManagedIdentity(instance.azure.identityEndpoint)).toBe(instance.principals.app.objectId);

    const second = startIn(run.data);
    expect(await second.ended).toBe(1);
    expect(second.stderr()).toContain('is in use by another "npm start"');
    const third = start('--port', String(port));
    expect(await third.ended).toBe(1);
    expect(third.stderr()).toBe(`--port ${port}: this port is in use. Give another one, or leave the option out.\n`);

    expect(pidsOf(run.data)).toHaveLength(processes);
    const askedMs = Date.now();
    run.process.kill('SIGTERM');
    expect(await run.ended).toBe(143);
    expect(Date.now() - askedMs).toBeLessThan(3_000);
    expect(pidsOf(run.data)).toEqual([]);
    expect(existsSync(join(run.data, 'instance.json'))).toBe(false);
  });

  it('starts an app again that was killed, and leaves nothing behind when it is killed itself', async () => {
    const run = start('--tenant', 'empty');
    const { app } = await run.instance();
    const health = async (): Promise<true | undefined> =>
      (await requestJson({ method: 'GET', url: `${app.url}/api/health` })).status === 200 || undefined;
    const [pid] = pidsOf(run.data, host);
    process.kill(pid ?? 0, 'SIGKILL');
    await waitUntil('the screen should tell', async () => run.stdout().includes('ended by SIGKILL') || undefined, soon);
    await waitUntil('the app should be back', health, soon);
    expect(pidsOf(run.data, host)).not.toContain(pid);

    run.process.kill('SIGKILL');
    await waitUntil('all processes should be gone', async () => pidsOf(run.data).length === 0 || undefined, soon);
    expect(existsSync(join(run.data, 'instance.json'))).toBe(false);
  });
});

/** Whose token a client gets that knows of instance.json only. */
async function principalOfManagedIdentity(endpoint: string): Promise<unknown> {
  vi.stubEnv('IDENTITY_ENDPOINT', endpoint);
  vi.stubEnv('IDENTITY_HEADER', 'anything');
  const { token } = await new ManagedIdentityCredential().getToken('https://management.azure.com/.default');
  vi.unstubAllEnvs();
  return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8')).oid;
}
