import type { TokenCredential } from '@azure/core-auth';
import type { HttpClient, PipelinePolicy } from '@azure/core-rest-pipeline';
import { TableClient, type TableServiceClientOptions } from '@azure/data-tables';

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

/** A table that exists. */
export type OpenTable = () => Promise<TableClient>;

const tableNames = ['machines', 'work', 'timeline', 'controls', 'specs', 'gates'] as const;
export type TableName = (typeof tableNames)[number];

/** Every try of a request is given up after this. */
const requestTimeoutMs = 30_000;

/**
 * Transient answers (408, 429, 500, 502, 503, 504) and lost connections are tried again by the SDK, four times within
 * some ten seconds. A try that took effect although its answer was lost then looks like a conflict, which every
 * caller can live with.
 */
const retryOptions = { maxRetries: 4, retryDelayInMs: 250, maxRetryDelayInMs: 4_000 };

/** Connects the tables; they are made once, at the first use of any of them. */
export function connectTables(
  location: TablesLocation,
  options: TablesOptions,
): Readonly<Record<TableName, OpenTable>> {
  const client = (name: TableName): TableClient => makeClient(location, `${options.prefix ?? ''}${name}`, options);
  const clients: Record<TableName, TableClient> = {
    machines: client('machines'),
    work: client('work'),
    timeline: client('timeline'),
    controls: client('controls'),
    specs: client('specs'),
    gates: client('gates'),
  };
  const ensureTables = onceUntilFailure(async () => {
    await Promise.all(tableNames.map((name) => clients[name].createTable()));
  });
  const open = (name: TableName): OpenTable => {
    return async () => {
      await ensureTables();
      return clients[name];
    };
  };
  return {
    machines: open('machines'),
    work: open('work'),
    timeline: open('timeline'),
    controls: open('controls'),
    specs: open('specs'),
    gates: open('gates'),
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
