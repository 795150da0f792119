import { expect, it } from 'vitest';
import { newSubscription } from '../../src/domain/subscription/new-subscription.ts';
import type { SubscriptionRecord } from '../../src/domain/subscription/subscription-record.ts';
import { subscriptionRef } from '../../src/domain/target/subscription-ref.ts';
import { parseSubscription, toStoredSubscription } from '../../src/store/subscription-schema.ts';
import { assignment, exemption, readingOf } from '../domain/coexistence/policy-fixture.ts';

const at = '2026-11-29T12:00:00.000Z';
const selectors = [[{ kind: 'resourceLocation', in: ['eastus'], notIn: undefined }]];
const record: SubscriptionRecord = {
  ...newSubscription(subscriptionRef('11111111-2222-4333-8444-555555555555'), at),
  policies: {
    ...readingOf(
      [
        assignment({
          parameters: { dcrresourceid: '/r', own: true },
          overrides: [{ effect: 'Disabled', selectors: [] }],
          resourceSelectors: selectors,
        }),
      ],
      [exemption({ expiresOn: at, references: ['x'], resourceSelectors: selectors })],
    ),
    left: { assignments: 1, facets: ['plan'], exemptions: 2 },
  },
  connectors: {
    readAt: at,
    left: 2,
    connectors: [
      {
        ...{ id: '/c', cloud: 'AWS', account: undefined, plan: 'P2' },
        connectsMachines: true,
        providesEndpoint: false,
      },
    ],
  },
};

it('what was read of policies and connectors comes back as it was stored', () => {
  expect(parseSubscription(JSON.parse(JSON.stringify(toStoredSubscription(record))))).toEqual(record);
});

it('what another release stored in another shape is read anew by the next look', () => {
  const stored = JSON.parse(JSON.stringify(toStoredSubscription(record))) as Record<string, unknown>;
  const read = parseSubscription({ ...stored, policies: { readAt: at }, connectors: 'x' });
  expect([read.policies, read.connectors]).toEqual([undefined, undefined]);
});

it('connectors of which one cannot be read are read anew: the others might not agree with it', () => {
  const stored = JSON.parse(JSON.stringify(toStoredSubscription(record))) as { readonly connectors: object };
  const known = record.connectors?.connectors ?? [];
  const connectors = { ...stored.connectors, connectors: [...known, { ...known[0], id: '/d', cloud: 'OCI' }] };
  expect(parseSubscription({ ...stored, connectors }).connectors).toBeUndefined();
});
