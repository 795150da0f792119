import type { PolicyReading } from '../coexistence/policy-reading.ts';
import type { ConnectorFacts } from '../connectors/connector-facts.ts';
import type { SubscriptionPlace } from '../fleet/resolve-groups.ts';
import type { SubscriptionRecord } from './subscription-record.ts';
import { isWritable } from './subscription-state.ts';

/** What a machine's look needs to know of the subscription that the machine is in, as its row has it. */
export interface Host {
  readonly place: SubscriptionPlace;
  readonly trouble: HostTrouble | undefined;
  /** Undefined where it has no row. */
  readonly record: SubscriptionRecord | undefined;
  /** What Azure Policy wants of what is in it; undefined while no look at it has read that. */
  readonly policies: PolicyReading | undefined;
  readonly connectors: readonly ConnectorFacts[];
}

/** Why the subscription lets nothing be written to its machines. */
export type HostTrouble =
  /** Roles, identities and policies of the tenant it was in are gone. */
  { readonly kind: 'moved'; readonly detail: string } | { readonly kind: 'notWritable'; readonly detail: string };

/** @param record undefined where the subscription has no row */
export function hostOf(subscription: string, record: SubscriptionRecord | undefined): Host {
  const place = { subscription, managementGroups: record?.managementGroups };
  const known = { place, record, policies: record?.policies, connectors: record?.connectors?.connectors ?? [] };
  return { ...known, trouble: record === undefined ? undefined : troubleOf(record) };
}

function troubleOf(record: SubscriptionRecord): HostTrouble | undefined {
  const { state } = record;
  if (hasMoved(record)) return { kind: 'moved', detail: describeMove(record) };
  if (state === undefined || isWritable(state)) return undefined;
  return { kind: 'notWritable', detail: `Azure shows the subscription as ${state}` };
}

/** Whether Azure last showed it in another tenant than the one that it is looked after in. */
export function hasMoved({ tenantId, currentTenantId }: Tenants): boolean {
  return tenantId !== undefined && currentTenantId !== undefined && tenantId !== currentTenantId;
}

export function describeMove({ tenantId, currentTenantId }: Tenants): string {
  const now = currentTenantId ?? 'unknown';
  // Onboarded there, and nothing of it can be read: which one it was in is not kept.
  if (tenantId === undefined) return `it is in tenant ${now}, of which the app has no token`;
  return `it was in tenant ${tenantId} and is in ${now} now`;
}

type Tenants = Pick<SubscriptionRecord, 'tenantId' | 'currentTenantId'>;
