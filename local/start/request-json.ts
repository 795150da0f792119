import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';

export interface JsonAnswer {
  readonly status: number;
  /** Undefined when the body is empty or no JSON. */
  readonly body: unknown;
}

const timeoutMs = 30_000;

/** One request with JSON in and out; `ca` is the certificate to trust. Rejects when no answer came within 30 s. */
export function requestJson(request: {
  readonly method: string;
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly ca?: string;
}): Promise<JsonAnswer> {
  const { method, url, headers, body, ca } = request;
  const text = body === undefined ? undefined : JSON.stringify(body);
  const open = url.startsWith('https:') ? httpsRequest : httpRequest;
  return new Promise((resolve, reject) => {
    const sent = open(
      url,
      {
        method,
        timeout: timeoutMs,
        headers: { ...headers, ...(text === undefined ? {} : { 'content-type': 'application/json' }) },
        ...(ca === undefined ? {} : { ca }),
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.once('error', reject);
        response.once('end', () => {
          resolve({ status: response.statusCode ?? 0, body: parse(Buffer.concat(chunks).toString('utf8')) });
        });
      },
    );
    sent.once('timeout', () => sent.destroy(new Error(`${method} ${url.split('?')[0]} was not answered in time.`)));
    sent.once('error', reject);
    sent.end(text);
  });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
