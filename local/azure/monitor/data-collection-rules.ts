import { armError } from '../core/request/arm-error.ts';
import type { Family } from '../core/types.ts';
import type { Associations } from './associations.ts';
import { monitorResourceRoutes } from './monitor-resource.ts';

const properties = {
  description: 'string',
  dataCollectionEndpointId: 'string',
  dataSources: 'any',
  destinations: 'any',
  dataFlows: 'any',
  streamDeclarations: 'any',
  agentSettings: 'any',
  references: 'any',
  directDataSources: 'any',
  immutableId: 'string',
  provisioningState: 'string',
  endpoints: 'any',
  ingestionQuotas: 'any',
  metadata: 'any',
} as const;

/**
 * Data collection rules (Azure Monitor REST API). A rule that is associated is deleted only with
 * `deleteAssociations=true`, and then its associations go too.
 */
export const dataCollectionRuleFamily =
  (associations: Associations): Family =>
  (context) =>
    monitorResourceRoutes(context, {
      type: 'Microsoft.Insights/dataCollectionRules',
      prefix: 'dcr',
      properties,
      beforeDelete: (request, rule) => {
        const users = associations.ofRule(rule.id);
        if (users.length === 0) return;
        if (request.query.deleteassociations !== 'true') {
          throw armError(
            409,
            'Conflict',
            `The data collection rule '${rule.name}' has ${users.length} association(s). Delete them first, or send deleteAssociations=true.`,
          );
        }
        for (const association of users) context.remove(association.id);
      },
    });
