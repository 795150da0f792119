import { describe, expect, test } from 'vitest';
import { faultPresets } from '../../../local/azure/faults/fault-presets.ts';
import { globMatcher } from '../../../local/azure/faults/glob.ts';
import { arcId, monitorAgent, registration, startLocalAzure } from './local-azure-fixture.ts';

const machine = arcId('edge1');
const path = '**/machines/edge1';

async function withMachine() {
  const started = await startLocalAzure();
  await started.call('PUT', machine, { ...registration, tags: { v: '1' } });
  const read = async (as: 'app' | 'operator' = 'app') => (await started.call('GET', machine, undefined, as)).status;
  return { ...started, read };
}

test('a status with body and headers, for the principal, method and path, so many times', async () => {
  const { azure, call, read } = await withMachine();
  const body = { error: { code: 'Teapot', message: 'short and stout' } };
  azure.addFault({ method: 'GET', path, principal: 'app', status: 418, headers: { 'x-tea': 'green' }, body, times: 2 });
  expect(await read('operator')).toBe(200);
  const hit = await call('GET', machine, undefined, 'app');
  expect(hit).toMatchObject({ status: 418, json: body, headers: { 'x-tea': 'green' } });
  expect([await read(), await read()]).toEqual([418, 200]);
});

test('skip lets the first through, every hits each n-th', async () => {
  const { azure, read } = await withMachine();
  azure.addFault({ path, status: 500, skip: 1, every: 2, times: 2 });
  const seen = [];
  for (let index = 0; index < 7; index++) seen.push(await read());
  expect(seen).toEqual([200, 200, 500, 200, 500, 200, 200]);
});

test('an operation pattern chooses between reads and writes of extensions', async () => {
  const { azure, call } = await withMachine();
  azure.addFault({ operation: 'Microsoft.HybridCompute/machines/extensions/write', preset: 'busy', times: 100 });
  const put = await call('PUT', `${machine}/extensions/a`, monitorAgent);
  expect(put.json.error.code).toBe('HCRP409');
  expect((await call('GET', `${machine}/extensions`)).status).toBe(200);
});

test('a delay is app time and lets the clock run', async () => {
  const { azure, clock, call } = await withMachine();
  azure.addFault({ path, delayMs: 90_000 });
  const start = clock.now();
  let doneAt = 0;
  const slow = call('GET', machine).then(({ status }) => {
    doneAt = clock.now() - start;
    return status;
  });
  await clock.advance(120_000);
  expect([await slow, doneAt]).toEqual([200, 90_000]);
});

test('drop before has no effect, drop after has its effect and no answer', async () => {
  const { azure, call } = await withMachine();
  const tagged = async () => (await call('GET', machine)).json.tags.v;
  azure.addFault({ method: 'PATCH', path, drop: 'before' });
  expect(await call('PATCH', machine, { tags: { v: '2' } })).toMatchObject({ drop: true });
  expect(await tagged()).toBe('1');
  azure.addFault({ method: 'PATCH', path, drop: 'after' });
  expect(await call('PATCH', machine, { tags: { v: '2' } })).toMatchObject({ drop: true });
  expect(await tagged()).toBe('2');
});

test('a stale read repeats what was read before, until its time is over', async () => {
  const { azure, call, clock } = await withMachine();
  const tagged = async () => (await call('GET', machine)).json.tags.v;
  azure.addFault({ path, staleSeconds: 60 });
  expect(await tagged()).toBe('1');
  await call('PATCH', machine, { tags: { v: '2' } });
  expect(await tagged()).toBe('1');
  await clock.advance(60_000);
  expect(await tagged()).toBe('2');
});

test('a machine is deleted by somebody else, before a request or a while after it', async () => {
  const { azure, call, clock } = await withMachine();
  const told: string[] = [];
  azure.context.hooks.onEvent.push(({ operationName, principal }) =>
    told.push(`${operationName} by ${principal.name}`),
  );
  azure.addFault({ path: '**/edge1/extensions/*', method: 'PUT', deleteMachineAfterMs: 20_000 });
  expect((await call('PUT', `${machine}/extensions/a`, monitorAgent)).status).toBe(202);
  await clock.advance(20_000);
  expect((await call('GET', machine)).status).toBe(404);
  expect(told).toContain('Microsoft.HybridCompute/machines/delete by other');

  await call('PUT', machine, registration);
  azure.addFault({ path: '**/edge1/extensions/*', method: 'PUT', deleteMachineAfterMs: 0 });
  expect((await call('PUT', `${machine}/extensions/a`, monitorAgent)).status).toBe(404);
});

test('throttling tells to wait and says so as Compute does', async () => {
  const { azure, call } = await withMachine();
  azure.addFault({ path, preset: 'throttled', retryAfter: 303 });
  const { status, headers, json } = await call('GET', machine);
  expect({ status, retryAfter: headers['Retry-After'] ?? headers['retry-after'] }).toEqual({
    status: 429,
    retryAfter: '303',
  });
  expect(json.error).toMatchObject({ code: 'OperationNotAllowed', details: [{ code: 'TooManyRequests' }] });
});

describe('presets', () => {
  test.each(Object.keys(faultPresets))('%s answers with an ARM error', async (preset) => {
    const { azure, call } = await withMachine();
    azure.addFault({ path, preset });
    const { status, json } = await call('DELETE', machine);
    expect(status).toBeGreaterThanOrEqual(400);
    expect(json.error).toMatchObject({ code: expect.any(String), message: expect.any(String) });
    expect((await call('GET', machine)).status).toBe(200);
  });
});

describe('the control route', () => {
  test('adds one or several, lists them with their hits, and removes all', async () => {
    const { control, read } = await withMachine();
    const made = await control('POST', 'faults', [
      { path, status: 503, times: 3 },
      { extension: { machine: 'edge1' }, outcome: { hang: true } },
    ]);
    expect(made).toMatchObject({ status: 201, json: { ids: ['fault-1', 'extension'] } });
    expect(await read()).toBe(503);
    expect((await control('GET', 'faults')).json.faults).toMatchObject([{ id: 'fault-1', matched: 1, hits: 1 }]);
    expect((await control('DELETE', 'faults')).status).toBe(204);
    expect(await read()).toBe(200);
  });

  test.each([
    ['no effect', { path }, 'give one of preset'],
    ['two effects', { path, status: 500, drop: 'before' }, 'not several'],
    ['an unknown preset', { preset: 'nope' }, 'throttled'],
    ['an unknown member', { status: 500, colour: 'red' }, 'colour'],
    ['an impossible status', { status: 99 }, 'status'],
    ['an unbounded delay', { delayMs: 1e12 }, 'delayMs'],
    ['an unknown extension outcome', { extension: {}, outcome: { explode: true } }, 'explode'],
    ['an outcome of two kinds', { extension: {}, outcome: { hang: true, exitCode: 1 } }, 'outcome'],
    ['no body', undefined, 'expected object'],
  ])('answers 400 to %s and says what is wrong', async (_what, body, said) => {
    const { control, read } = await withMachine();
    const { status, json } = await control('POST', 'faults', body);
    expect(status).toBe(400);
    expect(json.error.message).toContain(said);
    expect(await read()).toBe(200);
  });
});

test('a glob compares whole texts without case: * stays within a segment', () => {
  expect(globMatcher('**/virtualMachines/*')('/a/b/VIRTUALMACHINES/vm1')).toBe(true);
  expect(globMatcher('**/virtualMachines/*')('/a/b/virtualMachines/vm1/extensions/x')).toBe(false);
  expect(globMatcher('vm.1')('vmx1')).toBe(false);
});
