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

/** An action that a principal wanted and that none of its roles has. */
export interface UnlistedAction {
  readonly principal: PrincipalName;
  readonly action: string;
  readonly scope: string;
}

/** Who may do what. A principal without a rule of kind `role` may do everything that no rule here takes away. */
export class AccessRules {
  readonly #random: Random;
  #rules: StoredAccessRule[] = [];
  /** Ids of the management groups above a scope; a rule on one of them holds for the scope. */
  groupsAbove: (scope: string) => readonly string[] = () => [];
  readonly #used = new Map<PrincipalName, Set<string>>();
  readonly #unlisted: UnlistedAction[] = [];

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

  /** Actions that requests of a principal asked for and were granted by its roles, in any order. */
  used(principal: PrincipalName): readonly string[] {
    return [...(this.#used.get(principal) ?? [])];
  }

  /** Requests beyond the roles of their principal, oldest first: with exact roles, each is a fault of the caller. */
  unlisted(): readonly UnlistedAction[] {
    return this.#unlisted;
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
    return this.#isListed(principal, action, scope) && !this.#isMissing(principal, action, scope);
  }

  #applies(rule: { scope: string; actions: readonly string[] }, action: string, scope: string): boolean {
    return this.#coversHere(rule.scope, scope) && rule.actions.some((pattern) => globMatcher(pattern)(action));
  }

  /** A rule on a management group holds for all below it. */
  #coversHere(ruleScope: string, scope: string): boolean {
    return [scope, ...this.groupsAbove(scope)].some((above) => covers(ruleScope, above));
  }

  /** The roles of a principal at a scope, without what rules of kind `missingRole` take from them there. */
  rolesOf(
    principal: PrincipalName,
    scope: string,
  ): readonly { readonly actions: readonly string[]; readonly notActions: readonly string[] }[] {
    const own = this.#rules.flatMap(({ rule }) => (rule.kind === 'role' && rule.principal === principal ? [rule] : []));
    const taken = this.#rules.flatMap(({ rule }) =>
      rule.kind === 'missingRole' && rule.principal === principal && this.#coversHere(rule.scope, scope)
        ? rule.actions
        : [],
    );
    if (own.length === 0) return [{ actions: ['*'], notActions: taken.map((glob) => glob.replaceAll('**', '*')) }];
    return own
      .filter((role) => this.#coversHere(role.scope, scope))
      .map(({ actions }) => ({
        actions: actions.filter((action) => !taken.some((glob) => globMatcher(glob)(action))),
        notActions: [],
      }));
  }

  #isMissing(principal: PrincipalName, action: string, scope: string): boolean {
    return this.#rules.some(
      ({ rule }) => rule.kind === 'missingRole' && rule.principal === principal && this.#applies(rule, action, scope),
    );
  }

  #isListed(principal: PrincipalName, action: string, scope: string): boolean {
    const wanted = action.toLowerCase();
    let hasRole = false;
    for (const { rule } of this.#rules) {
      if (rule.kind !== 'role' || rule.principal !== principal) continue;
      hasRole = true;
      if (this.#coversHere(rule.scope, scope) && rule.actions.some((listed) => listed.toLowerCase() === wanted))
        return true;
    }
    return !hasRole;
  }

  #lacks({ principal: { name } }: ArmRequest, action: string, scope: string): boolean {
    if (!this.#isListed(name, action, scope)) this.#unlisted.push({ principal: name, action, scope });
    if (!this.allows(name, action, scope)) return true;
    const used = this.#used.get(name) ?? new Set();
    this.#used.set(name, used.add(action));
    return false;
  }
}

/** The resource that a request is about: for an action the path without its name. */
export function scopeOf(request: ArmRequest): string {
  const path = decodeText(request.path);
  return request.method === 'POST' ? path.split('/').slice(0, -1).join('/') : path;
}
