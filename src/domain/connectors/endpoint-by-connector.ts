import type { ConnectorOfMachine } from './connector-of.ts';

/** `not-applicable (Connector)`: a connector to another cloud looks after the endpoint protection of its machine. */
export interface EndpointByConnector {
  readonly kind: 'not-applicable';
  readonly code: 'Connector';
  readonly detail: string;
}

/**
 * What there is to say of a machine's endpoint protection: where its connector installs Defender for Endpoint nobody else
 * needs to. Undefined for every other machine, and where that is not known: nothing is said then.
 */
export function endpointByConnector(connector: ConnectorOfMachine | undefined): EndpointByConnector | undefined {
  if (connector?.providesEndpoint !== true) return undefined;
  const { id } = connector;
  const who = id === undefined ? 'its connector' : `connector ${id.slice(id.lastIndexOf('/') + 1)}`;
  return { kind: 'not-applicable', code: 'Connector', detail: `${who} installs Defender for Endpoint` };
}
