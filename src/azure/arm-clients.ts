import { ComputeManagementClient } from '@azure/arm-compute';
import { HybridComputeManagementClient } from '@azure/arm-hybridcompute';
import { MonitorClient } from '@azure/arm-monitor';
import { ResourceGraphClient } from '@azure/arm-resourcegraph';
import { SecurityCenter } from '@azure/arm-security';
import type { TokenCredential } from '@azure/core-auth';
import { createDefaultHttpClient, type HttpClient, type Pipeline } from '@azure/core-rest-pipeline';
import { ManagedIdentityCredential } from '@azure/identity';

/** Where and as whom Azure Resource Manager is called. */
export interface ArmOptions {
  /** Such as `https://management.azure.com`; https, because the SDKs send no token over http. */
  readonly endpoint: string;
  /** Who the token is for, such as `https://management.azure.com`. */
  readonly audience: string;
  /** Client id of the app's user-assigned identity; undefined: the system-assigned one. */
  readonly managedIdentityClientId: string | undefined;
  /** Instead of the managed identity. */
  readonly credential?: TokenCredential;
  /** Instead of the network. */
  readonly httpClient?: HttpClient;
  /** After this long without an answer a call is given up. Milliseconds of real time; 30,000 by default. */
  readonly callTimeoutMs?: number;
}

/** The pipelines of the SDK clients: they sign, name the caller and log; {@link sendRaw} sends through them. */
export interface ArmClients {
  /** Without a slash at its end. */
  readonly endpoint: string;
  readonly httpClient: HttpClient;
  readonly callTimeoutMs: number;
  readonly compute: Pipeline;
  readonly hybridCompute: Pipeline;
  readonly monitor: Pipeline;
  readonly resourceGraph: Pipeline;
  readonly security: Pipeline;
}

export type ArmClientName = 'compute' | 'hybridCompute' | 'monitor' | 'resourceGraph' | 'security';

const userAgentPrefix = 'azure-machine-onboarding';

/**
 * Makes the SDK clients, once per process. Their retries and redirects are off: one call is one request, and waiting
 * is the work table's business (the SDKs would sleep through a whole `Retry-After`, which Compute sets up to 20 min).
 */
export function createArmClients(options: ArmOptions): ArmClients {
  const endpoint = options.endpoint.replace(/\/+$/, '');
  const scope = `${options.audience.replace(/\/+$/, '')}/.default`;
  const credential = options.credential ?? managedIdentity(options.managedIdentityClientId);
  const httpClient = options.httpClient ?? createDefaultHttpClient();
  const shared = {
    endpoint,
    httpClient,
    retryOptions: { maxRetries: 0 },
    redirectOptions: { maxRetries: 0 },
    userAgentOptions: { userAgentPrefix },
  };
  // The raw requests name their subscription in the path, so the clients are given none.
  const noSubscription = '00000000-0000-0000-0000-000000000000';
  return {
    endpoint,
    httpClient,
    callTimeoutMs: options.callTimeoutMs ?? 30_000,
    compute: new ComputeManagementClient(credential, { ...shared, credentials: { scopes: [scope] } }).pipeline,
    monitor: new MonitorClient(credential, { ...shared, credentials: { scopes: [scope] } }).pipeline,
    resourceGraph: new ResourceGraphClient(credential, { ...shared, credentials: { scopes: [scope] } }).pipeline,
    security: new SecurityCenter(credential, noSubscription, { ...shared, credentialScopes: [scope] }).pipeline,
    hybridCompute: new HybridComputeManagementClient(credential, noSubscription, {
      ...shared,
      credentialScopes: [scope],
    }).pipeline,
  };
}

function managedIdentity(clientId: string | undefined): TokenCredential {
  return clientId === undefined ? new ManagedIdentityCredential() : new ManagedIdentityCredential({ clientId });
}
