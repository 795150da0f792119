import type { PolicyFacet } from './known-definition.ts';

/** What Azure Policy wants of a subscription and what is in it, as far as it is about things that we may write too. */
export interface PolicyReading {
  /** App time, ISO-8601 UTC. */
  readonly readAt: string;
  /** Of known definitions only. */
  readonly assignments: readonly PolicyAssignment[];
  readonly exemptions: readonly PolicyExemption[];
  readonly left: LeftPolicies;
}

/** What was read and is compared with nothing, because the row has no room for it. */
export interface LeftPolicies {
  /** How many. */
  readonly assignments: number;
  /** What of ours these can stand against: nothing of it is written. */
  readonly facets: readonly PolicyFacet[];
  /** How many: whom they free is taken for not freed. */
  readonly exemptions: number;
}

export const noneLeft: LeftPolicies = { assignments: 0, facets: [], exemptions: 0 };

/** What a subscription comes to that nobody has read: its machines are judged so. */
export const noPolicies: PolicyReading = { readAt: '', assignments: [], exemptions: [], left: noneLeft };

/** A policy assignment (Azure Policy REST API, "Policy Assignments", 2025-03-01), of which only what decides is kept. */
export interface PolicyAssignment {
  /** As Azure spells it. */
  readonly id: string;
  /** GUID of the definition or the set, lower-case. */
  readonly definition: string;
  /** A management group, subscription, resource group or resource. */
  readonly scope: string;
  readonly notScopes: readonly string[];
  /** `Default`, `DoNotEnforce`, `Enroll`. */
  readonly mode: string;
  /** Those that we compare, by their name in lower case. */
  readonly parameters: Readonly<Record<string, string | boolean>>;
  readonly overrides: readonly PolicyOverride[];
  /** Any one is enough; none: everything is chosen. */
  readonly resourceSelectors: readonly (readonly PolicySelector[])[];
}

/** Another effect for what the selectors choose. */
export interface PolicyOverride {
  readonly effect: string;
  /** All of them. */
  readonly selectors: readonly PolicySelector[];
}

export interface PolicySelector {
  /** `resourceLocation`, `resourceType`, `resourceWithoutLocation`, `policyDefinitionReferenceId`, ... */
  readonly kind: string;
  readonly in: readonly string[] | undefined;
  readonly notIn: readonly string[] | undefined;
}

/** Who need not obey an assignment, or a part of a set (Azure Policy REST API, "Policy Exemptions"). */
export interface PolicyExemption {
  readonly assignmentId: string;
  readonly scope: string;
  /** Members of the set; none: all of it. */
  readonly references: readonly string[];
  /** ISO-8601 UTC; undefined: it does not end. */
  readonly expiresOn: string | undefined;
  readonly resourceSelectors: readonly (readonly PolicySelector[])[];
}

/** A parameter's value, whatever the case in which an assignment spells its name. */
export function parameterOf(
  { parameters }: Pick<PolicyAssignment, 'parameters'>,
  ...names: readonly string[]
): string | undefined {
  for (const name of names) {
    const value = parameters[name.toLowerCase()];
    if (value !== undefined && value !== '') return String(value);
  }
  return undefined;
}

/** The last part of its id, by which people know it. */
export function nameOfAssignment({ id }: Pick<PolicyAssignment, 'id'>): string {
  return id.slice(id.lastIndexOf('/') + 1);
}
