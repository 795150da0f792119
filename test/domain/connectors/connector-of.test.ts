import { expect, it, test } from 'vitest';
import type { ConnectorFacts } from '../../../src/domain/connectors/connector-facts.ts';
import { type ConnectedMachine, connectorOf } from '../../../src/domain/connectors/connector-of.ts';

function connector(changes: Partial<ConnectorFacts> = {}): ConnectorFacts {
  return {
    ...{ id: '/connectors/aws', cloud: 'AWS', account: '123456789012', plan: 'P2' },
    ...{ connectsMachines: true, providesEndpoint: true, ...changes },
  };
}

function arc(changes: { cloud?: string; resourceKind?: string; tags?: Record<string, string> } = {}): ConnectedMachine {
  const { cloud, resourceKind, tags = {} } = changes;
  return { tags, platform: { kind: 'arc', cloud, resourceKind } };
}

const tagged = { MDFCSecurityConnector: 'true' };
const aws = connector();
const awsWithout = connector({ id: '/connectors/aws2', providesEndpoint: false });
const gcp = connector({ id: '/connectors/gcp', cloud: 'GCP', providesEndpoint: false });

test.each<[string, ReturnType<typeof connectorOf>, ConnectedMachine, readonly ConnectorFacts[]]>([
  ['by its kind', { id: aws.id, providesEndpoint: true }, arc({ resourceKind: 'AWS' }), [aws, gcp]],
  ['by the cloud its agent found', { id: gcp.id, providesEndpoint: false }, arc({ cloud: 'gcp' }), [aws, gcp]],
  ['by its tag', { id: aws.id, providesEndpoint: true }, arc({ tags: { mdfcsecurityconnector: 'True' } }), [aws]],
  ['by its tag, where none can be read', { id: undefined, providesEndpoint: undefined }, arc({ tags: tagged }), []],
  ['by its tag, of one of two', { id: undefined, providesEndpoint: undefined }, arc({ tags: tagged }), [aws, gcp]],
  [
    'of one of two that agree',
    { id: undefined, providesEndpoint: true },
    arc({ cloud: 'AWS' }),
    [aws, connector({ id: '/b' })],
  ],
  [
    'of one of two that do not',
    { id: undefined, providesEndpoint: undefined },
    arc({ cloud: 'AWS' }),
    [aws, awsWithout],
  ],
  ['in AWS, without a connector', undefined, arc({ cloud: 'AWS' }), [gcp]],
  ['elsewhere', undefined, arc({ cloud: 'Azure' }), [aws]],
  ['with the tag set to false', undefined, arc({ tags: { MDFCSecurityConnector: 'false' } }), [aws]],
])('P2 E4: a machine %s', (_, expected, machine, connectors) => {
  expect(connectorOf(machine, connectors)).toEqual(expected);
});

it('P2: a VM is of no connector', () => {
  expect(connectorOf({ tags: tagged, platform: { kind: 'vm' } }, [aws])).toBeUndefined();
});
