import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createSeededAzure, type SeededAzure } from '../../../local/azure/seed/create-seeded-azure.ts';
import { loadSeed } from '../../../local/azure/seed/load-seed.ts';
import { createCertificate } from '../../../local/azure/server/certificate.ts';
import type { RunningServer } from '../../../local/azure/server/running-server.ts';
import { serveSimulator } from '../../../local/azure/server/serve-simulator.ts';
import { VirtualClock } from '../../../local/clock/virtual-clock.ts';
import { runSim } from '../../../local/sim/run-sim.ts';

const clock = new VirtualClock();
const data = mkdtempSync(join(tmpdir(), 'sim-'));
let seeded: SeededAzure;
let server: RunningServer;

beforeAll(async () => {
  const seed = loadSeed('demo');
  seeded = await createSeededAzure({ time: clock, ledger: clock }, seed);
  const certificate = await createCertificate();
  server = await serveSimulator({ simulator: seeded.azure, certificate, port: 0 });
  writeInstance(data, server.url, certificate.certificate);
});

beforeEach(() => seeded.azure.reset());
afterAll(() => server.close());

function writeInstance(folder: string, url: string, certificate: string): void {
  const instance = {
    azure: { url, certificate, identityEndpoint: '', msiEndpoint: '' },
    subscriptions: seeded.tenant.subscriptions,
    principals: { operator: { token: seeded.azure.token('operator') } },
  };
  writeFileSync(join(folder, 'instance.json'), JSON.stringify(instance));
}

/** Runs a command line as a person would; waiting is app time. */
async function sim(line: string, ...more: string[]) {
  const said: string[] = [];
  const complained: string[] = [];
  const code = await runSim([...line.split(' '), ...more, '--data', data], {
    say: (text) => said.push(text),
    complain: (text) => complained.push(text),
    wait: () => clock.advance(10_000),
  });
  return { code, said, complained };
}

const rowOf = async (name: string) => (await sim('list')).said.find((row) => row.includes(` ${name} `))?.split(/ +/);

test('a VM is created, stopped, started and deleted, with a line for each step', async () => {
  const created = await sim('vm create play-01 --os windows --region northeurope');
  expect(created).toEqual({
    code: 0,
    said: ['group rg-local: created', 'vm play-01: creating (windows, northeurope)', 'vm play-01: running'],
    complained: [],
  });
  expect(await rowOf('play-01')).toEqual(['vm', 'play-01', 'windows', 'running', 'northeurope', 'rg-local']);
  expect((await sim('vm stop play-01')).said).toEqual(['vm play-01: stopping', 'vm play-01: deallocated']);
  expect(await rowOf('play-01')).toContain('deallocated');
  expect((await sim('vm start play-01')).said.at(-1)).toBe('vm play-01: running');
  expect((await sim('vm delete play-01')).said.at(-1)).toBe('vm play-01: deleted');
  expect(await rowOf('play-01')).toBeUndefined();
});

test('an Arc machine is created, disconnected, connected and deleted; connecting makes an event', async () => {
  expect((await sim('arc create box-01')).said.at(-1)).toBe('arc box-01: connected (linux, westeurope)');
  await sim('arc disconnect box-01');
  expect(await rowOf('box-01')).toContain('Disconnected');
  const told: string[] = [];
  seeded.azure.context.hooks.onEvent.push(({ operationName }) => told.push(operationName));
  await sim('arc connect box-01');
  expect(told).toEqual(['Microsoft.HybridCompute/machines/write']);
  expect(await rowOf('box-01')).toContain('Connected');
  expect((await sim('arc delete box-01')).said).toEqual(['arc box-01: deleted']);
});

test('a machine whose agent has not been heard of is listed as that', async () => {
  const { azure, tenant } = seeded;
  const id = `/subscriptions/${tenant.subscriptions[0]}/resourceGroups/rg-local/providers/Microsoft.HybridCompute/machines/box-02`;
  azure.arc.keepSilent(id);
  await sim('arc create box-02');
  expect(await rowOf('box-02')).toEqual(['arc', 'box-02', 'unknown', 'NotReported', 'westeurope', 'rg-local']);
  await sim('arc connect box-02');
  expect(await rowOf('box-02')).toContain('Connected');
  await sim('arc delete box-02');
});

