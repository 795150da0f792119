import { isObject, listAt, objectAt, textAt } from '../core/json.ts';
import { readBody } from '../core/request/read-body.ts';
import type { ArmRequest, JsonObject } from '../core/types.ts';
import { type Plan, serversPlan } from './plan-catalogue.ts';
import type { PlanExtension, TextFlag } from './pricing.ts';
import { pricingShape } from './pricing-shape.ts';
import { invalidInput } from './refuse-input.ts';

/** What a PUT asks for. */
export interface PlanRequest {
  readonly tier: 'Free' | 'Standard';
  readonly subPlan: string | undefined;
  readonly enforce: TextFlag | undefined;
  /** Undefined where the body has no list. */
  readonly extensions: readonly PlanExtension[] | undefined;
}

/** Reads the body of a PUT of a plan; throws 400 for what Defender does not take. */
export function readPlanRequest(request: ArmRequest, plan: Plan): PlanRequest {
  const properties = objectAt(readBody(request, pricingShape(request.apiVersion), ['properties']), 'properties');
  const tier = textAt(properties, 'pricingTier');
  if (tier !== 'Free' && tier !== 'Standard') {
    throw invalidInput(`The pricingTier '${tier ?? ''}' is not valid. Possible values: Free, Standard.`);
  }
  const named = textAt(properties, 'subPlan');
  const { subPlans } = plan;
  const known = subPlans?.find((each) => each.toLowerCase() === named?.toLowerCase());
  if (named !== undefined && subPlans !== undefined && known === undefined) {
    throw invalidInput(
      `The subPlan '${named}' is not valid for plan '${plan.name}'. Possible values: ${subPlans.join(', ')}.`,
    );
  }
  const enforce = textAt(properties, 'enforce');
  // "When not specified, full plan is applied" (specification of pricings, `subPlan`).
  const subPlan = known ?? named ?? subPlans?.[0];
  return {
    tier,
    subPlan: tier === 'Standard' ? subPlan : undefined,
    enforce: enforce === undefined ? undefined : flagOf(enforce, 'enforce'),
    extensions: tier === 'Standard' ? extensionsOf(properties, plan, subPlan) : undefined,
  };
}

/** Taken in any case, since built-in policy 5eb6d64a-4086-4d7a-92da-ec51aed0332d sends `true`; answered as `True`. */
function flagOf(text: string, member: string): TextFlag {
  if (/^true$/i.test(text)) return 'True';
  if (/^false$/i.test(text)) return 'False';
  throw invalidInput(`The value '${text}' of ${member} is not valid. Possible values: True, False.`);
}

function extensionsOf(
  properties: JsonObject | undefined,
  plan: Plan,
  subPlan: string | undefined,
): readonly PlanExtension[] | undefined {
  const extensions = listAt(properties, 'extensions')?.map((entry) =>
    extensionOf(isObject(entry) ? entry : {}, plan, subPlan),
  );
  const names = extensions?.map(({ name }) => name) ?? [];
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw invalidInput(`The extension '${twice}' is listed more than once.`);
  return extensions;
}

/** Words of the refusal: Azure/Azure-Landing-Zones issue 822, where the extension was only to be turned off. */
function extensionOf(entry: JsonObject, plan: Plan, subPlan: string | undefined): PlanExtension {
  const named = textAt(entry, 'name') ?? '';
  const offered = plan.extensions.find(({ name }) => name.toLowerCase() === named.toLowerCase());
  const isOffered = offered?.subPlans === undefined || offered.subPlans.includes(subPlan ?? '');
  if (offered === undefined || !isOffered) {
    const withSubPlan = plan.name === serversPlan ? ` and '${subPlan ?? ''}' SubPlan` : '';
    throw invalidInput(`Extension with name '${named}' is not supported for '${plan.name}' plan${withSubPlan}`);
  }
  const additional = objectAt(entry, 'additionalExtensionProperties');
  checkTags(additional);
  return {
    name: offered.name,
    isEnabled: flagOf(textAt(entry, 'isEnabled') ?? '', `isEnabled of the extension '${offered.name}'`),
    additionalExtensionProperties: additional ?? offered.properties,
  };
}

/** `ExclusionTags` is a list as JSON text (specification of pricings, examples). */
function checkTags(additional: JsonObject | undefined): void {
  const tags = additional?.ExclusionTags;
  if (tags === undefined) return;
  const list = typeof tags === 'string' ? parsed(tags) : undefined;
  if (Array.isArray(list) && list.every(isTag)) return;
  throw invalidInput(
    `The value of ExclusionTags must be a list of tags as JSON text, such as '[{"Key":"a","Value":"b"}]'.`,
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The examples spell both `Key` and `key`. */
function isTag(tag: unknown): boolean {
  if (typeof tag !== 'object' || tag === null) return false;
  const members = new Map(Object.entries(tag).map(([name, value]) => [name.toLowerCase(), value]));
  return (
    [...members.keys()].every((name) => name === 'key' || name === 'value') && typeof members.get('key') === 'string'
  );
}
