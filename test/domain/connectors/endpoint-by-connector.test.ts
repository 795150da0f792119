import { expect, test } from 'vitest';
import { endpointByConnector } from '../../../src/domain/connectors/endpoint-by-connector.ts';

test.each([
  [
    'a connector that installs it',
    { id: '/x/securityConnectors/shop', providesEndpoint: true },
    'connector shop installs',
  ],
  ['one of several that all do', { id: undefined, providesEndpoint: true }, 'its connector installs'],
])('P2 E4: is not applicable to a machine of %s', (_, connector, detail) => {
  const said = { kind: 'not-applicable', code: 'Connector', detail: `${detail} Defender for Endpoint` };
  expect(endpointByConnector(connector)).toEqual(said);
});

test.each([
  ['a connector that does not', { id: '/x', providesEndpoint: false }],
  ['one of which that is not known', { id: undefined, providesEndpoint: undefined }],
  ['no connector', undefined],
])('P2 E4: nothing is said of a machine of %s', (_, connector) => {
  expect(endpointByConnector(connector)).toBeUndefined();
});
