import { isSameReading, keepPolicies } from '../domain/coexistence/keep-policies.ts';
import { keepConnectors } from '../domain/connectors/connector-facts.ts';
import { isYoung } from '../domain/subscription/kept-reading.ts';
import type { SubscriptionRecord } from '../domain/subscription/subscription-record.ts';
import type { Ports } from '../ports/ports.ts';

/**
 * Whether Azure Policy wants something else of a subscription by now than its row says, or it has other connectors: no event
 * tells of what is assigned to management groups. Only of subscriptions whose looks read that, and nothing is written: the look
 * reads it once more. What cannot be read is left to the looks, which say why.
 */
export async function hasNewSurroundings(
  { azure, clock }: Pick<Ports, 'azure' | 'clock'>,
  record: SubscriptionRecord | undefined,
): Promise<boolean> {
  const nowMs = clock.now();
  if (record?.findings.coexistence === undefined) return false;
  const { policies, connectors } = record;
  if (policies === undefined || connectors === undefined || isYoung(policies, nowMs)) return false;
  const [assigned, connected] = await Promise.all([azure.readPolicies(record), azure.readConnectors(record)]);
  if (assigned.kind === 'failed' || connected.kind === 'failed') return false;
  return (
    !isSameReading(policies, keepPolicies(assigned.value, record, nowMs)) ||
    !isSameReading(connectors, keepConnectors(connected.value, nowMs))
  );
}
