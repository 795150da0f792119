import { ResourceCollection, type StoredResource } from '../core/store/resource-collection.ts';
import type { JsonObject } from '../core/types.ts';
import type { ResourceIdentity } from '../identity/resource-identity.ts';

/** Something of Azure Policy that is written at a scope: a management group, subscription, group or resource. */
export interface PolicyObject extends StoredResource {
  readonly scope: string;
  properties: JsonObject;
}

export interface PolicyAssignment extends PolicyObject {
  identity: ResourceIdentity | undefined;
  /** Of the identity: an assignment is no tracked resource. */
  identityLocation: string | undefined;
}

/** What is assigned, what is exempted from it, and the definitions of the tenant's own. */
export class PolicyObjects {
  readonly assignments = new ResourceCollection<PolicyAssignment>();
  readonly exemptions = new ResourceCollection<PolicyObject>();
  readonly definitions = new ResourceCollection<PolicyObject>();
}
