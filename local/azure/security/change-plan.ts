import { armError } from '../core/request/arm-error.ts';
import { touch } from '../core/store/stored-resource.ts';
import type { ArmReply, ArmRequest, SimContext } from '../core/types.ts';
import type { Defender } from './defender.ts';
import { offers, type Plan, serversPlan } from './plan-catalogue.ts';
import { extensionAtFirst, type PlanExtension, type Pricing } from './pricing.ts';
import { type OperationStatus, type OperationStatuses, subscriptionPlanJson, trialMs } from './pricing-json.ts';
import { type PlanRequest, readPlanRequest } from './read-plan-request.ts';
import { setSetting } from './setting.ts';

/** How long a subscription is locked after a plan was saved: "a few seconds" (support article on the 409). */
const savingMs = 5_000;

/** PUT of a subscription's plan: 200 also where extensions failed (specification of pricings, PutPricingByNamePartialSuccess). */
export function putSubscriptionPlan(
  context: SimContext,
  defender: Defender,
  request: ArmRequest,
  subscriptionId: string,
  plan: Plan,
): ArmReply {
  const wanted = readPlanRequest(request, plan);
  lockForSaving(context, defender, subscriptionId, plan);
  const pricing = defender.planOf(context, subscriptionId, plan);
  const isTurnedOn = pricing.tier === 'Free' && wanted.tier === 'Standard';
  const asked = extensionsAsked(plan, pricing, wanted);
  const statuses = statusesOf(defender, subscriptionId, pricing, asked);
  const shown: Pricing = { ...pricing };
  applyPlan(context, shown, wanted, asked);
  applyPlan(context, pricing, wanted, settled(pricing, asked, statuses));
  defender.pricings.set(pricing);
  touch(context, pricing, request.principal);
  if (plan.name === serversPlan) {
    if (isTurnedOn && defender.planTurnsEndpointOn) {
      setSetting(context, defender, subscriptionId, 'WDATP', { enabled: true, by: request.principal });
    }
    if (pricing.enforce === 'True') removeOwnPlans(context, defender, subscriptionId);
  }
  return {
    status: 200,
    body: subscriptionPlanJson(context, defender, subscriptionId, shown, request.apiVersion, statuses),
    resourceId: pricing.id,
  };
}

/** 409 while another plan of the subscription is being saved; words: Azure/azure-powershell issue 10842. */
function lockForSaving(context: SimContext, defender: Defender, subscriptionId: string, plan: Plan): void {
  const key = subscriptionId.toLowerCase();
  const saving = defender.savedUntil.get(key);
  const now = context.time.now();
  if (saving !== undefined && saving.plan.name !== plan.name && now < saving.atMs) {
    throw armError(409, 'Conflict', 'Another update operation is in progress');
  }
  defender.savedUntil.set(key, { plan, atMs: now + savingMs });
}

/** What is not named stays as it is (so terraform-provider-azurerm pull request 22997 treats it), or is as at first. */
function extensionsAsked(plan: Plan, current: Pricing, { tier, subPlan, extensions }: PlanRequest): PlanExtension[] {
  if (tier === 'Free') return [];
  const named = (list: readonly PlanExtension[] | undefined, name: string) => list?.find((each) => each.name === name);
  return plan.extensions
    .filter((offered) => offers(offered, subPlan))
    .map(
      (offered) =>
        named(extensions, offered.name) ?? named(current.extensions, offered.name) ?? extensionAtFirst(offered),
    );
}

/** One for each extension that is on; words of a success: example PutPricingVMsByName. */
function statusesOf(
  defender: Defender,
  subscriptionId: string,
  { plan }: Pricing,
  asked: readonly PlanExtension[],
): OperationStatuses {
  const statuses = new Map<string, OperationStatus>();
  for (const { name, isEnabled } of asked) {
    if (isEnabled === 'False') continue;
    const trouble = defender.takeTrouble(subscriptionId, plan, name);
    const success = { code: 'Succeeded', message: 'Successfully enabled extension' } as const;
    statuses.set(name, trouble === undefined ? success : { code: 'Failed', message: trouble.message });
  }
  return statuses;
}

/** An extension that failed is as it was before. */
function settled(
  before: Pricing,
  asked: readonly PlanExtension[],
  statuses: OperationStatuses,
): readonly PlanExtension[] {
  return asked.map((extension) => {
    if (statuses.get(extension.name)?.code !== 'Failed') return extension;
    return before.extensions.find(({ name }) => name === extension.name) ?? { ...extension, isEnabled: 'False' };
  });
}

function applyPlan(
  context: SimContext,
  pricing: Pricing,
  { tier, subPlan, enforce }: PlanRequest,
  extensions: readonly PlanExtension[],
): void {
  const now = context.time.now();
  if (tier === 'Standard' && pricing.tier === 'Free') pricing.enabledAtMs = now;
  if (tier === 'Standard') pricing.trialEndsAtMs ??= now + trialMs;
  pricing.tier = tier;
  pricing.subPlan = subPlan;
  pricing.enforce = enforce ?? pricing.enforce;
  pricing.extensions = extensions;
}

/** "Prevents overrides and forces this pricing configuration on all the descendants" (specification, `enforce`). */
function removeOwnPlans(context: SimContext, defender: Defender, subscriptionId: string): void {
  for (const machineId of defender.machineIdsOf(context, subscriptionId)) {
    const own = defender.ownPlanOf(machineId);
    if (own !== undefined) defender.pricings.delete(own.id);
  }
}
