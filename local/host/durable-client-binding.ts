import { managementUrls } from './durable-urls.ts';
import type { TypedData } from './typed-data.ts';

interface ClientBindingOptions {
  /** Such as `127.0.0.1:7071`. */
  readonly authority: string;
  readonly hubName: string;
  readonly durableKey: string;
  /** Where the JS client sends its calls; ends with a slash. */
  readonly rpcBaseUrl: string;
}

/** The value of a `durableClient` binding, as the real extension hands it to durable-functions 3.5.0. */
export function durableClientBinding({ authority, hubName, durableKey, rpcBaseUrl }: ClientBindingOptions): TypedData {
  // The extension writes https here; this host has no TLS, so its URLs say what works.
  const base = `http://${authority}/runtime/webhooks/durabletask`;
  const code = `code=${durableKey}`;
  const urls = managementUrls('INSTANCEID', { base, query: `taskHub=${hubName}&connection=Storage&${code}` });
  const create = `${base}/orchestrators/{functionName}[/{instanceId}]`;
  return {
    string: JSON.stringify({
      taskHubName: hubName,
      connectionName: null,
      creationUrls: {
        createNewInstancePostUri: `${create}?${code}`,
        createAndWaitOnNewInstancePostUri: `${create}?timeout={timeoutInSeconds}&pollingInterval={intervalInSeconds}&${code}`,
      },
      managementUrls: { ...urls, rewindPostUri: urls.suspendPostUri?.replace('/suspend?', '/rewind?') },
      baseUrl: base,
      requiredQueryStringParameters: code,
      rpcBaseUrl,
      httpBaseUrl: null,
      maxGrpcMessageSizeInBytes: null,
      grpcHttpClientTimeout: null,
    }),
  };
}
