import { comparableArmId } from '../arm-id.ts';
import type { MachineKind } from '../target/machine-kinds.ts';
import { shortCodeOf } from './region-codes.ts';
import type { SubscriptionSpec } from './subscription-record.ts';

export type RuleSystem = 'windows' | 'linux';

/** The ARM id of a resource group. */
export function groupIdOf(subscription: string, name: string): string {
  return `/subscriptions/${subscription}/resourceGroups/${name}`;
}

/**
 * The identity that agents of this region sign in with. Its name, and that of its group, are those of the built-in policy
 * "Assign Built-In User-Assigned Managed Identity to Virtual Machines" (VM_UAI_DINE 1.1.0-preview).
 */
export function identityIdOf(spec: SubscriptionSpec, subscription: string, region: string): string {
  const group = groupIdOf(subscription, spec.identity.resourceGroup);
  return `${group}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/Built-In-Identity-${region}`;
}

/** The group of a region's default workspace and of our rules (built-in policy ASC_AMA_DefaultPipeline_DINE 5.2.1). */
export function defaultGroupIdOf(subscription: string, region: string): string {
  return groupIdOf(subscription, `DefaultResourceGroup-${shortCodeOf(region)}`);
}

/** The region's default workspace; regions with one code share it (same policy). */
export function defaultWorkspaceIdOf(subscription: string, region: string): string {
  const name = `defaultWorkspace-${subscription}-${shortCodeOf(region)}`;
  return `${defaultGroupIdOf(subscription, region)}/providers/Microsoft.OperationalInsights/workspaces/${name}`;
}

/** A solution of a workspace lies beside it, under a name that says both. */
export function solutionIdOf(workspaceId: string, product: string): string {
  const [group = ''] = workspaceId.split(/\/providers\//i, 1);
  const name = `${product}(${workspaceId.slice(workspaceId.lastIndexOf('/') + 1)})`;
  return `${group}/providers/Microsoft.OperationsManagement/solutions/${name}`;
}

/** The rule of ours for machines of this region and system. */
export function collectionRuleIdOf(subscription: string, region: string, os: RuleSystem): string {
  return ruleIdOf(subscription, region, `amo-${region}-${os}-dcr`);
}

/** Named as by Defender's sample policy "Deploy AMA DCR for Security Events collection". */
export function securityEventsRuleIdOf(subscription: string, region: string): string {
  return ruleIdOf(subscription, region, `Microsoft-SecurityEvents-${region}-dcr`);
}

/** Named as by the built-in policy of the default pipeline; one for both systems (ASC_AMA_DefaultPipeline_DINE 5.2.1). */
export function securityAgentRuleIdOf(subscription: string, region: string): string {
  return ruleIdOf(subscription, region, `Microsoft-Security-${region}-dcr`);
}

function ruleIdOf(subscription: string, region: string, name: string): string {
  return `${defaultGroupIdOf(subscription, region)}/providers/Microsoft.Insights/dataCollectionRules/${name}`;
}

/** The rules that we make and that a machine of this region and system shall be associated with; none: we make none. */
export function ruleIdsFor(
  spec: SubscriptionSpec,
  subscription: string,
  region: string,
  os: RuleSystem,
): readonly string[] {
  if (spec.workspace === 'none') return [];
  const wantsEvents = os === 'windows' && spec.securityEvents !== 'none';
  return [
    collectionRuleIdOf(subscription, region, os),
    ...(wantsEvents ? [securityEventsRuleIdOf(subscription, region)] : []),
    ...(spec.azureSecurityAgent === 'rule' ? [securityAgentRuleIdOf(subscription, region)] : []),
  ];
}

/** Where and what a machine is, as far as its subscription gives it anything. */
export interface SharedPlace {
  readonly subscription: string;
  readonly region: string;
  readonly kind: MachineKind;
  readonly os: RuleSystem | undefined;
}

/**
 * What the subscription is to give such a machine and has not yet. `present`: ids of what is in place, as the row of the
 * subscription keeps them. An Arc machine brings its own identity.
 */
export function sharedMissing(
  spec: SubscriptionSpec,
  { subscription, region, kind, os }: SharedPlace,
  present: readonly string[],
): readonly string[] {
  const there = new Set(present.map(comparableArmId));
  const wanted = [
    ...(spec.identity.create && kind !== 'arc' ? [identityIdOf(spec, subscription, region)] : []),
    ...(os === undefined ? [] : ruleIdsFor(spec, subscription, region, os)),
  ];
  return wanted.filter((id) => !there.has(comparableArmId(id)));
}
