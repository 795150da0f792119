import type { JsonObject, SimContext } from '../types.ts';

/** As ARM and Resource Graph say it; `Expired` is one of the page "Azure subscription states" that ARM's own list lacks. */
export const subscriptionStates = ['Enabled', 'Warned', 'PastDue', 'Disabled', 'Expired', 'Deleted'] as const;
type SubscriptionState = (typeof subscriptionStates)[number];

/** Where the registration of a resource provider stands (Azure REST API, "Providers - Get"). */
type RegistrationState = 'NotRegistered' | 'Registering' | 'Registered';

export interface Subscription {
  readonly id: string;
  displayName: string;
  state: SubscriptionState;
  /** The tenant that it belongs to, which may be another one than the simulated. */
  tenantId: string;
  /** Tells the offer. */
  quotaId: string;
  /** Name of the management group that it is in; undefined in another tenant, of which nothing is known. */
  managementGroup: string | undefined;
  tags?: JsonObject | undefined;
  /** By lower-case namespace; a provider that is not in here is registered. */
  readonly registrations: Map<string, RegistrationState>;
  /** Ids of principals of identities for which nobody gets a token any more, since it was moved to another tenant. */
  readonly lostPrincipals: Set<string>;
}

/** What is said of a subscription that is made. */
export interface NewSubscription {
  readonly id: string;
  readonly displayName: string;
  readonly state?: SubscriptionState | undefined;
  readonly tenantId?: string | undefined;
  readonly quotaId?: string | undefined;
  /** A group, or a path of groups from the root down, which are made where they are missing; the root by default. */
  readonly managementGroup?: string | undefined;
  readonly tags?: Readonly<Record<string, string>> | undefined;
  /** Namespaces of resource providers that are not registered. */
  readonly unregistered?: readonly string[] | undefined;
}

/** Makes a subscription; one with the same id is replaced. */
export function addSubscription(context: SimContext, made: NewSubscription): Subscription {
  const { id, displayName, state = 'Enabled', quotaId = 'PayAsYouGo_2014-09-01', managementGroup, tags } = made;
  const tenantId = made.tenantId ?? context.tenantId;
  const isHere = isOwnTenant(context, tenantId);
  const subscription: Subscription = {
    id,
    displayName,
    state,
    tenantId,
    quotaId,
    managementGroup: isHere ? context.managementGroups.makePath(managementGroup ?? '') : undefined,
    tags: tags === undefined ? undefined : { ...tags },
    registrations: new Map((made.unregistered ?? []).map((name) => [name.toLowerCase(), 'NotRegistered'])),
    lostPrincipals: new Set(),
  };
  context.subscriptions.set(id.toLowerCase(), subscription);
  return subscription;
}

/** Whether it takes writes: Enabled, Warned and PastDue do (page "Azure subscription states"). */
export function isWritable({ state }: Subscription): boolean {
  return state === 'Enabled' || state === 'Warned' || state === 'PastDue';
}

/** Whether a tenant is the simulated one, whose principals call. */
export function isOwnTenant(context: SimContext, tenantId: string): boolean {
  return tenantId.toLowerCase() === context.tenantId.toLowerCase();
}
