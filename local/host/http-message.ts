/** A request as it reached the host, before anything was decoded. */
export interface HostRequest {
  readonly method: string;
  /** Path and query as sent, such as `/api/status?x=1`. */
  readonly target: string;
  /** Names in lower case; values sent twice are joined by ",". */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

export interface HostResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

const encoder = new TextEncoder();
const nothing = new Uint8Array();

/** An answer without a body. */
export function emptyResponse(status: number, headers: Readonly<Record<string, string>> = {}): HostResponse {
  return { status, headers, body: nothing };
}

export function textResponse(status: number, text: string): HostResponse {
  return { status, headers: { 'content-type': 'text/plain; charset=utf-8' }, body: encoder.encode(text) };
}

export function jsonResponse(
  status: number,
  value: unknown,
  headers: Readonly<Record<string, string>> = {},
): HostResponse {
  return {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
    body: encoder.encode(JSON.stringify(value)),
  };
}
