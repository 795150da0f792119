import fc from 'fast-check';
import { expect, it, test } from 'vitest';
import { type ConnectorFacts, keepConnectors } from '../../../src/domain/connectors/connector-facts.ts';
import { type ConnectedMachine, connectorOf } from '../../../src/domain/connectors/connector-of.ts';

const nowMs = Date.parse('2026-11-29T12:00:00Z');

function connector(index: number, changes: Partial<ConnectorFacts> = {}): ConnectorFacts {
  return {
    ...{ id: `/connectors/c${String(index).padStart(3, '0')}`, cloud: 'AWS', account: `${index}`, plan: 'P2' },
    ...{ connectsMachines: true, providesEndpoint: true, ...changes },
  };
}

const machines: readonly ConnectedMachine[] = [
  { tags: {}, platform: { kind: 'arc', cloud: 'AWS', resourceKind: undefined } },
  { tags: {}, platform: { kind: 'arc', cloud: undefined, resourceKind: 'GCP' } },
  { tags: { MDFCSecurityConnector: 'true' }, platform: { kind: 'arc', cloud: undefined, resourceKind: undefined } },
];

test.each([0, 20])(
  'P2 E4: of 21 connectors, of which number %i alone differs, nobody thinks that they agree',
  (odd) => {
    const all = Array.from({ length: 21 }, (_, index) => connector(index, { providesEndpoint: index !== odd }));
    const { connectors, left } = keepConnectors(all, nowMs);
    expect([connectors.length, left]).toEqual([20, 1]);
    for (const machine of machines.filter((_, index) => index !== 1)) {
      expect(connectorOf(machine, connectors)).toEqual({ id: undefined, providesEndpoint: undefined });
    }
  },
);

it('P2: the first twenty by id are kept where all agree, and the number of the others', () => {
  const all = Array.from({ length: 30 }, (_, index) => connector(index));
  const { connectors, left } = keepConnectors(all.toReversed(), nowMs);
  expect(connectors).toEqual(all.slice(0, 20));
  expect(left).toBe(10);
  expect(keepConnectors(all.slice(0, 20), nowMs)).not.toHaveProperty('left');
});

it('P2 E4: what a machine is told from those that are kept is what all of them say', () => {
  const one = fc.record({ cloud: fc.constantFrom('AWS' as const, 'GCP' as const), providesEndpoint: fc.boolean() });
  const rare = fc.array(one, { maxLength: 3 });
  const many = fc.tuple(one, fc.nat(40)).map(([like, count]) => Array.from({ length: count }, () => like));
  const list = fc
    .tuple(rare, many, rare)
    .map((parts) => parts.flat().map((changes, index) => connector(index, changes)));
  fc.assert(
    fc.property(list, (all) => {
      const { connectors } = keepConnectors(all, nowMs);
      for (const machine of machines) expect(connectorOf(machine, connectors)).toEqual(connectorOf(machine, all));
    }),
  );
});
