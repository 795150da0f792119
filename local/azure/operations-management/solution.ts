import { sameId } from '../core/store/arm-id.ts';
import { ResourceCollection, type StoredResource } from '../core/store/resource-collection.ts';
import type { JsonObject, JsonValue } from '../core/types.ts';

/** A solution that is installed in a workspace. */
export interface Solution extends StoredResource {
  readonly location: string;
  tags: JsonObject | undefined;
  plan: JsonObject;
  readonly workspaceId: string;
  containedResources: JsonValue | undefined;
  referencedResources: JsonValue | undefined;
}

/** The solutions of the tenant. */
export class Solutions {
  readonly collection = new ResourceCollection<Solution>();

  /** Whether a workspace has a solution of that product, such as `Security`. */
  has(workspaceId: string, product: string): boolean {
    return this.collection
      .all()
      .some(
        (solution) =>
          sameId(solution.workspaceId, workspaceId) &&
          solution.name.toLowerCase().startsWith(`${product.toLowerCase()}(`),
      );
  }
}

export function solutionJson(solution: Solution): JsonObject {
  const { id, name, type, location, tags, plan, workspaceId, containedResources, referencedResources } = solution;
  return {
    id,
    name,
    type,
    location,
    tags,
    plan,
    properties: {
      workspaceResourceId: workspaceId,
      provisioningState: 'Succeeded',
      containedResources: containedResources ?? [],
      referencedResources: referencedResources ?? [],
    },
  };
}
