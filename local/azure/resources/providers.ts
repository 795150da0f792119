import { armError } from '../core/request/arm-error.ts';
import { regions } from '../core/store/regions.ts';
import type { Family, JsonObject } from '../core/types.ts';

/** The resource types of the simulator and the api-version that clients may take for each. */
const providers: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'Microsoft.Authorization': { locks: '2020-05-01', roleAssignments: '2022-04-01' },
  'Microsoft.Compute': { virtualMachines: '2024-07-01', 'virtualMachines/extensions': '2024-07-01' },
  'Microsoft.HybridCompute': { machines: '2025-01-13', 'machines/extensions': '2025-01-13' },
  'Microsoft.Insights': {
    dataCollectionEndpoints: '2022-06-01',
    dataCollectionRuleAssociations: '2022-06-01',
    dataCollectionRules: '2022-06-01',
  },
  'Microsoft.ManagedIdentity': { userAssignedIdentities: '2024-11-30' },
  'Microsoft.Network': { networkInterfaces: '2024-05-01' },
  'Microsoft.Resources': { resourceGroups: '2021-04-01', subscriptions: '2022-12-01' },
};

const path = '/subscriptions/{subscriptionId}/providers';
const operation = 'Microsoft.Resources/subscriptions/providers/read';
const oldestApiVersion = '2015-01-01';

/** Resource providers, all registered (Azure Resource Manager "Providers"); `az resource` takes the api-version from here. */
export const providerFamily: Family = () => [
  {
    method: 'GET',
    path,
    operation,
    oldestApiVersion,
    handle: (request) => {
      const value = Object.keys(providers).map((name) => providerJson(request.param('subscriptionId'), name));
      return { status: 200, body: { value } };
    },
  },
  {
    method: 'GET',
    path: `${path}/{namespace}`,
    operation,
    oldestApiVersion,
    handle: (request) => {
      const wanted = request.param('namespace');
      const name = Object.keys(providers).find((known) => known.toLowerCase() === wanted.toLowerCase());
      if (name !== undefined) return { status: 200, body: providerJson(request.param('subscriptionId'), name) };
      throw armError(404, 'InvalidResourceNamespace', `The resource namespace '${wanted}' is invalid.`);
    },
  },
];

function providerJson(subscriptionId: string, namespace: string): JsonObject {
  return {
    id: `/subscriptions/${subscriptionId}/providers/${namespace}`,
    namespace,
    registrationState: 'Registered',
    registrationPolicy: 'RegistrationRequired',
    resourceTypes: Object.entries(providers[namespace] ?? {}).map(([resourceType, apiVersion]) => ({
      resourceType,
      locations: regions.map(({ displayName }) => displayName),
      apiVersions: [apiVersion],
      capabilities: 'None',
    })),
  };
}
