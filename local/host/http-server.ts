import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Ledger } from '../clock/ledger.ts';
import type { HandleRequest } from './http-front.ts';
import type { HostResponse } from './http-message.ts';

/** The limit of the Functions host on request bodies. */
const maxBodyBytes = 100 * 1024 * 1024;

/** Serves `handle` on sockets; each request is in the ledger until its response has closed. */
export function createHttpServer(handle: HandleRequest, ledger: Ledger): Server {
  return createServer((incoming, outgoing) => {
    const end = ledger.begin(`${incoming.method} ${pathOf(incoming)}`);
    outgoing.once('close', end);
    if (Number(incoming.headers['content-length'] ?? 0) > maxBodyBytes) {
      refuse(incoming, outgoing);
      return;
    }
    serve(incoming, handle)
      .then((response) => write(outgoing, response, incoming.method === 'HEAD'))
      .catch(() => outgoing.destroy());
  });
}

/** Listens on loopback and answers the port. Port 0 takes a free one. */
export function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });
}

/** Ends every connection, also those with a request on its way. */
export function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

/** The real host answers 500, not 413. The connection ends, as the body is not read. */
function refuse(incoming: IncomingMessage, outgoing: ServerResponse): void {
  outgoing.once('finish', () => incoming.destroy());
  outgoing.writeHead(500, { 'content-length': '0', connection: 'close' });
  outgoing.end();
}

function pathOf(incoming: IncomingMessage): string {
  return (incoming.url ?? '/').replace(/\?.*$/, '');
}

async function serve(incoming: IncomingMessage, handle: HandleRequest): Promise<HostResponse> {
  const body = await readBody(incoming);
  return handle({
    method: incoming.method ?? 'GET',
    target: incoming.url ?? '/',
    headers: joinHeaders(incoming.rawHeaders),
    body,
  });
}

/** The whole body; one in chunks that proves too long counts as none (recorded: the function runs, without it). */
async function readBody(incoming: IncomingMessage): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of incoming) {
    if (!Buffer.isBuffer(chunk)) continue;
    length += chunk.length;
    if (length <= maxBodyBytes) chunks.push(chunk);
    else chunks.length = 0;
  }
  return Buffer.concat(chunks);
}

function joinHeaders(raw: readonly string[]): Record<string, string> {
  const headers: Record<string, string> = {};
  for (let index = 0; index + 1 < raw.length; index += 2) {
    const name = (raw[index] ?? '').toLowerCase();
    const value = raw[index + 1] ?? '';
    const before = headers[name];
    headers[name] = before === undefined ? value : `${before},${value}`;
  }
  return headers;
}

function write(outgoing: ServerResponse, response: HostResponse, head: boolean): void {
  const { status, headers, body } = response;
  const bodiless = head || status === 204 || status === 304;
  outgoing.writeHead(status, body.length === 0 && !bodiless ? { 'content-length': '0', ...headers } : headers);
  if (body.length > 0 && !head) outgoing.write(body);
  outgoing.end();
}
