/** The connectors of a subscription to AWS and GCP, as one reading showed them. */
export interface ConnectorReading {
  /** App time, ISO-8601 UTC. */
  readonly readAt: string;
  readonly connectors: readonly ConnectorFacts[];
  /** So many more there are, which agree with those that are kept or differ as they do. Absent: none. */
  readonly left?: number;
}

/** Of a subscription whose connectors nobody has read. */
export const noConnectors: ConnectorReading = { readAt: '', connectors: [] };

/** A connector of Defender for Cloud (Microsoft.Security/securityConnectors 2024-08-01-preview). */
export interface ConnectorFacts {
  /** As Azure spells it. */
  readonly id: string;
  readonly cloud: 'AWS' | 'GCP';
  /** AWS account or GCP project. */
  readonly account: string | undefined;
  /** The plan of Defender for Servers that the connector has; undefined where it has none. */
  readonly plan: 'P1' | 'P2' | undefined;
  /** Whether it connects its machines to Azure Arc. */
  readonly connectsMachines: boolean;
  /** Whether it installs Defender for Endpoint on them. */
  readonly providesEndpoint: boolean;
}

const mostKept = 20;
/** Two say as much as many: that there are several. */
const mostAlike = 2;

/**
 * What the row of a subscription keeps of a reading: the first of them by id, and in any case one of each answer that
 * connectors of a cloud give, so that nobody takes the kept ones to agree where others differ.
 */
export function keepConnectors(all: readonly ConnectorFacts[], nowMs: number): ConnectorReading {
  const byId = [...all].sort((a, b) => (a.id.toLowerCase() < b.id.toLowerCase() ? -1 : 1));
  const telling = byId.filter((one, index) => byId.slice(0, index).filter(isLike(one)).length < mostAlike);
  const kept = new Set([...new Set([...telling, ...byId])].slice(0, mostKept));
  const left = byId.length - kept.size;
  const connectors = byId.filter((one) => kept.has(one));
  return { readAt: new Date(nowMs).toISOString(), connectors, ...(left === 0 ? {} : { left }) };
}

function isLike(one: ConnectorFacts): (other: ConnectorFacts) => boolean {
  return ({ cloud, providesEndpoint }) => cloud === one.cloud && providesEndpoint === one.providesEndpoint;
}
