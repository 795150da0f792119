import type { MachineFacts } from '../machine/machine-facts.ts';
import type { MachineKind } from '../target/machine-kinds.ts';
import type { ResolvedProfile } from './resolved-profile.ts';
import type { Spec } from './spec.ts';

/** An Arc machine has its system identity and can carry no other (Azure Arc docs, "Managed identity for Arc-enabled servers"). */
const canCarryIdentities: Readonly<Record<MachineKind, boolean>> = { vm: true, arc: false, scaleSet: true };

/**
 * A profile applied to one machine; undefined while the machine's operating system is not known. Choices that cannot
 * matter to the machine take one fixed value, so that changing them in the profile does not change its spec.
 */
export function resolveSpec(
  profile: ResolvedProfile,
  facts: Pick<MachineFacts, 'machine' | 'os' | 'region'>,
): Spec | undefined {
  const { os, region } = facts;
  const { kind } = facts.machine;
  if (os === 'unknown') return undefined;
  const rules = profile.rules.filter(
    (rule) => (rule.os ?? os) === os && (rule.regions === undefined || rule.regions.includes(region)),
  );
  return {
    kind,
    os,
    identity: canCarryIdentities[kind] ? profile.identity : 'system',
    onForeignIdentity: canCarryIdentities[kind] ? profile.onForeignIdentity : 'hold',
    ama: {
      install: profile.ama.install,
      minimumVersion: profile.ama.minimumVersion[os],
      automaticUpgrade: profile.ama.automaticUpgrade,
    },
    subscriptionRules: profile.subscriptionRules,
    endpoint: profile.endpoint ?? 'none',
    legacyAgent: profile.legacyAgent,
    azureSecurityAgent: profile.azureSecurityAgent,
    upgradeInstances: kind === 'scaleSet' && profile.upgradeInstances,
    acceptSurge: kind === 'scaleSet' && profile.acceptSurge,
    ruleIds: [...new Set(rules.map((rule) => rule.id.toLowerCase()))].sort(),
  };
}
