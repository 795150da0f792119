import { isSameId, isSameName } from '../ids.ts';
import type { AppliedPolicy } from './applies.ts';
import { builtInIdentityOf, type IdentityPlace, identityAimOf } from './identity-aim.ts';
import { nameOfAssignment, parameterOf } from './policy-reading.ts';

/** What we want of the thing that a policy is about. */
export interface OwnAims {
  readonly machine?: MachineAims;
  readonly subscription?: SubscriptionAims;
}

type AgentSignIn = { readonly kind: 'system' } | { readonly kind: 'user'; readonly resourceId: string };

export interface MachineAims {
  readonly place: IdentityPlace;
  /** The identity of the agent: the system-assigned one, one by id, or undefined while that is not decided. */
  readonly identity: AgentSignIn | undefined;
  /** Whether it has a system-assigned identity now. */
  readonly hasSystemIdentity: boolean;
  readonly ruleIds: readonly string[];
}

type Switch = 'unmanaged' | 'on' | 'off';

/** As fleet.json says it. */
export interface SubscriptionAims {
  readonly plan: 'unmanaged' | 'free' | 'P1' | 'P2';
  readonly enforce: Switch;
  readonly agentlessScanning: { readonly state: Switch };
  readonly endpoint: { readonly defender: Switch; readonly unified: Switch; readonly linux: Switch };
  readonly legacyAutoProvisioning: 'unmanaged' | 'off';
}

/** A policy beside what we want of the same thing. */
export type Verdict =
  | { readonly kind: 'same' }
  /** Ours and theirs do not meet: `what` is what the policy is there for. */
  | { readonly kind: 'beside'; readonly what: string }
  /** Each would undo the other. */
  | { readonly kind: 'conflict'; readonly parameter: string; readonly theirs: string; readonly ours: string };

const same: Verdict = { kind: 'same' };
const notOurs = (what: string): Verdict => ({ kind: 'beside', what });
const conflict = (parameter: string, theirs: string, ours: string): Verdict => ({
  ...{ kind: 'conflict', parameter, theirs, ours },
});

/** Whether a policy wants the same as we do. Without aims of ours of that kind, it is beside. */
export function comparePolicy(policy: AppliedPolicy, { machine, subscription }: OwnAims): Verdict {
  const { aim } = policy.part;
  if (aim.kind === 'beside') return notOurs(aim.what);
  const verdict =
    (machine === undefined ? undefined : compareMachine(policy, machine)) ??
    (subscription === undefined ? undefined : compareSubscription(policy, subscription));
  return verdict ?? notOurs('something that is not ours');
}

function compareMachine(policy: AppliedPolicy, aims: MachineAims): Verdict | undefined {
  const { assignment, part } = policy;
  switch (part.aim.kind) {
    case 'userIdentity': {
      const { resourceId, parameter } = identityAimOf(assignment, aims.place);
      return compareIdentity(aims, resourceId, parameter);
    }
    case 'builtInIdentity':
      return compareIdentity(aims, builtInIdentityOf(aims.place), 'effect');
    case 'systemIdentity':
      return compareSystem(policy, aims);
    case 'addsSystemIdentity':
      return compareModify(aims);
    case 'rule':
      return compareRule(parameterOf(assignment, 'dcrResourceId'), aims.ruleIds);
    default:
      return undefined;
  }
}

function compareIdentity({ identity }: MachineAims, theirs: string | undefined, parameter: string): Verdict {
  if (identity === undefined) return notOurs('the identity of machines');
  if (theirs === undefined) return conflict(parameter, 'an identity that is not named', wordOf(identity));
  if (identity.kind === 'user' && isSameId(identity.resourceId, theirs)) return same;
  return conflict(parameter, wordOf({ kind: 'user', resourceId: theirs }), wordOf(identity));
}

/**
 * On an Arc machine every agent signs in so. Of VMs these definitions choose only those that have such an identity
 * (AzureMonitor_Agent_*_VM_DINE: `identity.type` contains `SystemAssigned`).
 */
function compareSystem({ part }: AppliedPolicy, { identity, hasSystemIdentity }: MachineAims): Verdict {
  if (part.on === 'arc' || identity?.kind === 'system') return same;
  if (!hasSystemIdentity) return notOurs('machines with a system-assigned identity');
  if (identity === undefined) return notOurs('the identity of the agent');
  return conflict('policyDefinitionId', wordOf({ kind: 'system' }), wordOf(identity));
}

