import type { DefenderFacts } from '../subscription/defender-facts.ts';
import { endpointFactsOf } from '../subscription/endpoint-facts.ts';
import { mayTakeOwnPlans } from '../subscription/own-plans.ts';
import type { SubscriptionSpec } from '../subscription/subscription-record.ts';

/** Which machines Defender begins to install itself on, with everything that the file wants of the subscription. */
export interface ReachedSystems {
  readonly windows: boolean;
  readonly linux: boolean;
  /** Machines that have Defender's extension get another agent: the unified solution. */
  readonly renewsWindows: boolean;
}

/**
 * What is newly covered once plan and settings are as wished; a switch that is thrown ahead of another counts as if the
 * other were thrown too, because who throws that one sees no list any more. Linux stays out only while its switch says
 * so now: one that is yet to be set keeps nobody away. While machines may have a plan of their own that `enforce` is to take
 * away, Defender looks after no system as a whole.
 */
export function reachedSystems(defender: DefenderFacts, { endpoint, enforce }: SubscriptionSpec): ReachedSystems {
  const now = endpointFactsOf(defender);
  const takesOwnPlans = enforce === 'on' && mayTakeOwnPlans(defender.plan);
  const isCovered = now.plan !== 'free' && now.wdatp === true && !takesOwnPlans;
  const isLinuxOut = now.excludeLinux === true;
  const renewsWindows = now.unified === false && endpoint.unified === 'on';
  return {
    windows: !isCovered || renewsWindows,
    linux: isLinuxOut ? endpoint.linux === 'on' : !isCovered,
    renewsWindows,
  };
}
