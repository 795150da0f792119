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
 * each (recordings of azure-powershell, ConnectedMachine), Compute one, with `monitor=true` for the result (recordings of
 * azure-cli). Both links are signed.
 */
export function operationLinks(operation: LinkedOperation): { readonly status: string; readonly result: string } {
  const { id, url, provider, location, apiVersion, startedAtMs } = operation;
  const { subscriptionId } = parseArmId(operation.resourceId);
  const root = `${url.origin}/subscriptions/${subscriptionId}/providers/${provider}/locations/${location}`;
  const link = (path: string): string => `${root}/${path}api-version=${apiVersion}&${signatureOf(id, startedAtMs)}`;
  if (provider === 'Microsoft.HybridCompute') {
    return { status: link(`operationstatus/${id}?`), result: link(`operationresults/${id}?`) };
  }
  return { status: link(`operations/${id}?`), result: link(`operations/${id}?monitor=true&`) };
}
