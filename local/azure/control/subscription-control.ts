import { z } from 'zod';
import { deallocateAll } from '../compute/deallocate-all.ts';
import { armError } from '../core/request/arm-error.ts';
import { addSubscription, isOwnTenant, type Subscription, subscriptionStates } from '../core/store/subscription.ts';
import type { ArmReply } from '../core/types.ts';
import { loseIdentities } from '../identity/lost-identities.ts';
import type { LocalAzure } from '../local-azure.ts';

const namespaceSchema = z.string().regex(/^Microsoft\.\w+$/i, 'must be a namespace such as Microsoft.Security');

/** What happens to a subscription without ARM: it is made, or its named members change. */
export const subscriptionReportSchema = z.strictObject({
  id: z.uuid(),
  /** Needed for one that is made. */
  displayName: z.string().min(1).max(64).optional(),
  state: z.enum(subscriptionStates).optional(),
  /** Another one than now: it moves, which takes away role assignments and policy. */
  tenantId: z.uuid().optional(),
  quotaId: z.string().min(1).optional(),
  /** A management group, or a path of groups below the root, which are made where they are missing. */
  managementGroup: z.string().max(500).optional(),
  /** In place of those it has. */
  tags: z.record(z.string(), z.string()).optional(),
  /** Resource providers that are not registered, in place of those there are. */
  unregistered: z.array(namespaceSchema).max(100).optional(),
});
export type SubscriptionReport = z.infer<typeof subscriptionReportSchema>;

/** Makes or changes a subscription; 404 for one that is not there and has no name to be made with. */
export function applySubscriptionReport(azure: LocalAzure, report: SubscriptionReport): ArmReply {
  const { context } = azure;
  const existing = context.subscriptions.get(report.id.toLowerCase());
  if (existing !== undefined) {
    change(azure, existing, report);
    return { status: 204 };
  }
  const { displayName } = report;
  if (displayName === undefined) {
    throw armError(
      404,
      'SubscriptionNotFound',
      `There is no subscription '${report.id}'; give a displayName to make it.`,
    );
  }
  addSubscription(context, { ...report, displayName });
  return { status: 201 };
}

function change(azure: LocalAzure, subscription: Subscription, report: SubscriptionReport): void {
  const { managementGroups } = azure.context;
  if (report.state !== undefined && report.state !== subscription.state && statesWithoutPower.has(report.state)) {
    for (const id of deallocateAll(azure.context, subscription.id)) azure.endpointDeployment.lookAt(id);
  }
  subscription.displayName = report.displayName ?? subscription.displayName;
  subscription.state = report.state ?? subscription.state;
  subscription.quotaId = report.quotaId ?? subscription.quotaId;
  subscription.tags = report.tags ?? subscription.tags;
  if (report.tenantId !== undefined) moveToTenant(azure, subscription, report.tenantId);
  if (report.managementGroup !== undefined && isOwnTenant(azure.context, subscription.tenantId)) {
    subscription.managementGroup = managementGroups.makePath(report.managementGroup);
  }
  if (report.unregistered === undefined) return;
  subscription.registrations.clear();
  for (const name of report.unregistered) subscription.registrations.set(name.toLowerCase(), 'NotRegistered');
}

/** The page "Azure subscription states". */
const statesWithoutPower: ReadonlySet<string> = new Set(['Disabled', 'Expired']);

/** Types of what a subscription does not keep; locks stay. */
const lostWithTenant = /^Microsoft\.Authorization\/(?:role\w+|policy\w+)$/i;

/**
 * Identities are lost, role assignments and policy gone for good, so after a move back only who made it (the operator) may do anything
 * (page "Transfer an Azure subscription to a different Microsoft Entra directory"). It lands in the root group.
 */
function moveToTenant({ context, access }: LocalAzure, subscription: Subscription, tenantId: string): void {
  if (subscription.tenantId.toLowerCase() === tenantId.toLowerCase()) return;
  const scope = `/subscriptions/${subscription.id}`;
  loseIdentities(context, subscription);
  subscription.tenantId = tenantId;
  subscription.managementGroup = isOwnTenant(context, tenantId) ? context.managementGroups.rootName : undefined;
  access.removeWithin(scope);
  for (const collection of context.collections) {
    const lost = collection.inSubscription(subscription.id).filter(({ type }) => lostWithTenant.test(type));
    for (const { id } of lost) context.remove(id);
  }
  for (const principal of ['app', 'other'] as const) access.add({ kind: 'missingRole', principal, scope });
}

/** Takes a subscription out of the tenant with everything in it; false when it is not there. No event tells of it. */
export function removeSubscription({ context, access }: LocalAzure, id: string): boolean {
  const subscription = context.subscriptions.get(id.toLowerCase());
  if (subscription === undefined) return false;
  for (const collection of context.collections) {
    for (const resource of collection.inSubscription(subscription.id)) context.remove(resource.id);
  }
  access.removeWithin(`/subscriptions/${subscription.id}`);
  return context.subscriptions.delete(id.toLowerCase());
}

/** Every subscription, of whatever tenant, as the simulator has it. */
export function listSubscriptions({ context }: LocalAzure): readonly object[] {
  return [...context.subscriptions.values()].map(({ registrations, lostPrincipals: _, ...subscription }) => ({
    ...subscription,
    registrations: Object.fromEntries(registrations),
  }));
}