test('a subscription is made, changed, filled with a machine of its own and deleted', async () => {
  const created = await sim('subscription create Lab --management-group platform/lab --tag env=lab');
  expect(created).toEqual({
    code: 0,
    said: [
      expect.stringMatching(/^subscription Lab: created \([0-9a-f-]{36}\), in the management group platform\/lab$/),
    ],
    complained: [],
  });
  expect((await sim('vm create lab-01 --subscription lab')).said.at(-1)).toBe('vm lab-01: running');
  expect(await rowOf('lab-01')).toBeUndefined();
  expect((await sim('list --subscription Lab')).said.join()).toContain(' lab-01 ');
  const rowOfLab = async () => (await sim('subscription list')).said.find((row) => row.startsWith('Lab '));
  expect(await rowOfLab()).toMatch(/ Enabled +lab .* env=lab$/);
  const changed = await sim('subscription set Lab --state Disabled --management-group platform --tag env=old');
  expect(changed.said.at(-1)).toMatch(/ Disabled +platform .* env=old$/);
  expect((await sim('subscription delete Lab')).said).toEqual(['subscription Lab: deleted, with everything in it']);
  expect(await rowOfLab()).toBeUndefined();
});

test('what Azure refuses is said in its words, with exit code 1', async () => {
  const { code, complained } = await sim('vm stop locked-01');
  expect(code).toBe(1);
  expect(complained.join()).toContain('409 ScopeLocked: The scope');
});

test.each([
  ['vm stop nobody', "There is no VM 'nobody'"],
  ['arc delete web-01', "There is no Arc machine 'web-01'"],
  ['vm create web-01 --group rg-web', 'There is a machine web-01 already'],
  ['vm create a --subscription nowhere', "There is no subscription 'nowhere'"],
  ['subscription set nowhere --state Disabled', 'subscription list'],
  ['subscription create Odd --state Asleep', '400'],
])('%s fails with exit code 1', async (line, said) => {
  const { code, complained } = await sim(line);
  expect([code, complained.join()]).toEqual([1, expect.stringContaining(said)]);
});

test.each([
  ['fly', 'not a command'],
  ['vm', 'vm takes create, start, stop, delete'],
  ['vm create', 'name of the machine is missing'],
  ['vm create a b', 'too much'],
  ['vm create bad/name', 'not a machine name'],
  ['vm create a --os solaris', '--os takes linux, windows'],
  ['arc start a', 'arc takes create, connect'],
  ['list --loud', '--loud'],
  ['subscription', 'subscription takes list, create, set, delete'],
  ['subscription set Local', 'needs --state'],
  ['subscription delete', 'name or id of the subscription is missing'],
  ['subscription create Lab --tag env', 'name=value'],
  ['fault exit many', 'whole number'],
  ['fault nonsense', 'no fault'],
  ['fault json {', 'fault json needs'],
])('%s is bad usage: exit code 2', async (line, said) => {
  const { code, complained } = await sim(line);
  expect([code, complained.join()]).toEqual([2, expect.stringContaining(said)]);
});

test('faults are added by preset, by exit code and as JSON, listed and cleared', async () => {
  const before = seeded.azure.faults.list().length;
  expect((await sim('fault throttled --path **/play/** --times 2 --retry-after 9')).said).toEqual([
    expect.stringMatching(/^fault fault-\d+: in force$/),
  ]);
  await sim('fault exit 51 --machine play-*');
  await sim('fault json', '{ "status": 500, "path": "/none" }');
  expect(seeded.azure.faults.list().slice(before)).toMatchObject([
    { fault: { preset: 'throttled', times: 2, retryAfter: 9 } },
    { fault: { status: 500 } },
  ]);
  expect((await sim('fault list')).said.join()).toContain('"preset":"throttled"');
  expect((await sim('fault busy --times 0')).complained.join()).toContain('400');
  await sim('fault clear');
  expect((await sim('fault list')).said).toEqual(['faults: none on requests']);
});

test('--help shows every command', async () => {
  const { code, said } = await sim('--help');
  expect(code).toBe(0);
  for (const word of ['vm create', 'arc connect', 'subscription create', 'list', 'fault', 'throttled'])
    expect(said.join()).toContain(word);
});

test('without a running instance it says what to do', async () => {
  const empty = mkdtempSync(join(tmpdir(), 'sim-'));
  const complained: string[] = [];
  const terminal = {
    say: () => undefined,
    complain: (line: string) => complained.push(line),
    wait: async () => undefined,
  };
  expect(await runSim(['list', '--data', empty], terminal)).toBe(1);
  expect(complained.join()).toContain('npm start');
  writeInstance(empty, 'https://127.0.0.1:9', '-----BEGIN CERTIFICATE-----');
  expect(await runSim(['list', '--data', empty], terminal)).toBe(1);
});
