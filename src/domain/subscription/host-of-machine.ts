import type { PolicyReading } from '../coexistence/policy-reading.ts';
import type { ConnectorFacts } from '../connectors/connector-facts.ts';
import type { FleetFile } from '../fleet/fleet-schema.ts';
import type { SubscriptionPlace } from '../fleet/resolve-groups.ts';
import { heldUpBy } from './held-up.ts';
import type { SubscriptionRecord } from './subscription-record.ts';
import { isWritable } from './subscription-state.ts';
import { whyOfferUnsupported } from './unsupported-offer.ts';

/** What a machine's look needs to know of the subscription that the machine is in, as its row has it. */
export interface Host {
  readonly place: SubscriptionPlace;
  readonly trouble: HostTrouble | undefined;
  /** Undefined where it has no row. */
  readonly record: SubscriptionRecord | undefined;
  /** What Azure Policy wants of what is in it; undefined while no look at it has read that. */
  readonly policies: PolicyReading | undefined;
  readonly connectors: readonly ConnectorFacts[];
  /** What the subscription itself waits for, in its own word; undefined while it goes on. */
  readonly heldUp: string | undefined;
}

/** Why the subscription lets nothing be written to its machines. */
export interface HostTrouble {
  readonly kind: /** Roles, identities and policies of the tenant it was in are gone. */
    | 'moved'
    /** Of an offer in which fleet.json lets nothing be onboarded. */
    | 'offer'
    /** fleet.json names such offers, and of which this one is nobody has read yet. */
    | 'unread'
    | 'notWritable';
  readonly detail: string;
}

/** @param record undefined where the subscription has no row */
export function hostOf(fleet: FleetFile, subscription: string, record: SubscriptionRecord | undefined): Host {
  const place = { subscription, managementGroups: record?.managementGroups };
  const known = { place, record, policies: record?.policies, connectors: record?.connectors?.connectors ?? [] };
  return { ...known, heldUp: heldUpBy(record), trouble: troubleOf(fleet, record) };
}

function troubleOf(fleet: FleetFile, record: SubscriptionRecord | undefined): HostTrouble | undefined {
  if (record !== undefined && hasMoved(record)) return { kind: 'moved', detail: describeMove(record) };
  if (record?.state === undefined) {
    const detail = 'nobody has read yet of which offer its subscription is';
    return fleet.support.unsupportedOffers.length === 0 ? undefined : { kind: 'unread', detail };
  }
  const offer = whyOfferUnsupported(fleet, record.quotaId);
  if (offer !== undefined) return { kind: 'offer', detail: offer };
  if (isWritable(record.state)) return undefined;
  return { kind: 'notWritable', detail: `Azure shows the subscription as ${record.state}` };
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
