import type { Family } from '../core/types.ts';
import { associationFamily } from './association-routes.ts';
import type { Associations } from './associations.ts';
import { dataCollectionEndpointFamily } from './data-collection-endpoints.ts';
import { dataCollectionRuleFamily } from './data-collection-rules.ts';

/** Microsoft.Insights: rules, endpoints and their associations with machines. */
export function monitorFamilies(associations: Associations): readonly Family[] {
  return [dataCollectionRuleFamily(associations), dataCollectionEndpointFamily, associationFamily(associations)];
}
