import { regions } from '../core/store/regions.ts';
import type { Family } from '../core/types.ts';

/** The regions of a subscription (Azure Resource Manager "Subscriptions - List Locations"). */
export const locationFamily: Family = () => [
  {
    method: 'GET',
    path: '/subscriptions/{subscriptionId}/locations',
    operation: 'Microsoft.Resources/subscriptions/locations/read',
    source: 'Azure REST API, Subscriptions - List Locations',
    handle: (request) => ({
      status: 200,
      body: {
        value: regions.map(({ name, displayName }) => ({
          id: `/subscriptions/${request.param('subscriptionId')}/locations/${name}`,
          name,
          type: 'Region',
          displayName,
          regionalDisplayName: displayName,
          metadata: { regionType: 'Physical', regionCategory: 'Recommended' },
        })),
      },
    }),
  },
];
