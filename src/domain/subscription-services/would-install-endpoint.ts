import type { CloudName } from '../cloud/cloud-name.ts';
import { isAvailable } from '../cloud/is-available.ts';
import { isSameName } from '../ids.ts';
import type { DefenderFacts } from '../subscription/defender-facts.ts';
import { endpointFactsOf } from '../subscription/endpoint-facts.ts';
import { mayTakeOwnPlans } from '../subscription/own-plans.ts';
import type { SubscriptionSpec } from '../subscription/subscription-record.ts';
import type { AzureWrite } from '../write/azure-write.ts';

/**
 * Whether a write lets Defender begin to install Defender for Endpoint on more machines than before:
 *
 * - the plan turned on: it turns WDATP on by default, or finds it on ("Integrate Microsoft Defender for Endpoint");
 * - `enforce` turned on where machines may have a plan of their own, which is taken away: no source says whether a plan
 *   Free of a machine keeps the agent away, so it counts, unless WDATP is off and stays so;
 * - WDATP turned on, which covers Windows and Linux;
 * - Linux no longer excluded;
 * - the unified solution turned on, which is then installed on "all existing and new Windows Server 2012 R2 and 2016
 *   machines" (same page).
 *
 * A switch that is thrown ahead of another counts as well: who throws the other one sees no list any more. Where the cloud
 * lacks Defender for Endpoint, no write does.
 */
export function wouldInstallEndpoint(
  facts: DefenderFacts,
  { endpoint }: Pick<SubscriptionSpec, 'endpoint'>,
  write: AzureWrite,
  cloud: CloudName,
): boolean {
  if (!isAvailable(cloud, 'endpointProtection')) return false;
  const now = endpointFactsOf(facts);
  if (write.kind === 'putDefenderPlan') {
    const { pricingTier, enforce = '' } = write.body.properties;
    if (!isSameName(pricingTier, 'Standard')) return false;
    if (now.plan === 'free') return true;
    const isEndpointOff = now.wdatp === false && endpoint.defender !== 'on';
    return isSameName(enforce, 'True') && mayTakeOwnPlans(facts.plan) && !isEndpointOff;
  }
  if (write.kind !== 'putEndpointSetting') return false;
  const { enabled } = write.body.properties;
  switch (write.name) {
    case 'WDATP':
      return enabled && now.wdatp !== true;
    case 'WDATP_UNIFIED_SOLUTION':
      return enabled && now.unified === false;
    case 'WDATP_EXCLUDE_LINUX_PUBLIC_PREVIEW':
      return !enabled && now.excludeLinux === true;
  }
}
