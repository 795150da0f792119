import { expect, it } from 'vitest';
import type { ConnectorFacts } from '../../../src/domain/connectors/connector-facts.ts';
import { connectorsService } from '../../../src/domain/subscription-services/connectors.ts';
import { inputOf, nowMs } from './subscription-input.ts';

const readAt = new Date(nowMs).toISOString();
const aws: ConnectorFacts = {
  ...{ id: '/subscriptions/s/resourceGroups/g/providers/Microsoft.Security/securityConnectors/shop' },
  ...{ cloud: 'AWS', account: '123456789012', plan: 'P2', connectsMachines: true, providesEndpoint: true },
};

it('P2 E4: tells the plan of each connector and what it installs', () => {
  const gcp = {
    ...aws,
    id: '/x/lab',
    cloud: 'GCP',
    account: undefined,
    plan: undefined,
    connectsMachines: false,
  } as const;
  const connectors = [aws, { ...gcp, providesEndpoint: false }];
  expect(connectorsService.find(inputOf({ wish: {}, parts: { connectors: { readAt, connectors } } }))).toEqual({
    kind: 'satisfied',
    detail:
      'shop (AWS 123456789012): P2 for servers, installs Azure Arc and Defender for Endpoint; lab (GCP): no plan for servers, installs nothing',
  });
});

it('P2: says how many more there are than it keeps', () => {
  const connectors = { readAt, connectors: [aws], left: 3 };
  expect(connectorsService.find(inputOf({ wish: {}, parts: { connectors } }))).toMatchObject({
    detail: expect.stringMatching(/Defender for Endpoint; 3 more$/),
  });
});

it('P2: is of no concern where there is none', () => {
  expect(connectorsService.find(inputOf({ wish: {} })).kind).toBe('not-applicable');
});

it('is read again with the next sweep', () => {
  const input = inputOf({ wish: {} });
  expect(connectorsService.find({ ...input, now: nowMs + 25 * 60_000 - 1 }).kind).toBe('not-applicable');
  expect(connectorsService.find({ ...input, now: nowMs + 25 * 60_000 })).toEqual({
    kind: 'not-read',
    needs: 'connectors',
  });
});
