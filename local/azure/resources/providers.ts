import { versionsOf, versionsOfTypes } from '../core/request/api-versions-of-types.ts';
import { providerNotHere } from '../core/request/known-namespaces.ts';
import { regions } from '../core/store/regions.ts';
import type { Family, JsonObject } from '../core/types.ts';

const path = '/subscriptions/{subscriptionId}/providers';
const operation = 'Microsoft.Resources/subscriptions/providers/read';

/**
 * Resource providers that are simulated, all registered, with their types; `az resource` takes the newest api-version
 * that is no preview from here.
 */
export const providerFamily: Family = () => [
  {
    method: 'GET',
    path,
    operation,
    source: 'Azure REST API, Providers - List',
    handle: (request) => ({
      status: 200,
      body: { value: namespaces().map((name) => providerJson(request.param('subscriptionId'), name)) },
    }),
  },
  {
    method: 'GET',
    path: `${path}/{namespace}`,
    operation,
    source: 'Azure REST API, Providers - Get',
    handle: (request) => {
      const wanted = request.param('namespace');
      const name = namespaces().find((known) => known.toLowerCase() === wanted.toLowerCase());
      if (name !== undefined) return { status: 200, body: providerJson(request.param('subscriptionId'), name) };
      throw providerNotHere(wanted);
    },
  },
];

function namespaces(): string[] {
  return [...new Set(Object.keys(versionsOfTypes).map((type) => type.split('/')[0] ?? ''))];
}

function providerJson(subscriptionId: string, namespace: string): JsonObject {
  const types = Object.keys(versionsOfTypes).filter((type) => type.startsWith(`${namespace}/`));
  return {
    id: `/subscriptions/${subscriptionId}/providers/${namespace}`,
    namespace,
    registrationState: 'Registered',
    registrationPolicy: 'RegistrationRequired',
    resourceTypes: types.map((type) => ({
      resourceType: type.slice(namespace.length + 1),
      locations: regions.map(({ displayName }) => displayName),
      apiVersions: versionsOf(type)?.toReversed(),
      capabilities: 'None',
    })),
  };
}
