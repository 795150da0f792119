import type { StoredResource } from '../core/store/resource-collection.ts';
import type { JsonObject } from '../core/types.ts';
import type { OfferedExtension, Plan } from './plan-catalogue.ts';

export const pricingType = 'Microsoft.Security/pricings';

/** Azure sends these as text. */
export type TextFlag = 'True' | 'False';

export interface PlanExtension {
  readonly name: string;
  readonly isEnabled: TextFlag;
  readonly additionalExtensionProperties: JsonObject | undefined;
}

/** A Defender plan as it is set on a subscription or on one machine. */
export interface Pricing extends StoredResource {
  readonly plan: Plan;
  tier: 'Free' | 'Standard';
  subPlan: string | undefined;
  /** Of a subscription: machines may not have a plan of their own. */
  enforce: TextFlag;
  extensions: readonly PlanExtension[];
  /** App time when it was last turned on. */
  enabledAtMs: number | undefined;
  /** App time when the subscription's trial of 30 days ends; undefined before the plan was ever on. */
  trialEndsAtMs: number | undefined;
  /** Who alone manages the plan (2025-10-01-preview). */
  managedBy: string | undefined;
  /** Where it was turned on, where that was not here (2025-10-01-preview). */
  originatedFrom: 'M365' | undefined;
}

/** An extension as it is when its plan is turned on and nobody has said anything of it. */
export function extensionAtFirst({ name, isOnAtFirst, properties }: OfferedExtension): PlanExtension {
  return { name, isEnabled: isOnAtFirst ? 'True' : 'False', additionalExtensionProperties: properties };
}

/** The id of a plan on a subscription or a machine. */
export function pricingIdOf(scope: string, plan: Plan): string {
  return `${scope}/providers/${pricingType}/${plan.name}`;
}
