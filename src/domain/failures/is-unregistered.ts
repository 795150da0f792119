import { codesOf } from './error-words.ts';
import type { RawFailure } from './failure.ts';

/**
 * How Azure says that the subscription is not registered for a resource provider, whatever the status. Sources: "Resolve
 * errors for resource provider registration"; of Defender for Cloud, which refuses reads as well, with 404:
 * Azure/azure-sdk-for-go#19900 (PUT) and #22563 (GET), in 2022 with 401: cloudquery/cq-provider-azure#305.
 */
export const unregisteredCodes: readonly string[] = [
  'MissingSubscriptionRegistration',
  'SubscriptionNotRegistered',
  'Subscription Not Registered',
];

/** Nothing of the provider is there then, which is no failure of a read. */
export function isUnregistered(failure: RawFailure): boolean {
  if (failure.source !== 'http') return false;
  return codesOf(failure).some((code) => unregisteredCodes.some((one) => one.toLowerCase() === code.toLowerCase()));
}
