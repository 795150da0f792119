import { once } from 'node:events';
import { connect } from 'node:net';
import { app, type HttpRequest } from '@azure/functions';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startTestHost, type TestHost, testKeys } from './start-test-host.ts';

let host: TestHost;
let seen: unknown[];
beforeEach(async () => {
  seen = [];
  host = await startTestHost(() => {
    app.eventGrid('onEvent', {
      handler: (event) => {
        seen.push(event.id);
      },
    });
    app.http('echo', {
      authLevel: 'anonymous',
      methods: ['POST'],
      handler: async (request: HttpRequest) => ({ body: `got '${await request.text()}'` }),
    });
  });
});
afterEach(() => host.stop());

/** One request over a socket, its body in two chunks without a length. */
async function sendInChunks(path: string, headers: readonly string[], body: string): Promise<string> {
  const { hostname, port } = new URL(host.url);
  const socket = connect(Number(port), hostname);
  const chunks = [body.slice(0, 3), body.slice(3)].map((part) => `${part.length.toString(16)}\r\n${part}\r\n`);
  const head = [`POST ${path} HTTP/1.1`, 'host: local', 'connection: close', 'transfer-encoding: chunked', ...headers];
  socket.write(`${head.join('\r\n')}\r\n\r\n${chunks.join('')}0\r\n\r\n`);
  let answer = '';
  socket.on('data', (data) => {
    answer += data.toString('utf8');
  });
  await once(socket, 'close');
  return answer;
}

test('an Event Grid delivery in chunks reaches the function', async () => {
  const path = `/runtime/webhooks/eventgrid?functionName=onEvent&code=${testKeys.eventgrid}`;
  const answer = await sendInChunks(path, ['aeg-event-type: Notification'], '[{"id":"e1"}]');
  expect(answer).toMatch(/^HTTP\/1\.1 202/);
  expect(seen).toEqual(['e1']);
});

test('an HTTP function sees no body that came in chunks', async () => {
  const answer = await sendInChunks('/api/echo', [], 'hello');
  expect(answer).toMatch(/^HTTP\/1\.1 200/);
  expect(answer).toContain("got ''");
});
