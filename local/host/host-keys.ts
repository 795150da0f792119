import type { AuthLevel } from './http-routes.ts';
import type { QueryString } from './query-string.ts';

/** The keys of one host, in plain text: this host only ever runs on loopback. */
export interface HostKeys {
  readonly master: string;
  /** The host's function key: opens every function. */
  readonly function: string;
  /** System key `eventgrid_extension`. */
  readonly eventgrid: string;
  /** System key `durabletask_extension`. */
  readonly durable: string;
  /** Keys that open one function only, by function name. */
  readonly perFunction?: Readonly<Record<string, readonly string[]>>;
}

/** The key that a request carries: the header decides, even when it is empty or wrong. */
export function presentedKey(headers: Readonly<Record<string, string>>, query: QueryString): string | undefined {
  return headers['x-functions-key'] ?? query.first('code');
}

/** May a request with `key` run a function of `level`? */
export function mayInvoke(keys: HostKeys, level: AuthLevel, functionName: string, key: string | undefined): boolean {
  if (level === 'anonymous') return true;
  if (!key) return false;
  if (key === keys.master) return true;
  if (level === 'admin') return false;
  return key === keys.function || (keys.perFunction?.[functionName]?.includes(key) ?? false);
}

/** What a webhook says to `key`: 401 for a key that opens nothing, 403 for a valid key of another kind. */
export function checkSystemKey(keys: HostKeys, wanted: string, key: string | undefined): 'ok' | 401 | 403 {
  if (!key) return 401;
  if (key === keys.master || key === wanted) return 'ok';
  return key === keys.function || key === keys.eventgrid || key === keys.durable ? 403 : 401;
}
