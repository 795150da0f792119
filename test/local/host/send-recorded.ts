import { Agent, request } from 'node:http';
import type { HttpRecord, RecordedResponse } from './recordings.ts';

const agent = new Agent({ keepAlive: false });
const unstable = new Set(['connection', 'date', 'server', 'transfer-encoding', 'keep-alive']);

/** Sends a recorded request to our host, byte for byte where the recording has the bytes. */
export function sendRecorded(url: string, record: HttpRecord): Promise<RecordedResponse> {
  const recorded = record.request;
  if (recorded === undefined) throw new Error(`Record '${record.name}' has no request.`);
  const body = bodyOf(record);
  const { port } = new URL(url);
  const headers: Record<string, string | string[]> = { host: '127.0.0.1:7081' };
  for (const [name, value] of Object.entries(recorded.headers ?? {}))
    headers[name] = typeof value === 'string' ? value : [...value];
  if (body !== undefined)
    Object.assign(
      headers,
      recorded.chunked ? { 'transfer-encoding': 'chunked' } : { 'content-length': String(body.length) },
    );
  return new Promise((resolve, reject) => {
    const outgoing = request({ host: '127.0.0.1', port, agent, method: recorded.method, path: recorded.path, headers });
    outgoing.on('error', reject);
    outgoing.on('response', (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
      incoming.on('end', () => {
        const text = Buffer.concat(chunks);
        resolve({ status: incoming.statusCode ?? 0, headers: stable(incoming.headers), body: readable(text) });
      });
    });
    // A body over the limit is announced but not sent, as the answer comes before it.
    if (body !== undefined && body.length > 100 * 2 ** 20 && recorded.chunked !== true) outgoing.flushHeaders();
    else outgoing.end(body);
  });
}

/** Headers that do not depend on the web server or the moment. */
export function stable(headers: Readonly<Record<string, unknown>>): RecordedResponse['headers'] {
  const kept = Object.entries(headers).filter(([name]) => !unstable.has(name));
  return Object.fromEntries(
    kept.map(([name, value]) => [name, Array.isArray(value) ? value.join('; ') : String(value)]),
  );
}

function bodyOf(record: HttpRecord): Buffer | undefined {
  const got = typeof record.workerGot === 'object' ? record.workerGot.http?.body?.bytes?.base64 : undefined;
  if (got !== undefined) return Buffer.from(got, 'base64');
  const body = record.request?.body;
  if (body === undefined) return undefined;
  if (typeof body === 'string') {
    const size = /^\((\d+) bytes\)$/.exec(body)?.[1];
    if (size !== undefined) return Buffer.alloc(Number(size), record.request?.path.includes('as=buffer') ? 0xff : 'x');
    return Buffer.from(body);
  }
  if (isBase64(body)) return Buffer.from(body.base64, 'base64');
  return Buffer.from(JSON.stringify(body));
}

function isBase64(body: unknown): body is { readonly base64: string } {
  return typeof body === 'object' && body !== null && 'base64' in body && typeof body.base64 === 'string';
}

/** As the recordings hold bodies: parsed JSON, text, or base64 of what is not text. */
function readable(bytes: Buffer): unknown {
  const text = bytes.toString('utf8');
  if (!Buffer.from(text, 'utf8').equals(bytes)) return { base64: bytes.toString('base64') };
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
