import { keepPolicies } from '../domain/coexistence/keep-policies.ts';
import { keepConnectors } from '../domain/connectors/connector-facts.ts';
import { keepSurroundings, type Surroundings } from '../domain/discovery/keep-surroundings.ts';
import { isUnregistered } from '../domain/failures/is-unregistered.ts';
import type { SubscriptionPart } from '../domain/findings/finding.ts';
import type { FleetFile } from '../domain/fleet/fleet-schema.ts';
import { endpointFactsOf } from '../domain/subscription/endpoint-facts.ts';
import { isHeard } from '../domain/subscription/hear-policies.ts';
import { isYoung } from '../domain/subscription/kept-reading.ts';
import type { SubscriptionParts } from '../domain/subscription/subscription-facts.ts';
import type { SubscriptionRecord } from '../domain/subscription/subscription-record.ts';
import { summarizeDefender } from '../domain/subscription/summarize-defender.ts';
import { withoutDefender } from '../domain/subscription/without-defender.ts';
import type { PartOutcome } from '../ports/azure.ts';
import type { Ports } from '../ports/ports.ts';

/**
 * Reads once in a sweep what Azure Policy wants of a subscription, which connectors it has and how Defender for Cloud
 * stands there, also where the file leaves it alone, and keeps it on its row, where the looks at it and its machines find
 * it: no event tells of what is assigned to management groups. Answers why the subscription is worth a look because of
 * it; undefined: it is not.
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
  const readAt = new Date(nowMs).toISOString();
  const none = (part: SubscriptionPart): SubscriptionParts => withoutDefender(part, nowMs) ?? {};
  const fresh: Surroundings = {
    ...(assigned.kind === 'found' ? { policies: keepPolicies(assigned.value, record, nowMs) } : {}),
    ...dated(orNone(connected, []), (connectors) => ({ connectors: keepConnectors(connectors, nowMs) })),
    ...dated(orNone(provisioning, none('autoProvisioning').autoProvisioning), (value) => ({
      autoProvisioning: { ...value, readAt },
    })),
    ...dated(orNone(defender, none('defender').defender), (value) => ({
      defender: summarizeDefender(record.defender, endpointFactsOf(value), readAt),
    })),
  };
  const why = await save(ports, record, fresh, nowMs);
  const isWhole = fresh.policies !== undefined && fresh.connectors !== undefined;
  return why ?? (isWhole ? undefined : 'its policies or connectors could not be read');
}

/** Those whose looks read it or would have to, unless one has just done so; what a look never came to is its own to read. */
function isReadBySweeps(fleet: FleetFile, record: SubscriptionRecord, nowMs: number): boolean {
  const { findings, standing, subscription, policies, connectors, autoProvisioning, defender } = record;
  if (findings.coexistence === undefined && standing.status !== 'Failed') return false;
  const kept = [policies, connectors, autoProvisioning, defender];
  if (kept.every((reading) => reading !== undefined && isYoung(reading, nowMs))) return false;
  return isHeard(fleet, subscription, record, nowMs);
}

/** What was read; a subscription that is not registered for Defender for Cloud has nothing of it, which is no failure. */
function orNone<Value>(read: PartOutcome<Value>, none: Value | undefined): Value | undefined {
  if (read.kind === 'found') return read.value;
  return isUnregistered(read.failure) ? none : undefined;
}

function dated<Value>(value: Value | undefined, keep: (value: Value) => Surroundings): Surroundings {
  return value === undefined ? {} : keep(value);
}

/** A look that writes the row at the same time is not waited for: it reads for itself what is old by now. */
async function save(
  { store, fleet }: Pick<Ports, 'store' | 'fleet'>,
  record: SubscriptionRecord,
  fresh: Surroundings,
  nowMs: number,
): Promise<string | undefined> {
  if (keepSurroundings(record, fresh, { fleet, nowMs }) === undefined) return undefined;
  const stored = await store.subscriptions.read(record.key);
  const kept = stored === undefined ? undefined : keepSurroundings(stored.value, fresh, { fleet, nowMs });
  if (stored !== undefined && kept !== undefined) await store.subscriptions.replace(kept.record, stored.etag);
  return kept?.why;
}
