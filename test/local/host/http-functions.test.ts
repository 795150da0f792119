import { app, type HttpRequest } from '@azure/functions';
import { afterEach, describe, expect, it } from 'vitest';
import { VirtualClock } from '../../../local/clock/virtual-clock.ts';
import { parseHostJson } from '../../../local/host/host-json.ts';
import { startTestHost, type TestHost, testKeys } from './start-test-host.ts';

describe('HTTP functions', () => {
  let host: TestHost;
  afterEach(() => host.stop());

  it('answer the same over a socket and within the process', async () => {
    host = await startTestHost(() =>
      app.http('echo', {
        methods: ['POST'],
        route: 'echo/{id:guid?}',
        handler: async (request: HttpRequest) => ({
          status: 201,
          headers: { 'x-id': request.params.id ?? 'none' },
          jsonBody: { got: await request.json(), url: request.url, tag: request.query.get('tag') },
        }),
      }),
    );
    const path = '/api/echo/7b850325-86e7-5be6-8266-3008f972389a?tag=a%20b';
    const overSocket = await fetch(host.url + path, { method: 'POST', body: '{"a":1}' });
    const within = await host.fetch('POST', path, { body: { a: 1 } });
    expect(within).toMatchObject({ status: 201, headers: { 'x-id': '7b850325-86e7-5be6-8266-3008f972389a' } });
    expect(within.json()).toEqual({ got: { a: 1 }, url: `${host.url}${path}`, tag: 'a b' });
    expect(overSocket.status).toBe(201);
    expect(await overSocket.json()).toEqual(within.json());
  });

  it('ask for the key of their level: header before query, 401 without, the method first', async () => {
    host = await startTestHost(() => {
      app.http('read', { authLevel: 'function', handler: () => ({ body: 'ok' }) });
      app.http('manage', { authLevel: 'admin', handler: () => ({ body: 'ok' }) });
    });
    const status = async (path: string, key?: string): Promise<number> =>
      (await host.fetch('GET', path, key === undefined ? {} : { headers: { 'X-Functions-Key': key } })).status;
    expect(await status('/api/read')).toBe(401);
    expect(await status(`/api/read?code=${testKeys.function}`)).toBe(200);
    expect(await status(`/api/read?code=${testKeys.function}`, 'wrong')).toBe(401);
    expect(await status('/api/read?code=wrong', testKeys.master)).toBe(200);
    expect(await status('/api/read', testKeys.durable)).toBe(401);
    expect(await status('/api/manage', testKeys.function)).toBe(401);
    expect(await status('/api/manage', testKeys.master)).toBe(200);
    expect((await host.fetch('DELETE', '/api/read')).status).toBe(404);
  });

  it('are found by the most specific route, ignoring case and a slash at the end', async () => {
    host = await startTestHost(() => {
      app.http('any', { route: 'machines/{*rest}', handler: (request) => ({ body: `any ${request.params.rest}` }) });
      app.http('one', { route: 'machines/{key}', handler: (request) => ({ body: `one ${request.params.key}` }) });
      app.http('onboard', { route: 'machines/onboard', handler: () => ({ body: 'onboard' }) });
    });
    const body = async (path: string): Promise<string> => (await host.fetch('GET', path)).text;
    expect(await body('/api/machines/onboard')).toBe('onboard');
    expect(await body('/API/Machines/Onboard/')).toBe('onboard');
    expect(await body('/api/machines/vm-1')).toBe('one vm-1');
    expect(await body('/api/machines/vm-1/plan')).toBe('any vm-1/plan');
  });

  it('turn a throw into an empty 500 and log it; nothing is 204', async () => {
    host = await startTestHost(() => {
      app.http('breaks', {
        handler: () => {
          throw new Error('boom');
        },
      });
      app.http('nothing', { handler: () => JSON.parse('null') });
    });
    expect(await host.fetch('GET', '/api/breaks')).toMatchObject({ status: 500, text: '' });
    expect(host.logged).toMatchObject([{ level: 'error', functionName: 'breaks', message: 'failed: boom' }]);
    expect((await host.fetch('GET', '/api/nothing')).status).toBe(204);
  });

  it('write to the log by level', async () => {
    host = await startTestHost(() =>
      app.http('talks', {
        handler: (_request, context) => {
          context.warn('careful', { a: 1 });
          context.log('said');
          return {};
        },
      }),
    );
    await host.fetch('GET', '/api/talks');
    expect(host.logged.map(({ level, message }) => [level, message])).toEqual([
      ['warning', 'careful { a: 1 }'],
      ['information', 'said'],
    ]);
  });

  it('that take longer than functionTimeout are given up', async () => {
    host = await startTestHost(() => app.http('hangs', { handler: () => new Promise(() => undefined) }), {
      hostJson: { ...parseHostJson({}, String), functionTimeoutMs: 20 },
    });
    expect((await host.fetch('GET', '/api/hangs')).status).toBe(500);
    expect(host.logged[0]?.message).toContain("exceeded by function 'Functions.hangs'");
  });

  it('hold the virtual clock until they have answered', async () => {
    const clock = new VirtualClock(0);
    const ended: { readonly atMs: number; readonly open: readonly string[] }[] = [];
    host = await startTestHost(
      () =>
        app.http('works', {
          handler: async () => {
            await new Promise((resolve) => setTimeout(resolve, 5));
            ended.push({ atMs: clock.now(), open: clock.openTokens() });
            return {};
          },
        }),
      { clock },
    );
    const within = host.fetch('GET', '/api/works');
    await clock.advance(60_000);
    expect((await within).status).toBe(200);
    expect((await fetch(`${host.url}/api/works`)).status).toBe(200);
    await clock.quiesce();
    expect(ended).toEqual([
      { atMs: 0, open: ['GET /api/works (in process)', expect.stringMatching(/^function works/)] },
      { atMs: 60_000, open: ['GET /api/works', expect.stringMatching(/^function works/)] },
    ]);
  });

  it('with the prefix of host.json, and 501 for what is not there', async () => {
    host = await startTestHost(() => app.http('here', { handler: () => ({}) }), {
      hostJson: parseHostJson({ extensions: { http: { routePrefix: '' } } }, String),
    });
    expect((await host.fetch('GET', '/here')).status).toBe(200);
    expect((await host.fetch('GET', '/api/here')).status).toBe(404);
    expect((await host.fetch('GET', '/admin/functions')).status).toBe(501);
  });
});
