/** The connectors of a subscription to AWS and GCP, as one reading showed them. */
export interface ConnectorReading {
  /** App time, ISO-8601 UTC. */
  readonly readAt: string;
  readonly connectors: readonly ConnectorFacts[];
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

/** What the row of a subscription keeps of a reading: the first of them, by id. */
export function keepConnectors(all: readonly ConnectorFacts[], nowMs: number): ConnectorReading {
  const connectors = [...all].sort((a, b) => (a.id.toLowerCase() < b.id.toLowerCase() ? -1 : 1)).slice(0, mostKept);
  return { readAt: new Date(nowMs).toISOString(), connectors };
}
