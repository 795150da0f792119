import { createHash } from 'node:crypto';
import { objectAt } from '../core/json.ts';
import { ResourceCollection, type StoredResource } from '../core/store/resource-collection.ts';
import { etagOf } from '../core/store/stored-resource.ts';
import type { JsonObject, SimContext } from '../core/types.ts';
import { identityJson, type ResourceIdentity } from '../identity/resource-identity.ts';

/** A Log Analytics workspace. */
export interface Workspace extends StoredResource {
  readonly location: string;
  tags: JsonObject | undefined;
  identity: ResourceIdentity | undefined;
  /** As it was sent, with what the service adds by default. */
  properties: JsonObject;
  readonly customerId: string;
  provisioningState: 'Creating' | 'Succeeded';
}

/** The workspaces of the tenant. */
export class Workspaces {
  readonly collection = new ResourceCollection<Workspace>();

  /** Ends the making of each at once: for tenants that were there before anybody looked. */
  settle(): void {
    for (const workspace of this.collection.all()) workspace.provisioningState = 'Succeeded';
  }
}

/** The same for the same id: a workspace that is made again within 14 days is the one that was deleted. */
export function customerIdOf(id: string): string {
  const hex = createHash('sha256').update(id.toLowerCase()).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `a${hex.slice(17, 20)}`, hex.slice(20, 32)].join(
    '-',
  );
}

/** What a workspace has that nobody has said anything about (Log Analytics REST API, "Workspaces - Get", examples). */
export const usualProperties: JsonObject = {
  retentionInDays: 30,
  sku: { name: 'PerGB2018' },
  features: { legacy: 0, searchVersion: 1, enableLogAccessUsingOnlyResourcePermissions: true },
  workspaceCapping: { dailyQuotaGb: -1 },
  publicNetworkAccessForIngestion: 'Enabled',
  publicNetworkAccessForQuery: 'Enabled',
};

export function workspaceJson(context: SimContext, workspace: Workspace): JsonObject {
  const { id, name, type, location, tags, properties, customerId, provisioningState } = workspace;
  const created = new Date(workspace.createdAtMs).toISOString();
  return {
    id,
    name,
    type,
    location,
    tags,
    etag: etagOf(workspace),
    identity: identityJson(context, workspace.identity),
    properties: {
      ...properties,
      sku: { ...objectAt(properties, 'sku'), lastSkuUpdate: created },
      customerId,
      provisioningState,
      createdDate: created,
      modifiedDate: new Date(workspace.modifiedAtMs).toISOString(),
    },
  };
}
