import type { ConnectorFacts } from '../connectors/connector-facts.ts';
import type { SubscriptionParts } from './subscription-facts.ts';
import type { SubscriptionRecord } from './subscription-record.ts';

/** The connectors that this look read, else those that the row keeps of an earlier one. */
export function connectorsAsKnown(
  { connectors }: SubscriptionParts,
  record: Pick<SubscriptionRecord, 'connectors'>,
): readonly ConnectorFacts[] {
  return (connectors ?? record.connectors)?.connectors ?? [];
}
