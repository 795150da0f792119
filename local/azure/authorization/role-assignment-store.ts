import { ResourceCollection, type StoredResource } from '../core/store/resource-collection.ts';
import type { JsonObject } from '../core/types.ts';
import type { AccessRules } from './access-rules.ts';

/** A role assignment as it is listed. */
export interface ListedAssignment {
  readonly id: string;
  readonly name: string;
  readonly scope: string;
  readonly principalId: string;
  readonly principalType: string;
  readonly roleDefinitionId: string;
  readonly more: JsonObject;
}

/** A role assignment that somebody has written. */
export interface RoleAssignment extends StoredResource, ListedAssignment {
  readonly more: JsonObject;
}

/** The role assignments of the tenant: those that were written, and those that stand among the access rules. */
export class RoleAssignments {
  readonly collection = new ResourceCollection<RoleAssignment>();
  readonly #access: AccessRules;

  constructor(access: AccessRules) {
    this.#access = access;
  }

  all(): readonly ListedAssignment[] {
    const fromRules = this.#access.list().flatMap(({ id, rule }): ListedAssignment[] => {
      if (rule.kind !== 'roleAssignment') return [];
      const { scope, principalId, principalType } = rule;
      const subscription = scope.split('/').slice(0, 3).join('/');
      return [
        {
          id: `${scope}/providers/Microsoft.Authorization/roleAssignments/${id}`,
          name: id,
          scope,
          principalId,
          principalType,
          roleDefinitionId: `${subscription}/providers/Microsoft.Authorization/roleDefinitions/${rule.roleDefinitionId}`,
          more: {},
        },
      ];
    });
    return [...fromRules, ...this.collection.all()];
  }

  get(id: string): ListedAssignment | undefined {
    return this.all().find((assignment) => assignment.id.toLowerCase() === id.toLowerCase());
  }
}
