import * as df from 'durable-functions';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createFakeEngine, type FakeEngine } from './fake-engine.ts';
import { startTestHost, type TestHost, testKeys } from './start-test-host.ts';

const base = '/runtime/webhooks/durabletask';
const code = `code=${testKeys.durable}`;

describe('the durable webhook', () => {
  let host: TestHost;
  let engine: FakeEngine;
  beforeEach(async () => {
    engine = createFakeEngine();
    host = await startTestHost(() => df.app.orchestration('work', function* () {}), { engineFactory: () => engine });
  });
  afterEach(() => host.stop());

  it('starts, tells, terminates and purges an instance', async () => {
    const started = await host.fetch('POST', `${base}/orchestrators/work/one?${code}`, { body: { a: 1 } });
    expect(started).toMatchObject({ status: 202, headers: { 'retry-after': '10' } });
    const location = new URL(started.headers.location ?? '');
    expect(location.pathname).toBe(`${base}/instances/one`);

    const running = await host.fetch('GET', `${base}/instances/one?${code}`);
    expect(running.status).toBe(202);
    expect(running.json()).toMatchObject({ name: 'work', runtimeStatus: 'Running', input: { a: 1 }, output: null });

    const again = await host.fetch('POST', `${base}/orchestrators/work/one?${code}`);
    expect(again.status).toBe(409);
    expect((await host.fetch('DELETE', `${base}/instances/one?${code}`)).status).toBe(412);
    expect((await host.fetch('POST', `${base}/instances/one/terminate?reason=enough&${code}`)).status).toBe(202);
    expect((await host.fetch('POST', `${base}/instances/one/terminate?reason=enough&${code}`)).status).toBe(410);
    const ended = await host.fetch('GET', `${base}/instances/one?showInput=false&${code}`);
    expect(ended).toMatchObject({ status: 200 });
    expect(ended.json()).toMatchObject({ runtimeStatus: 'Terminated', output: 'enough', input: null });
    expect((await host.fetch('DELETE', `${base}/instances/one?${code}`)).json()).toEqual({ instancesDeleted: 1 });
    expect((await host.fetch('GET', `${base}/instances/one?${code}`)).status).toBe(404);
  });

  it('says that an instance failed with 500 only when asked to', async () => {
    await engine.start({ name: 'work', instanceId: 'one', input: undefined });
    engine.finishAll('Failed', 'because');
    const path = `${base}/instances/one?${code}`;
    expect((await host.fetch('GET', path)).status).toBe(200);
    expect((await host.fetch('GET', `${path}&returnInternalServerErrorOnFailure=true`)).status).toBe(500);
  });

  it('lists and purges by status and prefix', async () => {
    await engine.start({ name: 'work', instanceId: 'a-1', input: undefined });
    engine.finishAll('Completed', null);
    await engine.start({ name: 'work', instanceId: 'a-2', input: undefined });
    const list = async (query: string): Promise<unknown> =>
      (await host.fetch('GET', `${base}/instances?${query}&${code}`)).json();
    expect(await list('instanceIdPrefix=a-')).toHaveLength(2);
    expect(await list('runtimeStatus=Running,Pending')).toMatchObject([{ instanceId: 'a-2' }]);
    const purge = await host.fetch('DELETE', `${base}/instances?createdTimeFrom=2020-01-01T00:00:00Z&${code}`);
    expect(purge.json()).toEqual({ instancesDeleted: 1 });
    expect(await list('instanceIdPrefix=')).toMatchObject([{ instanceId: 'a-2' }]);
    expect((await host.fetch('DELETE', `${base}/instances?${code}`)).status).toBe(400);
  });

  it.each([
    ['POST', 'instances/one/raiseEvent/go', 'raiseEvent'],
    ['POST', 'instances/one/suspend', 'suspend'],
    ['POST', 'instances/one/resume', 'resume'],
    ['POST', 'instances/one/rewind', 'rewind'],
    ['POST', 'instances/one/restart', 'restart'],
    ['GET', 'entities', 'entities'],
    ['POST', 'entities/counter/1', 'entities'],
    ['POST', 'orchestrators/work?timeout=5', 'start and wait'],
  ])('answers 501 to %s %s, naming what is missing', async (method, path, what) => {
    const answer = await host.fetch(method, `${base}/${path}${path.includes('?') ? '&' : '?'}${code}`);
    expect(answer.status).toBe(501);
    expect(answer.json()).toMatchObject({ Message: expect.stringContaining(`${what}`) });
  });

  it.each([
    ['no key', `${base}/instances/one`, 401],
    ['a wrong key', `${base}/instances/one?code=wrong`, 401],
    ['the Event Grid key', `${base}/instances/one?code=${testKeys.eventgrid}`, 403],
    ['another hub', `${base}/instances/one?taskHub=Other&${code}`, 404],
    ['an unknown path', `${base}/nonsense?${code}`, 404],
  ])('answers %s', async (_what, path, status) => {
    expect((await host.fetch('GET', path)).status).toBe(status);
  });

  it('refuses an input that is not JSON', async () => {
    const answer = await host.fetch('POST', `${base}/orchestrators/work?${code}`, { body: 'hello' });
    expect(answer).toMatchObject({ status: 400 });
    expect(answer.json()).toMatchObject({ Message: 'Invalid JSON content' });
  });
});
