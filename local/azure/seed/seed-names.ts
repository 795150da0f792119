import type { Seed, SeedMachine } from './seed-schema.ts';

/** Group of the built-in identities, as Azure Policy names it. */
export const builtInGroup = 'Built-In-Identity-RG';
/** Group of the rules that every seed has. */
export const monitoringGroup = 'rg-monitoring';

/** The ARM ids of what a seed makes in one of its subscriptions. */
function idsIn(subscriptionId: string) {
  const root = `/subscriptions/${subscriptionId}`;
  const inGroup = (group: string, type: string, name: string): string =>
    `${root}/resourceGroups/${group}/providers/${type}/${name}`;
  const ids = {
    group: (name: string) => `${root}/resourceGroups/${name}`,
    identity: (group: string, name: string) => inGroup(group, 'Microsoft.ManagedIdentity/userAssignedIdentities', name),
    builtInIdentity: (region: string) => ids.identity(builtInGroup, `Built-In-Identity-${region}`),
    rule: (group: string, name: string) => inGroup(group, 'Microsoft.Insights/dataCollectionRules', name),
    defaultRule: (region: string, os: SeedMachine['os']) => ids.rule(monitoringGroup, `dcr-${os}-${region}`),
    scaleSet: (group: string, name: string) => inGroup(group, 'Microsoft.Compute/virtualMachineScaleSets', name),
    machine: ({ kind, group, name }: Pick<SeedMachine, 'kind' | 'group' | 'name'>) =>
      inGroup(group, kind === 'vm' ? 'Microsoft.Compute/virtualMachines' : 'Microsoft.HybridCompute/machines', name),
  };
  return ids;
}

export type SeedIds = ReturnType<typeof idsIn>;

/** The ids in the subscription that a part of the seed names, by id or display name; in the first one without a name. */
export type IdsOf = (part: { readonly subscription?: string | undefined }) => SeedIds;

/** Throws when a part names a subscription that the seed does not have. */
export function seedIds(seed: Seed): IdsOf {
  const listed = [seed.subscription, ...seed.subscriptions];
  return ({ subscription: wanted }) => {
    const found = listed.find(({ id, displayName }) => id === wanted?.toLowerCase() || displayName === wanted);
    if (wanted !== undefined && found === undefined) throw new Error(`The seed has no subscription '${wanted}'.`);
    return idsIn((found ?? seed.subscription).id);
  };
}
