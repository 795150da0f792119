import { keepPolicies } from '../domain/coexistence/keep-policies.ts';
import { keepConnectors } from '../domain/connectors/connector-facts.ts';
import { keepSurroundings, type Surroundings } from '../domain/discovery/keep-surroundings.ts';
import type { FleetFile } from '../domain/fleet/fleet-schema.ts';
import { endpointFactsOf } from '../domain/subscription/endpoint-facts.ts';
import { isHeard } from '../domain/subscription/hear-policies.ts';
import { isYoung } from '../domain/subscription/kept-reading.ts';
import type { SubscriptionRecord } from '../domain/subscription/subscription-record.ts';
import type { Ports } from '../ports/ports.ts';

/**
 * Reads once in a sweep what Azure Policy wants of a subscription, which connectors it has and how Defender for Cloud stands
 * there, also where the file leaves it alone, and keeps it on its row, where the looks at it and its machines find it: no event tells of what is assigned to management groups. Answers why the
 * subscription is worth a look because of it; undefined: it is not.
 */
export async function refreshSurroundings(
  ports: Pick<Ports, 'azure' | 'clock' | 'fleet' | 'store'>,
  record: SubscriptionRecord | undefined,
): Promise<string | undefined> {
  const nowMs = ports.clock.now();
  if (record === undefined || !isReadBySweeps(ports.fleet, record, nowMs)) return undefined;
  const [assigned, connected, provisioning, defender] = await Promise.all([
    ports.azure.readPolicies(record),
    ports.azure.readConnectors(record),
    ports.azure.readAutoProvisioning(record),
    ports.azure.readDefender(record),
  ]);
  const fresh: Surroundings = {
    ...(assigned.kind === 'found' ? { policies: keepPolicies(assigned.value, record, nowMs) } : {}),
    ...(connected.kind === 'found' ? { connectors: keepConnectors(connected.value, nowMs) } : {}),
    ...(provisioning.kind === 'found' ? { autoProvisioning: provisioning.value } : {}),
    ...(defender.kind === 'found'
      ? { defender: { ...endpointFactsOf(defender.value), readAt: new Date(nowMs).toISOString() } }
      : {}),
  };
  const why = await save(ports, record, fresh, nowMs);
  const isWhole = fresh.policies !== undefined && fresh.connectors !== undefined;
  return why ?? (isWhole ? undefined : 'its policies or connectors could not be read');
}

/** Those whose looks read it or would have to, unless one has just done so; what a look never came to is its own to read. */
function isReadBySweeps(fleet: FleetFile, record: SubscriptionRecord, nowMs: number): boolean {
  const { findings, standing, subscription, policies, connectors } = record;
  if (findings.coexistence === undefined && standing.status !== 'Failed') return false;
  const isKept = policies !== undefined && connectors !== undefined;
  if (isKept && isYoung(policies, nowMs) && isYoung(connectors, nowMs)) return false;
  return isHeard(fleet, subscription, record, nowMs);
}

/** A look that writes the row at the same time is not waited for: it reads for itself what is old by now. */
async function save(
  { store }: Pick<Ports, 'store'>,
  record: SubscriptionRecord,
  fresh: Surroundings,
  nowMs: number,
): Promise<string | undefined> {
  if (keepSurroundings(record, fresh, nowMs) === undefined) return undefined;
  const stored = await store.subscriptions.read(record.key);
  const kept = stored === undefined ? undefined : keepSurroundings(stored.value, fresh, nowMs);
  if (stored !== undefined && kept !== undefined) await store.subscriptions.replace(kept.record, stored.etag);
  return kept?.why;
}
