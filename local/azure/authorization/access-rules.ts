import type { Random } from '../core/random.ts';
import { decodeText } from '../core/request/decode-text.ts';
import type { PrincipalName } from '../core/request/principals.ts';
import type { ArmRequest } from '../core/types.ts';
import { globMatcher } from '../faults/glob.ts';
import { type AccessRule, type AccessRuleInput, accessRuleSchema } from './access-schema.ts';
import { linkedActions } from './linked-actions.ts';
import {
  authorizationFailed,
  denyAssignmentFailed,
  disallowedByPolicy,
  linkedAuthorizationFailed,
} from './refusals.ts';
import { covers } from './scope.ts';

export interface StoredAccessRule {
  readonly id: string;
  readonly rule: AccessRule;
}

/** Who may do what. The three principals may do everything that no rule here takes away. */
export class AccessRules {
  readonly #random: Random;
  #rules: StoredAccessRule[] = [];
  /** Ids of the management groups above a scope; a rule on one of them holds for the scope. */
  groupsAbove: (scope: string) => readonly string[] = () => [];

  constructor(random: Random) {
    this.#random = random;
  }

  /** Adds a rule and answers its id; throws a zod error that names what is wrong. */
  add(input: AccessRuleInput): string {
    const id = this.#random.guid();
    this.#rules.push({ id, rule: accessRuleSchema.parse(input) });
    return id;
  }

  remove(id: string): boolean {
    const before = this.#rules.length;
    this.#rules = this.#rules.filter((stored) => stored.id !== id);
    return this.#rules.length < before;
  }

  clear(): void {
    this.#rules = [];
  }

  /** Takes away every rule on a scope and below. */
  removeWithin(scope: string): void {
    this.#rules = this.#rules.filter(({ rule }) => !covers(scope, rule.scope));
  }

  list(): readonly StoredAccessRule[] {
    return this.#rules;
  }

  /** Throws the refusal of Azure when a rule takes the request away: roles first, then deny assignments, then policy. */
  check(request: ArmRequest): void {
    const scope = scopeOf(request);
    this.#checkRoles(request, scope);
    for (const { id, rule } of this.#rules) {
      if (rule.kind !== 'denyAssignment' || !this.#applies(rule, request.operation, scope)) continue;
      if (rule.excludedPrincipals.includes(request.principal.name)) continue;
      const fullId = `${rule.scope}/providers/Microsoft.Authorization/denyAssignments/${id}`;
      throw denyAssignmentFailed(request.principal, request.operation, scope, { ...rule, id: fullId });
    }
  }

  /** Throws when a policy with effect deny forbids the write: after locks, as ARM does. */
  checkPolicy(request: ArmRequest): void {
    const scope = scopeOf(request);
    for (const { rule } of this.#rules) {
      if (rule.kind === 'policy' && this.#applies(rule, request.operation, scope))
        throw disallowedByPolicy(scope, rule);
    }
  }

  #checkRoles(request: ArmRequest, scope: string): void {
    if (this.#lacks(request, request.operation, scope)) {
      throw authorizationFailed(request.principal, request.operation, scope);
    }
    for (const { action, scopes } of linkedActions(request)) {
      const refused = scopes.filter((linked) => this.#lacks(request, action, linked));
      if (refused.length > 0) {
        throw linkedAuthorizationFailed(request.principal, request.operation, scope, { action, scopes: refused });
      }
    }
  }

  /** Whether the roles of a principal allow an action; for answers that leave out what may not be read. */
  allows(principal: PrincipalName, action: string, scope: string): boolean {
    return !this.#rules.some(
      ({ rule }) => rule.kind === 'missingRole' && rule.principal === principal && this.#applies(rule, action, scope),
    );
  }

  #applies(rule: { scope: string; actions: readonly string[] }, action: string, scope: string): boolean {
    const isHere = [scope, ...this.groupsAbove(scope)].some((above) => covers(rule.scope, above));
    return isHere && rule.actions.some((pattern) => globMatcher(pattern)(action));
  }

  #lacks(request: ArmRequest, action: string, scope: string): boolean {
    return !this.allows(request.principal.name, action, scope);
  }
}

/** The resource that a request is about: for an action the path without its name. */
export function scopeOf(request: ArmRequest): string {
  const path = decodeText(request.path);
  return request.method === 'POST' ? path.split('/').slice(0, -1).join('/') : path;
}
