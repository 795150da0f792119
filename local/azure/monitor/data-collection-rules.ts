import { isObject, listAt, objectAt, textAt } from '../core/json.ts';
import { armError } from '../core/request/arm-error.ts';
import type { Family, JsonObject } from '../core/types.ts';
import type { Workspaces } from '../operational-insights/workspace.ts';
import type { Associations } from './associations.ts';
import { invalidPayload } from './invalid-payload.ts';
import { monitorResourceRoutes } from './monitor-resource.ts';
import { findExcess } from './rule-limits.ts';
import { findMissing, type RuleTargets } from './rule-references.ts';
import { ruleShape } from './rule-shape.ts';
import { findWrongValues } from './rule-values.ts';

/**
 * Data collection rules (Azure Monitor REST API). A rule that is associated is deleted only with
 * `deleteAssociations=true`, and then its associations go too.
 */
export const dataCollectionRuleFamily =
  (parts: RuleTargets & { readonly associations: Associations }): Family =>
  (context) =>
    monitorResourceRoutes(context, {
      type: 'Microsoft.Insights/dataCollectionRules',
      prefix: 'dcr',
      properties: ruleShape,
      check: (_request, body) => {
        const properties = objectAt(body, 'properties') ?? {};
        const flaws = [
          ...findWrongValues(textAt(body, 'kind'), properties),
          ...findExcess(properties),
          ...findMissing(context, parts, properties),
        ];
        if (flaws.length > 0) throw invalidPayload('Data collection rule', flaws);
      },
      filledIn: ({ properties }) => withCustomerIds(parts.workspaces, properties),
      beforeDelete: (request, rule) => {
        const users = parts.associations.ofRule(rule.id);
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

/** Each workspace that a rule sends to is answered with its `workspaceId`. */
function withCustomerIds(workspaces: Workspaces, properties: JsonObject): JsonObject {
  const destinations = objectAt(properties, 'destinations');
  const logAnalytics = listAt(destinations, 'logAnalytics');
  if (logAnalytics === undefined) return {};
  const filled = logAnalytics.filter(isObject).map((each) => {
    const workspace = workspaces.collection.get(textAt(each, 'workspaceResourceId') ?? '');
    return { ...each, workspaceId: workspace?.customerId };
  });
  return { destinations: { ...destinations, logAnalytics: filled } };
}
