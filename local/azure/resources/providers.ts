import { versionsOf, versionsOfTypes } from '../core/request/api-versions-of-types.ts';
import { providerNotHere } from '../core/request/known-namespaces.ts';
import { subscriptionNotFound } from '../core/request/not-found.ts';
import { regions } from '../core/store/regions.ts';
import type { Subscription } from '../core/store/subscription.ts';
import type { ArmRequest, Family, JsonObject, SimContext } from '../core/types.ts';
import { needsRegistration, registerProvider, registrationState } from './provider-registration.ts';

const path = '/subscriptions/{subscriptionId}/providers';
const operation = 'Microsoft.Resources/subscriptions/providers/read';

/**
 * Resource providers that are simulated, with their types and whether the subscription is registered for them; `az
 * resource` takes the newest api-version that is no preview from here.
 */
export const providerFamily: Family = (context) => [
  {
    method: 'GET',
    path,
    operation,
    source: 'Azure REST API, Providers - List',
    handle: (request) => {
      const subscription = subscriptionOf(context, request);
      return { status: 200, body: { value: namespaces().map((name) => providerJson(subscription, name)) } };
    },
  },
  {
    method: 'GET',
    path: `${path}/{namespace}`,
    operation,
    source: 'Azure REST API, Providers - Get',
    handle: (request) => ({
      status: 200,
      body: providerJson(subscriptionOf(context, request), namespaceOf(request)),
    }),
  },
  {
    method: 'POST',
    path: `${path}/{namespace}/register`,
    operation: '{namespace}/register/action',
    source: 'Azure REST API, Providers - Register',
    publishes: 'action',
    handle: (request) => {
      const namespace = namespaceOf(request);
      const subscription = subscriptionOf(context, request);
      registerProvider(context, subscription, namespace);
      return { status: 200, body: providerJson(subscription, namespace) };
    },
  },
];

function subscriptionOf(context: SimContext, request: ArmRequest): Subscription {
  const id = request.param('subscriptionId');
  const subscription = context.subscriptions.get(id.toLowerCase());
  if (subscription === undefined) throw subscriptionNotFound(id);
  return subscription;
}

/** In its official casing. */
function namespaceOf(request: ArmRequest): string {
  const wanted = request.param('namespace');
  const name = namespaces().find((known) => known.toLowerCase() === wanted.toLowerCase());
  if (name === undefined) throw providerNotHere(wanted);
  return name;
}

function namespaces(): string[] {
  return [...new Set(Object.keys(versionsOfTypes).map((type) => type.split('/')[0] ?? ''))];
}

function providerJson(subscription: Subscription, namespace: string): JsonObject {
  const types = Object.keys(versionsOfTypes).filter((type) => type.startsWith(`${namespace}/`));
  return {
    id: `/subscriptions/${subscription.id}/providers/${namespace}`,
    namespace,
    registrationState: registrationState(subscription, namespace),
    registrationPolicy: needsRegistration(namespace) ? 'RegistrationRequired' : 'RegistrationFree',
    resourceTypes: types.map((type) => ({
      resourceType: type.slice(namespace.length + 1),
      locations: regions.map(({ displayName }) => displayName),
      apiVersions: versionsOf(type)?.toReversed(),
      capabilities: 'None',
    })),
  };
}
