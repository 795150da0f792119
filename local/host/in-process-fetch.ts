import type { Ledger } from '../clock/ledger.ts';
import type { HandleRequest } from './http-front.ts';

interface FetchOptions {
  readonly headers?: Readonly<Record<string, string>>;
  /** Text or bytes as they are, anything else as JSON with its content type. */
  readonly body?: unknown;
}

interface FetchAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  /** @throws SyntaxError when the body is not JSON. */
  json(): unknown;
}

export type HostFetch = (method: string, path: string, options?: FetchOptions) => Promise<FetchAnswer>;

/** Calls the host's request handler in this process; the request is in the ledger until it is answered. */
export function inProcessFetch(handle: HandleRequest, authority: string, ledger: Ledger): HostFetch {
  return async (method, path, { headers = {}, body } = {}) => {
    const end = ledger.begin(`${method} ${path.replace(/\?.*$/, '')} (in process)`);
    try {
      const plain = body === undefined || typeof body === 'string' || body instanceof Uint8Array;
      const bytes = Buffer.from(plain ? (body ?? '') : JSON.stringify(body));
      const response = await handle({
        method,
        target: path,
        headers: {
          host: authority,
          ...(body === undefined ? {} : { 'content-length': String(bytes.length) }),
          ...(plain ? {} : { 'content-type': 'application/json' }),
          ...Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value])),
        },
        body: bytes,
      });
      const text = Buffer.from(response.body).toString('utf8');
      return { status: response.status, headers: response.headers, text, json: () => JSON.parse(text) };
    } finally {
      end();
    }
  };
}
