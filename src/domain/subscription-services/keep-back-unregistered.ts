import { keepBack } from '../findings/keep-back.ts';
import type { SubscriptionServiceName } from '../service-name.ts';
import type { SubscriptionFinding, SubscriptionInput } from '../subscription/subscription-service.ts';
import { isRegistered, namespacesOf, whyNotRegistered } from './providers.ts';

type Findings = ReadonlyMap<SubscriptionServiceName, SubscriptionFinding>;

/**
 * A service that wants to write to a provider which is not registered is kept back until it is. Where nothing may be
 * written at all (`isPermitted` false) and we would register it, everything stays in the plan that is agreed to by arming.
 */
export function keepBackUnregistered(input: SubscriptionInput, findings: Findings, isPermitted: boolean): Findings {
  if (input.spec.providers === 'register' && !isPermitted) return findings;
  return new Map([...findings].map(([name, finding]) => [name, keepBackOne(input, name, finding)]));
}

function keepBackOne(
  input: SubscriptionInput,
  name: SubscriptionServiceName,
  finding: SubscriptionFinding,
): SubscriptionFinding {
  if (name === 'providers' || finding.kind !== 'wanted') return finding;
  const open = namespacesOf(finding.steps).filter((namespace) => !isRegistered(input, namespace));
  return open.length === 0 ? finding : keepBack(whyNotRegistered(input, open), finding);
}
