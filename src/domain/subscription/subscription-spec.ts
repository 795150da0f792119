import type { Json } from '../canonical-json.ts';
import { hashWithout, type NeutralValues } from '../fleet/spec-hash.ts';
import type { SubscriptionProfile } from '../fleet/subscription-schema.ts';
import type { SpecHash } from '../ids.ts';
import type { SubscriptionRecord, SubscriptionSpec } from './subscription-record.ts';

/** The spec that an entry of fleet.json gives. */
export function specOfSubscription(profile: SubscriptionProfile): SubscriptionSpec {
  const { match: _, mode: __, tenantConfirmed: ___, ...spec } = profile;
  return spec;
}

/** What is wanted of a subscription: as bound to it, else as its entry of fleet.json would bind it now. */
export function wantedSpecOf(
  { bound }: Pick<SubscriptionRecord, 'bound'>,
  profile: SubscriptionProfile,
): SubscriptionSpec {
  return bound?.spec ?? specOfSubscription(profile);
}

/**
 * The value of each key that means the same as its absence. An entry is never changed: it names what specs of long ago
 * meant. A new key gets its entry with what the product did before it had the key.
 */
const neutralValues: NeutralValues & Readonly<Record<keyof SubscriptionSpec, Json>> = {
  plan: 'unmanaged',
  enforce: 'unmanaged',
  agentlessScanning: { state: 'unmanaged' },
  fileIntegrityMonitoring: 'unmanaged',
  vulnerabilityAssessment: 'unmanaged',
  endpoint: { defender: 'unmanaged', unified: 'unmanaged', linux: 'unmanaged' },
  legacyAutoProvisioning: 'unmanaged',
  providers: 'report',
  events: 'none',
  identity: { create: false, lock: true, resourceGroup: 'Built-In-Identity-RG' },
  workspace: 'none',
  collect: ['heartbeatOnly'],
  securityEvents: 'none',
  azureSecurityAgent: 'none',
  tags: {},
  location: null,
};

/** Names a subscription's spec by its content; the same in every version of the product that knows its keys. */
export function subscriptionSpecHash(spec: SubscriptionSpec): SpecHash {
  return hashWithout(JSON.parse(JSON.stringify(spec)) as NeutralValues, neutralValues);
}

/** Whether the file wants nothing of the subscription itself: no write to it can ever follow. */
export function wantsNothing(spec: SubscriptionSpec): boolean {
  return (
    spec.plan === 'unmanaged' &&
    spec.enforce === 'unmanaged' &&
    spec.agentlessScanning.state === 'unmanaged' &&
    spec.fileIntegrityMonitoring === 'unmanaged' &&
    spec.vulnerabilityAssessment === 'unmanaged' &&
    Object.values(spec.endpoint).every((value) => value === 'unmanaged') &&
    spec.legacyAutoProvisioning === 'unmanaged' &&
    spec.events === 'none' &&
    !spec.identity.create &&
    spec.workspace === 'none'
  );
}
