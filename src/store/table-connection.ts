import type { TokenCredential } from '@azure/core-auth';
import type { HttpClient, PipelinePolicy } from '@azure/core-rest-pipeline';
import { TableClient, type TableServiceClientOptions } from '@azure/data-tables';
import { AzureEntityTable } from './azure-entity-table.ts';
import type { EntityTable } from './entity-table.ts';

/** Where the tables are: `AzureWebJobsStorage` as one text, or an endpoint with the identity of the app. */
export type TablesLocation =
  | { readonly connectionString: string }
  | { readonly endpoint: string; readonly credential: TokenCredential };

export interface TablesOptions {
  /** In front of every table name; letters and digits, beginning with a letter. */
  readonly prefix?: string;
  /** In place of the SDK's own, for tests. */
  readonly httpClient?: HttpClient;
}

/** Every try of a request is given up after this. */
const requestTimeoutMs = 30_000;

/**
 * Transient answers (408, 429, 500, 502, 503, 504) and lost connections are tried again by the SDK, four times within
 * some ten seconds. A try that took effect although its answer was lost then looks like a conflict, which every
 * caller can live with.
 */
const retryOptions = { maxRetries: 4, retryDelayInMs: 250, maxRetryDelayInMs: 4_000 };

/** Connects these tables; they are made once, at the first use of any of them. */
export function connectTables(
  names: readonly string[],
  location: TablesLocation,
  options: TablesOptions,
): (name: string) => EntityTable {
  const connected = names.map((name) => ({
    name,
    client: makeClient(location, `${options.prefix ?? ''}${name}`, options),
  }));
  const ensureTables = onceUntilFailure(async () => {
    await Promise.all(connected.map(({ client }) => client.createTable()));
  });
  return (name) => {
    const found = connected.find((table) => table.name === name);
    if (found === undefined) throw new Error(`No table ${name} is connected.`);
    return new AzureEntityTable(async () => {
      await ensureTables();
      return found.client;
    });
  };
}

function makeClient(location: TablesLocation, table: string, options: TablesOptions): TableClient {
  const clientOptions: TableServiceClientOptions = {
    retryOptions,
    additionalPolicies: [{ policy: timeoutPolicy, position: 'perRetry' }],
    ...(options.httpClient === undefined ? {} : { httpClient: options.httpClient }),
  };
  if ('connectionString' in location) {
    // Azurite speaks http; a connection string that names https stays with https.
    return TableClient.fromConnectionString(location.connectionString, table, {
      ...clientOptions,
      allowInsecureConnection: true,
    });
  }
  return new TableClient(location.endpoint, table, location.credential, clientOptions);
}

const timeoutPolicy: PipelinePolicy = {
  name: 'requestTimeout',
  sendRequest(request, next) {
    request.timeout = requestTimeoutMs;
    return next(request);
  },
};

/** Runs the work once for all callers; after a failure the next caller tries again. */
function onceUntilFailure(work: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined;
  return () => {
    running ??= work().catch((error: unknown) => {
      running = undefined;
      throw error;
    });
    return running;
  };
}
