import { resourceNotFound } from '../core/request/not-found.ts';
import { parseArmId } from '../core/store/arm-id.ts';
import { findResource, touch } from '../core/store/stored-resource.ts';
import type { ArmReply, ArmRequest, JsonObject, SimContext } from '../core/types.ts';
import { type Defender, newPricing } from './defender.ts';
import { type Plan, serversPlan } from './plan-catalogue.ts';
import { pricingIdOf } from './pricing.ts';
import { machinePlanJson } from './pricing-json.ts';
import { readPlanRequest } from './read-plan-request.ts';
import { invalidInput } from './refuse-input.ts';

/** Specification of pricings 2024-01-01: "VirtualMachines, VMSS and ARC Machines". */
const machineTypes = [
  'microsoft.compute/virtualmachines',
  'microsoft.compute/virtualmachinescalesets',
  'microsoft.hybridcompute/machines',
];

/** The id, in its official casing, of the machine or scale set that a request is about; it must exist. */
export function planMachineOf(context: SimContext, scope: string): string {
  const { typePath } = parseArmId(scope);
  if (!machineTypes.includes(typePath.toLowerCase())) {
    throw invalidInput(
      `ScopeId '${scope}' is not valid: a plan is of a subscription, a VM, a scale set or an Arc machine.`,
    );
  }
  const machine = findResource(context, scope);
  if (machine === undefined) throw resourceNotFound(scope);
  return machine.id;
}

/** The plan of a machine as GET answers it. */
export function readMachinePlan(
  context: SimContext,
  defender: Defender,
  machineId: string,
  plan: Plan,
  apiVersion: string,
): JsonObject {
  refuseOtherPlan(plan);
  const ofSubscription = defender.planOf(context, subscriptionOf(machineId), plan);
  return machinePlanJson(context, machineId, defender.ownPlanOf(machineId), ofSubscription, apiVersion);
}

/**
 * PUT of a plan on one machine: P1 or Free (specification of pricings; Defender docs, "Select a Defender for Servers
 * plan"). Refused where the subscription enforces its own.
 */
export function putMachinePlan(
  context: SimContext,
  defender: Defender,
  request: ArmRequest,
  machineId: string,
  plan: Plan,
): ArmReply {
  refuseOtherPlan(plan);
  const wanted = readPlanRequest(request, plan);
  const ofSubscription = defender.planOf(context, subscriptionOf(machineId), plan);
  if (wanted.enforce !== undefined) throw invalidInput('The property enforce is only for the plan of a subscription.');
  if (wanted.tier === 'Standard' && wanted.subPlan !== 'P1') {
    throw invalidInput(`The plan '${plan.name}' of a resource can only have the subPlan 'P1'.`);
  }
  if (ofSubscription.enforce === 'True') {
    throw invalidInput(`The subscription enforces its pricing of '${plan.name}': set enforce to False there first.`);
  }
  const existing = defender.ownPlanOf(machineId);
  const pricing = existing ?? newPricing(context, pricingIdOf(machineId, plan), plan);
  if (wanted.tier === 'Standard' && pricing.tier === 'Free') pricing.enabledAtMs = context.time.now();
  pricing.tier = wanted.tier;
  pricing.subPlan = wanted.subPlan;
  pricing.extensions =
    wanted.tier === 'Free'
      ? []
      : [{ name: 'MdeDesignatedSubscription', isEnabled: 'False', additionalExtensionProperties: undefined }];
  if (existing === undefined) defender.pricings.set(pricing);
  touch(context, pricing, request.principal);
  return {
    status: existing === undefined ? 201 : 200,
    body: machinePlanJson(context, machineId, pricing, ofSubscription, request.apiVersion),
    resourceId: pricing.id,
  };
}

/** DELETE: the machine has the plan of its subscription again. */
export function deleteMachinePlan(defender: Defender, machineId: string, plan: Plan): ArmReply {
  refuseOtherPlan(plan);
  const own = defender.ownPlanOf(machineId);
  if (own === undefined) return { status: 204, publish: false };
  defender.pricings.delete(own.id);
  return { status: 200, resourceId: own.id };
}

function refuseOtherPlan(plan: Plan): void {
  if (plan.name === serversPlan) return;
  throw invalidInput(`The plan '${plan.name}' is not supported for a resource, only '${serversPlan}' is.`);
}

function subscriptionOf(machineId: string): string {
  return parseArmId(machineId).subscriptionId ?? '';
}
