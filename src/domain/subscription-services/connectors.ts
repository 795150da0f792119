import type { ConnectorFacts } from '../connectors/connector-facts.ts';
import { isYoung } from '../subscription/kept-reading.ts';
import type {
  SubscriptionFinding,
  SubscriptionInput,
  SubscriptionService,
} from '../subscription/subscription-service.ts';

/**
 * Tells which connectors to AWS and GCP the subscription has, with their plan and what they install by themselves. It
 * never writes: a connector and its plan are its owner's.
 */
export const connectorsService: SubscriptionService = { name: 'connectors', activities: [], find };

function find({ facts, record, now }: SubscriptionInput): SubscriptionFinding {
  const reading = facts.parts.connectors ?? record.connectors;
  if (reading === undefined || !isYoung(reading, now)) return { kind: 'not-read', needs: 'connectors' };
  const { connectors, left = 0 } = reading;
  if (connectors.length === 0) {
    return { kind: 'not-applicable', reason: 'the subscription has no connector to AWS or GCP' };
  }
  const more = left === 0 ? [] : [`${left} more`];
  return { kind: 'satisfied', detail: [...connectors.map(describe), ...more].join('; ') };
}

function describe({ id, cloud, account, plan, connectsMachines, providesEndpoint }: ConnectorFacts): string {
  const installs = [...(connectsMachines ? ['Azure Arc'] : []), ...(providesEndpoint ? ['Defender for Endpoint'] : [])];
  const where = account === undefined ? cloud : `${cloud} ${account}`;
  const what = installs.length === 0 ? 'installs nothing' : `installs ${installs.join(' and ')}`;
  return `${id.slice(id.lastIndexOf('/') + 1)} (${where}): ${plan ?? 'no plan'} for servers, ${what}`;
}
