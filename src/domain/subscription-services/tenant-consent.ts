import { isAvailable } from '../cloud/is-available.ts';
import type { Obstacle } from '../findings/finding.ts';
import { keepBack } from '../findings/keep-back.ts';
import type { WantedStep } from '../step/wanted-step.ts';
import type { SubscriptionInput } from '../subscription/subscription-service.ts';

/**
 * What keeps back every write that lets Defender for Cloud read the data of Defender for Endpoint: nobody has confirmed
 * the tenant. Turning the plan on is the consent, and the location of the data can never be changed ("Enable Defender for
 * Endpoint integration"), so a person must have said so in fleet.json. Undefined where somebody has, and where the
 * cloud has no Defender for Endpoint to consent to.
 */
export function findUnconfirmed(input: SubscriptionInput, steps: readonly WantedStep[]): Obstacle | undefined {
  if (!isAvailable(input.cloud, 'endpointProtection')) return undefined;
  const { tenantId } = input.facts.core;
  const confirmed = input.profile.tenantConfirmed;
  const isToCome = confirmed !== undefined && Date.parse(confirmed.at) > input.now;
  if (confirmed?.tenantId === tenantId && !isToCome) return undefined;
  const when = isToCome ? `, from ${confirmed.at} on` : '';
  const said = confirmed === undefined ? 'nothing' : `tenant ${confirmed.tenantId}${when}`;
  const detail = `the subscription is in tenant ${tenantId}, and tenantConfirmed of fleet.json says ${said}`;
  return keepBack({ kind: 'blocked', code: 'TenantNotConfirmed', detail }, { kind: 'wanted', steps });
}
