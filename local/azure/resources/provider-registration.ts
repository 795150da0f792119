import { pickDuration } from '../core/operations/durations.ts';
import { type ArmError, armError } from '../core/request/arm-error.ts';
import { parseArmId } from '../core/store/arm-id.ts';
import type { Subscription } from '../core/store/subscription.ts';
import type { ArmRequest, SimContext } from '../core/types.ts';

/** Providers that every subscription has without registration (page "Azure resource providers and types"). */
const alwaysRegistered: ReadonlySet<string> = new Set([
  'microsoft.authorization',
  'microsoft.management',
  'microsoft.resourcegraph',
  'microsoft.resources',
]);

export function needsRegistration(namespace: string): boolean {
  return !alwaysRegistered.has(namespace.toLowerCase());
}

/** Where the registration of a provider stands in a subscription. */
export function registrationState({ registrations }: Subscription, namespace: string): string {
  return (needsRegistration(namespace) ? registrations.get(namespace.toLowerCase()) : undefined) ?? 'Registered';
}

/** Begins the registration; it is done some app time later. One that is done or under way stays as it is. */
export function registerProvider(context: SimContext, subscription: Subscription, namespace: string): void {
  const name = namespace.toLowerCase();
  if (subscription.registrations.get(name) !== 'NotRegistered') return;
  subscription.registrations.set(name, 'Registering');
  const durationMs = pickDuration(context.random, context.durations.providerRegistration);
  context.after(durationMs, `registration of ${namespace}`, () => {
    if (subscription.registrations.get(name) === 'Registering') subscription.registrations.delete(name);
  });
}

/**
 * What a request is answered that goes to a provider which the subscription is not registered for. Reads go on, and a write
 * is a 409 ("Resolve errors for resource provider registration"). That reads go on is known in general only: whoever lists
 * the types of every provider, registered or not, meets few errors (cloudquery/cloudquery#5758). Providers that answer
 * for themselves, as Microsoft.NetworkCloud (Azure/azure-sdk-for-go#21604), are not simulated but for Defender for Cloud.
 */
export function checkRegistration(request: ArmRequest, subscription: Subscription): void {
  const { typePath } = parseArmId(request.path);
  const [namespace = '', ...types] = typePath.split('/');
  if (types.length === 0 || request.operation.endsWith('/register/action')) return;
  if (registrationState(subscription, namespace) === 'Registered') return;
  if (namespace.toLowerCase() === 'microsoft.security') throw securityNotRegistered();
  if (request.method !== 'PUT' && request.method !== 'PATCH' && request.method !== 'POST') return;
  throw armError(
    409,
    'MissingSubscriptionRegistration',
    `The subscription is not registered to use namespace '${namespace}'. See https://aka.ms/rps-not-found for how to register subscriptions.`,
  );
}

/**
 * Defender for Cloud refuses reads as well, and all in words of its own: GET and PUT of a plan alike
 * (Azure/azure-sdk-for-go#22563 and #19900), and the list of settings (JulianHayward/AzAPICall#48).
 */
function securityNotRegistered(): ArmError {
  const message = 'Please register to Microsoft.Security in order to view your security status';
  return armError(404, 'Subscription Not Registered', message);
}
