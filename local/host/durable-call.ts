import type { HostRequest } from './http-message.ts';
import type { QueryString } from './query-string.ts';

/** One request to the management API of Durable Functions. */
export interface DurableCall {
  readonly request: HostRequest;
  readonly query: QueryString;
  /** Decoded path segments after the base, such as `['instances', 'x', 'terminate']`. */
  readonly segments: readonly string[];
  /** What URLs in answers start with. */
  readonly base: string;
  readonly urlQuery: string;
  readonly hubName: string;
  /** The local endpoint always tells that there is no further page. */
  readonly rpc: boolean;
}
