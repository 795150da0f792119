import { parseArmId } from '../store/arm-id.ts';
import { signatureOf } from './signed-link.ts';

interface LinkedOperation {
  readonly id: string;
  readonly startedAtMs: number;
  readonly url: URL;
  readonly apiVersion: string;
  readonly resourceId: string;
  readonly provider: string;
  readonly location: string;
}

/**
 * Where an operation tells how it stands (`Azure-AsyncOperation`) and what came of it (`Location`): Arc has a path for
 * each (recordings of azure-powershell, ConnectedMachine), Compute one, with `monitor=true` for the result, Event Grid two
 * without a location where it is global (recordings of azure-cli). Both links are signed.
 */
export function operationLinks(operation: LinkedOperation): { readonly status: string; readonly result: string } {
  const { id, url, provider, location, apiVersion, startedAtMs } = operation;
  const { subscriptionId } = parseArmId(operation.resourceId);
  const providerRoot = `${url.origin}/subscriptions/${subscriptionId}/providers/${provider}`;
  const root = location === 'global' ? providerRoot : `${providerRoot}/locations/${location}`;
  const link = (path: string): string => `${root}/${path}api-version=${apiVersion}&${signatureOf(id, startedAtMs)}`;
  if (provider === 'Microsoft.HybridCompute') {
    return { status: link(`operationstatus/${id}?`), result: link(`operationresults/${id}?`) };
  }
  if (provider === 'Microsoft.EventGrid') {
    return { status: link(`operationsStatus/${id}?`), result: link(`operationResults/${id}?`) };
  }
  return { status: link(`operations/${id}?`), result: link(`operations/${id}?monitor=true&`) };
}
