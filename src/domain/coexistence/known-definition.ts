import type { MachineKind } from '../target/machine-kinds.ts';

/** What of ours a policy is about. */
export const policyFacets = ['agent', 'attachedIdentity', 'association', 'endpoint', 'plan', 'settings'] as const;
export type PolicyFacet = (typeof policyFacets)[number];

export const endpointSettings = ['WDATP', 'WDATP_UNIFIED_SOLUTION', 'WDATP_EXCLUDE_LINUX_PUBLIC_PREVIEW'] as const;

/** What a policy brings about, and which of its parameters say so. */
export type PolicyAim =
  /** The user-assigned identity that `bringYourOwnUserAssignedManagedIdentity` chooses: the built-in one, or a named one. */
  | { readonly kind: 'userIdentity' }
  /** The built-in identity, whatever the parameters. */
  | { readonly kind: 'builtInIdentity' }
  /** The system-assigned identity. */
  | { readonly kind: 'systemIdentity' }
  /** Changes what is written to a machine: adds a system-assigned identity, here to machines that have another one. */
  | { readonly kind: 'addsSystemIdentity' }
  /** An association with `dcrResourceId`. */
  | { readonly kind: 'rule' }
  /** The plan with `subPlan`; where `subPlan` is undefined, any plan that is Standard. */
  | { readonly kind: 'plan'; readonly subPlan: 'P2' | undefined; readonly enforces: boolean }
  /** A plan of single machines. */
  | { readonly kind: 'planOfMachines' }
  | { readonly kind: 'setting'; readonly name: (typeof endpointSettings)[number]; readonly enabled: boolean }
  /** The retired switch of the Log Analytics agent is turned on. */
  | { readonly kind: 'autoProvisioning' }
  /** Stands beside what we do, for another product or at another time. */
  | { readonly kind: 'beside'; readonly what: string };

/** What it acts on. `machine`: VMs, scale sets and Arc machines. */
export type PolicySubject = MachineKind | 'scaleSet' | 'machine' | 'subscription';

export interface KnownDefinition {
  readonly facet: PolicyFacet;
  readonly on: PolicySubject;
  /** Undefined: both. */
  readonly os: 'windows' | 'linux' | undefined;
  /** Only VMs whose image is of this publisher. */
  readonly publisher?: string;
  readonly aim: PolicyAim;
  /** Where the assignment says nothing of it. */
  readonly effect: 'DeployIfNotExists' | 'Modify';
}

/** A definition that deploys what is missing: the usual kind. */
export function deploys(
  facet: PolicyFacet,
  on: PolicySubject,
  aim: PolicyAim,
  os?: KnownDefinition['os'],
): KnownDefinition {
  return { facet, on, os, aim, effect: 'DeployIfNotExists' };
}

export function beside(what: string): PolicyAim {
  return { kind: 'beside', what };
}
