import type { JsonObject, SimContext } from '../core/types.ts';
import type { Defender } from './defender.ts';
import { serversPlan } from './plan-catalogue.ts';
import { type PlanExtension, type Pricing, pricingIdOf, pricingType } from './pricing.ts';
import { pricingMembers } from './pricing-shape.ts';

/** Defender docs, "Defender for Servers pricing": 30 days for each subscription. */
export const trialMs = 30 * 24 * 3_600_000;

/** What became of an extension when the plan was saved. */
export interface OperationStatus {
  readonly code: 'Succeeded' | 'Failed';
  readonly message: string;
}
/** By the extension's name. */
export type OperationStatuses = ReadonlyMap<string, OperationStatus>;

/** A plan of a subscription, with the members that the api-version has. */
export function subscriptionPlanJson(
  context: SimContext,
  defender: Defender,
  subscriptionId: string,
  pricing: Pricing,
  apiVersion: string,
  statuses?: OperationStatuses,
): JsonObject {
  const properties = {
    ...commonMembers(context, pricing, pricing, statuses),
    enforce: pricing.enforce,
    resourcesCoverageStatus: coverageOf(context, defender, subscriptionId, pricing),
    managedBy: pricing.managedBy,
    originatedFrom: pricing.originatedFrom,
  };
  return rendered(pricing.id, pricing.plan.name, properties, apiVersion);
}

/** The plan for servers of one machine: its own, or that of its subscription. */
export function machinePlanJson(
  context: SimContext,
  machineId: string,
  own: Pricing | undefined,
  ofSubscription: Pricing,
  apiVersion: string,
): JsonObject {
  const pricing = own ?? ofSubscription;
  const properties = {
    ...commonMembers(context, pricing, ofSubscription),
    inherited: own === undefined ? 'True' : 'False',
    inheritedFrom: own === undefined ? ofSubscription.id.split('/').slice(0, 3).join('/') : null,
  };
  return rendered(pricingIdOf(machineId, pricing.plan), pricing.plan.name, properties, apiVersion);
}

function rendered(id: string, name: string, properties: JsonObject, apiVersion: string): JsonObject {
  const known = pricingMembers(apiVersion);
  const shown = Object.fromEntries(Object.entries(properties).filter(([member]) => Object.hasOwn(known, member)));
  return { id, name, type: pricingType, properties: shown };
}

function commonMembers(
  context: SimContext,
  pricing: Pricing,
  ofSubscription: Pricing,
  statuses?: OperationStatuses,
): JsonObject {
  const isOn = pricing.tier === 'Standard';
  return {
    pricingTier: pricing.tier,
    subPlan: isOn ? pricing.subPlan : undefined,
    freeTrialRemainingTime: trialLeft(context, ofSubscription),
    enablementTime: isOn && pricing.enabledAtMs !== undefined ? new Date(pricing.enabledAtMs).toISOString() : undefined,
    extensions: isOn && pricing.extensions.length > 0 ? pricing.extensions.map(extensionJson(statuses)) : undefined,
    deprecated: pricing.plan.replacedBy === undefined ? undefined : true,
    replacedBy: pricing.plan.replacedBy,
  };
}

function extensionJson(statuses: OperationStatuses | undefined): (extension: PlanExtension) => JsonObject {
  return ({ name, isEnabled, additionalExtensionProperties }) => {
    const status = statuses?.get(name);
    return {
      name,
      isEnabled,
      additionalExtensionProperties,
      operationStatus: status === undefined ? undefined : { ...status },
    };
  };
}

/** ISO 8601; `PT0S` when it is over, as in the specification's examples. */
function trialLeft(context: SimContext, { trialEndsAtMs }: Pricing): string {
  const leftMs = trialEndsAtMs === undefined ? trialMs : trialEndsAtMs - context.time.now();
  const hours = Math.floor(leftMs / 3_600_000);
  if (hours <= 0) return 'PT0S';
  const days = Math.floor(hours / 24);
  const rest = hours % 24;
  return `P${days > 0 ? `${days}D` : ''}${rest > 0 ? `T${rest}H` : ''}`;
}

/** Whether the subscription's plan is what its machines have (specification of pricings, `resourcesCoverageStatus`). */
function coverageOf(context: SimContext, defender: Defender, subscriptionId: string, pricing: Pricing): string {
  const machines = pricing.plan.name === serversPlan ? defender.machineIdsOf(context, subscriptionId) : [];
  const tiers = new Set(machines.map((id) => (defender.ownPlanOf(id) ?? pricing).tier));
  if (tiers.size === 2) return 'PartiallyCovered';
  const tier = tiers.size === 0 ? pricing.tier : [...tiers][0];
  return tier === 'Standard' ? 'FullyCovered' : 'NotCovered';
}
