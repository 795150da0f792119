import { parseArmId } from '../core/store/arm-id.ts';
import type { JsonObject, SimContext } from '../core/types.ts';
import { assessmentJson, assessmentType } from '../security/assessment.ts';
import type { Defender } from '../security/defender.ts';
import { plans } from '../security/plan-catalogue.ts';
import { pricingType } from '../security/pricing.ts';
import { subscriptionPlanJson } from '../security/pricing-json.ts';
import type { ResourceRow } from './resource-rows.ts';

/** The version whose members the rows of plans have: no public row shows more. */
const pricingVersion = '2024-01-01';

/**
 * Table `securityresources`: every plan of every subscription, and every assessment (page "Azure Resource Graph table and
 * resource type reference"; members as Defender's own workbooks read them).
 */
export function securityRows(context: SimContext, defender: Defender): readonly ResourceRow[] {
  const pricings = [...context.subscriptions.values()].flatMap(({ id }) =>
    plans.map((plan) => {
      const pricing = defender.planOf(context, id, plan);
      return rowOf(context, pricingType, subscriptionPlanJson(context, defender, id, pricing, pricingVersion));
    }),
  );
  const assessments = defender.assessments
    .all()
    .map((assessment) => rowOf(context, assessmentType, assessmentJson(assessment, 'graph')));
  return [...pricings, ...assessments];
}

function rowOf(context: SimContext, type: string, json: JsonObject): ResourceRow {
  const id = String(json.id);
  const { subscriptionId = '', groupName = '', name } = parseArmId(id);
  return {
    table: 'securityresources',
    id,
    action: `${type}/read`,
    subscriptionId: subscriptionId.toLowerCase(),
    values: {
      id,
      name,
      type: type.toLowerCase(),
      tenantId: context.tenantId,
      resourceGroup: groupName.toLowerCase(),
      subscriptionId,
      properties: json.properties,
    },
  };
}
