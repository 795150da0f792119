import { newestVersionFor } from '../request/api-versions-of-types.ts';
import type { Principal } from '../request/principals.ts';
import type { SimContext } from '../types.ts';
import { parseArmId } from './arm-id.ts';

/** A change of a resource that no request here has made, and who is said to have made it. */
export interface ToldChange {
  readonly resource: { readonly id: string; readonly type: string };
  readonly method: 'PUT' | 'PATCH' | 'DELETE';
  readonly by: Principal;
  /** The address that it is said to have been asked of. */
  readonly origin?: string;
}

/** Tells Event Grid of a change as if somebody had just asked ARM for it, with success. */
export function tellChange(context: SimContext, change: ToldChange): void {
  const { resource, method, by, origin = 'https://management.azure.com' } = change;
  const { id, type } = resource;
  const kind = method === 'DELETE' ? 'delete' : 'write';
  context.publish({
    kind,
    outcome: 'Success',
    operationName: `${type}/${kind}`,
    resourceUri: id,
    subscriptionId: parseArmId(id).subscriptionId ?? '',
    principal: by,
    method,
    url: `${origin}${id}?api-version=${newestVersionFor(id)}`,
    correlationId: context.random.guid(),
    clientRequestId: undefined,
    atMs: context.time.now(),
  });
}
