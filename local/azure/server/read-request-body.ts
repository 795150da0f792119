import type { IncomingMessage } from 'node:http';

/** ARM refuses bodies above 4 MB (Microsoft Learn, "Azure Resource Manager limits"). */
const maxBytes = 4 * 1024 * 1024;

/** The whole body as text; undefined when it is longer than ARM takes. */
export async function readRequestBody(message: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of message) {
    const buffer = Buffer.from(chunk);
    bytes += buffer.length;
    if (bytes <= maxBytes) chunks.push(buffer);
  }
  return bytes > maxBytes ? undefined : Buffer.concat(chunks).toString('utf8');
}

/** Header names are lower-case already; repeated ones are joined. */
export function headersOf(message: IncomingMessage): Record<string, string> {
  const entries = Object.entries(message.headers).map(([name, value]) => [
    name,
    Array.isArray(value) ? value.join(', ') : (value ?? ''),
  ]);
  return Object.fromEntries(entries);
}