/** It would change our own write: code that names no identity gets the token of the system-assigned one. */
function compareModify({ identity, hasSystemIdentity }: MachineAims): Verdict {
  if (hasSystemIdentity || identity?.kind === 'system') return same;
  if (identity === undefined) return notOurs('the identity of machines');
  return conflict('effect', 'Modify adds a system-assigned identity', `only ${wordOf(identity)}`);
}

function compareRule(theirs: string | undefined, ruleIds: readonly string[]): Verdict {
  // The same parameter can name an endpoint (AzureMonitor_DCRA_*), which no file of ours manages.
  if (theirs === undefined || !/\/datacollectionrules\//i.test(theirs)) return notOurs('a data collection endpoint');
  if (ruleIds.some((id) => isSameId(id, theirs))) return same;
  return conflict('dcrResourceId', nameOf(theirs), ruleIds.length === 0 ? 'no rule' : ruleIds.map(nameOf).join(', '));
}

function compareSubscription({ assignment, part }: AppliedPolicy, aims: SubscriptionAims): Verdict | undefined {
  const { aim } = part;
  switch (aim.kind) {
    case 'plan':
      return comparePlan(aim, aims, {
        subPlan: parameterOf(assignment, 'subPlan'),
        agentless: parameterOf(assignment, 'isAgentlessVmScanningEnabled'),
      });
    case 'planOfMachines':
      if (aims.enforce !== 'on') return notOurs('plans of single machines');
      return conflict('policyDefinitionId', 'plans of single machines', 'enforce: on');
    case 'setting':
      return compareSetting(aim, aims);
    case 'autoProvisioning':
      if (aims.legacyAutoProvisioning === 'unmanaged') return notOurs('the legacy agent');
      return conflict('policyDefinitionId', 'autoProvision On', 'legacyAutoProvisioning: off');
    default:
      return undefined;
  }
}

interface PlanParameters {
  readonly subPlan: string | undefined;
  readonly agentless: string | undefined;
}

/** `subPlan` and `isAgentlessVmScanningEnabled` are P2 and true unless an assignment says otherwise. */
function comparePlan(
  aim: { readonly subPlan: 'P2' | undefined; readonly enforces: boolean },
  { plan, enforce, agentlessScanning }: SubscriptionAims,
  { subPlan, agentless }: PlanParameters,
): Verdict {
  const theirs = aim.subPlan === undefined ? undefined : (subPlan ?? aim.subPlan);
  if (plan === 'free') return conflict(theirs === undefined ? 'effect' : 'subPlan', theirs ?? 'Standard', 'plan: free');
  if (plan !== 'unmanaged' && theirs !== undefined && !isSameName(theirs, plan)) {
    return conflict('subPlan', theirs, `plan: ${plan}`);
  }
  if (aim.enforces && enforce === 'off') return conflict('policyDefinitionId', 'enforce True', 'enforce: off');
  const scans = theirs === 'P2' && !aim.enforces ? isSameName(agentless ?? 'true', 'true') : undefined;
  const wished = agentlessScanning.state;
  if (scans !== undefined && wished !== 'unmanaged' && scans !== (wished === 'on')) {
    return conflict('isAgentlessVmScanningEnabled', String(scans), `agentlessScanning: ${wished}`);
  }
  return plan === 'unmanaged' ? notOurs('the plan') : same;
}

const settingOf = {
  WDATP: 'defender',
  WDATP_UNIFIED_SOLUTION: 'unified',
  WDATP_EXCLUDE_LINUX_PUBLIC_PREVIEW: 'linux',
} as const;

function compareSetting(
  { name, enabled }: { readonly name: keyof typeof settingOf; readonly enabled: boolean },
  { endpoint }: SubscriptionAims,
): Verdict {
  const wish = endpoint[settingOf[name]];
  if (wish === 'unmanaged') return notOurs(`the setting ${name}`);
  // Every known definition turns its part on; for Linux that is the value false.
  if (wish === 'on') return same;
  return conflict('policyDefinitionId', `${name} ${enabled}`, `endpoint.${settingOf[name]}: off`);
}

function wordOf(identity: AgentSignIn): string {
  return identity.kind === 'system' ? 'the system-assigned identity' : nameOf(identity.resourceId);
}

function nameOf(id: string): string {
  return id.slice(id.lastIndexOf('/') + 1);
}

/** Names the assignment and the parameter, as a person finds them in the portal. */
export function describeConflict(
  { assignment }: AppliedPolicy,
  verdict: Extract<Verdict, { kind: 'conflict' }>,
): string {
  const { parameter, theirs, ours } = verdict;
  return `policy assignment ${nameOfAssignment(assignment)} (${assignment.id}) wants ${theirs} by ${parameter}, fleet.json ${ours}`;
}
