import type { ArcFleet } from '../arc/arc-fleet.ts';
import { sameId } from '../core/store/arm-id.ts';
import { ResourceCollection } from '../core/store/resource-collection.ts';
import { newResource } from '../core/store/stored-resource.ts';
import type { SimContext } from '../core/types.ts';
import type { Assessment } from './assessment.ts';
import type { Connector } from './connector.ts';
import { findPlan, type Plan, serversPlan } from './plan-catalogue.ts';
import { type Pricing, pricingIdOf, pricingType } from './pricing.ts';
import type { ProvisioningSetting } from './provisioning-setting.ts';
import type { Setting } from './setting.ts';
import type { VulnerabilitySetting } from './vulnerability-setting.ts';

/** Makes one extension of a plan fail while the plan is saved. */
export interface PlanTrouble {
  readonly extension: string;
  /** Of this plan only. */
  readonly plan?: string | undefined;
  /** In this subscription only. */
  readonly subscriptionId?: string | undefined;
  readonly message: string;
  /** How many saves it spoils. */
  left: number;
}

/** Microsoft Defender for Cloud of the tenant: what is set, and what is scripted. */
export class Defender {
  /** Those that were written; a plan without one is Free. */
  readonly pricings = new ResourceCollection<Pricing>();
  readonly settings = new ResourceCollection<Setting>();
  readonly provisioning = new ResourceCollection<ProvisioningSetting>();
  readonly vulnerability = new ResourceCollection<VulnerabilitySetting>();
  readonly assessments = new ResourceCollection<Assessment>();
  readonly connectors = new ResourceCollection<Connector>();
  readonly arc: ArcFleet;
  /** Whether turning a plan for servers on turns the setting WDATP on (Defender docs, "Enable Defender for Endpoint integration"). */
  planTurnsEndpointOn = true;
  /** How long Defender takes to bring its agent to a machine, milliseconds of app time; undefined: as `durations.endpointDeploy`. */
  deployAfterMs: number | undefined;
  troubles: PlanTrouble[] = [];
  /** By lower-case subscription: until when another plan cannot be saved. */
  readonly savedUntil = new Map<string, { readonly plan: Plan; readonly atMs: number }>();

  constructor(arc: ArcFleet) {
    this.arc = arc;
  }

  clear(): void {
    this.planTurnsEndpointOn = true;
    this.deployAfterMs = undefined;
    this.troubles = [];
    this.savedUntil.clear();
  }

  /** A plan of a subscription, as it was written or else as every subscription has it: Free. */
  planOf(context: SimContext, subscriptionId: string, plan: Plan): Pricing {
    const id = pricingIdOf(`/subscriptions/${subscriptionId}`, plan);
    return this.pricings.get(id) ?? newPricing(context, id, plan);
  }

  /** The plan that was written for one machine; undefined when it inherits that of its subscription. */
  ownPlanOf(machineId: string): Pricing | undefined {
    const plan = findPlan(serversPlan);
    return plan && this.pricings.get(pricingIdOf(machineId, plan));
  }

  /** The VMs and Arc machines of a subscription. */
  machineIdsOf(context: SimContext, subscriptionId: string): readonly string[] {
    const all = [...context.vms.inSubscription(subscriptionId), ...this.arc.machines.inSubscription(subscriptionId)];
    return all.map(({ id }) => id);
  }

  /** Uses up a trouble that is scripted for an extension. */
  takeTrouble(subscriptionId: string, plan: Plan, extension: string): PlanTrouble | undefined {
    const found = this.troubles.find(
      (trouble) =>
        trouble.left > 0 &&
        sameId(trouble.extension, extension) &&
        (trouble.plan === undefined || sameId(trouble.plan, plan.name)) &&
        (trouble.subscriptionId === undefined || sameId(trouble.subscriptionId, subscriptionId)),
    );
    if (found !== undefined) found.left -= 1;
    return found;
  }
}

/** A plan that nobody has written yet; not stored. */
export function newPricing(context: SimContext, id: string, plan: Plan): Pricing {
  return {
    ...newResource(context, { principal: context.principals.operator }, id, pricingType),
    plan,
    tier: 'Free',
    subPlan: undefined,
    enforce: 'False',
    extensions: [],
    enabledAtMs: undefined,
    trialEndsAtMs: undefined,
    managedBy: undefined,
    originatedFrom: undefined,
  };
}
