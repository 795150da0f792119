import { isAvailable } from '../cloud/is-available.ts';
import type { FailureCode } from '../failures/failure-list.ts';
import type { Obstacle } from '../findings/finding.ts';
import { keepBack } from '../findings/keep-back.ts';
import type { Need, WantedStep } from '../step/wanted-step.ts';
import type { DefenderFacts } from '../subscription/defender-facts.ts';
import type { SubscriptionSpec } from '../subscription/subscription-record.ts';
import type { SubscriptionInput } from '../subscription/subscription-service.ts';
import type { TargetRef } from '../target/target-ref.ts';
import { type EndpointSettingName, subscriptionResourceOf } from '../write/subscription-write.ts';

interface LeftOut {
  readonly part: 'linux' | 'unified';
  readonly setting: EndpointSettingName;
  /** Its value that leaves the part out. */
  readonly enabled: boolean;
  readonly cannot: FailureCode;
}

/** What Defender for Endpoint can be turned on without, each by a switch of its own; the order in which they are written. */
const parts: readonly LeftOut[] = [
  {
    part: 'linux',
    setting: 'WDATP_EXCLUDE_LINUX_PUBLIC_PREVIEW',
    enabled: true,
    cannot: 'LinuxCannotBeExcluded',
  },
  { part: 'unified', setting: 'WDATP_UNIFIED_SOLUTION', enabled: false, cannot: 'UnifiedCannotBeExcluded' },
];

/** Settings that leave out what the file leaves out, and do not yet: they come before whatever turns Defender for Endpoint on. */
export function settingsToLeaveOut(
  { settings }: DefenderFacts,
  { endpoint }: SubscriptionSpec,
): readonly EndpointSettingName[] {
  return parts
    .filter(({ part, setting, enabled }) => endpoint[part] === 'off' && settings[setting] === !enabled)
    .map(({ setting }) => setting);
}

/**
 * What shall be left out and has no switch for that: only those subscriptions have one that had the integration before
 * the part came to it ("Enable Defender for Endpoint integration", 2025-06-30). In all others WDATP alone covers
 * everything, so whatever would turn it on is kept back.
 */
export function findUnexcludable({ facts, spec, cloud }: SubscriptionInput): readonly Obstacle[] {
  const { defender } = facts.parts;
  if (defender === undefined || !isAvailable(cloud, 'endpointProtection')) return [];
  return parts
    .filter(({ part, setting }) => spec.endpoint[part] === 'off' && defender.settings[setting] === undefined)
    .map(({ setting, cannot }) => ({
      kind: 'blocked',
      code: cannot,
      detail: `the subscription has no setting ${setting}`,
    }));
}

/** The same obstacles, of which the first shows the writes that wait for all of them. */
export function keepBackBehind(obstacles: readonly Obstacle[], steps: readonly WantedStep[]): readonly Obstacle[] {
  return obstacles.map((obstacle, index) => (index === 0 ? keepBack(obstacle, { kind: 'wanted', steps }) : obstacle));
}

/** What a step needs that builds on a setting, and the setting's step produces. */
export function settingNeed(target: TargetRef, name: EndpointSettingName): Need {
  const body = { kind: 'DataExportSettings', properties: { enabled: true } } as const;
  return `resource:${subscriptionResourceOf({ kind: 'putEndpointSetting', target, name, body }).toLowerCase()}`;
}
