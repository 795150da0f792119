/**
 * A value as it crosses between host and worker: exactly one field is set, none for "no value".
 * Source: azure-functions-language-worker-protobuf, FunctionRpc.proto, message TypedData.
 */
export interface TypedData {
  readonly string?: string;
  readonly json?: string;
  readonly bytes?: Uint8Array;
  readonly int?: number;
  readonly double?: number;
  readonly http?: HttpData;
}

/** An HTTP request or response inside {@link TypedData} (FunctionRpc.proto, message RpcHttp). */
interface HttpData {
  readonly method?: string;
  readonly url?: string;
  readonly nullableHeaders?: NullableStrings;
  readonly nullableQuery?: NullableStrings;
  readonly nullableParams?: NullableStrings;
  readonly body?: TypedData | null;
  readonly statusCode?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly cookies?: readonly unknown[];
  readonly enableContentNegotiation?: boolean;
}

type NullableStrings = Readonly<Record<string, { readonly value: string }>>;

/** Wraps the values of a map as the protocol's nullable strings; undefined when there is none. */
export function toNullableStrings(entries: Iterable<readonly [string, string]>): NullableStrings | undefined {
  const wrapped = Object.fromEntries([...entries].map(([name, value]) => [name, { value }]));
  return Object.keys(wrapped).length === 0 ? undefined : wrapped;
}
