import { expect, it } from 'vitest';
import { summarizeReach } from '../../src/domain/reach/summarize-reach.ts';
import { wantedReach } from '../../src/domain/reach/wanted-reach.ts';
import { newSubscription } from '../../src/domain/subscription/new-subscription.ts';
import { subscriptionRef } from '../../src/domain/target/subscription-ref.ts';
import { parseSubscription, toStoredSubscription } from '../../src/store/subscription-schema.ts';
import { step } from '../domain/permit/permit-request.ts';
import { approvalOf, falcon, fleetWith, seenMachine, specOf, subscription } from '../domain/reach/machines.ts';
import { readState } from '../domain/subscription-services/settings-world.ts';

const nowMs = Date.UTC(2026, 10, 29, 12);
const at = new Date(nowMs).toISOString();
const fleet = fleetWith();
const context = { fleet, spec: specOf(fleet), connectors: [], freezes: [], nowMs };
const list = wantedReach([seenMachine('edr-1', { extensions: [falcon] })], readState('P2 W-'), [step], context);
const approvedReach = { ...approvalOf(list), tenantId: '99999999-aaaa-4bbb-8ccc-dddddddddddd' };
const record = {
  ...newSubscription(subscriptionRef(subscription), at),
  ...{ reach: summarizeReach(list, approvedReach, nowMs), approvedReach },
};

it('a row keeps its reach and what was approved of it', () => {
  expect(parseSubscription(JSON.parse(JSON.stringify(toStoredSubscription(record))))).toEqual(record);
});

it('an approval that was written before its tenant was kept is read as before', () => {
  const { tenantId: _, ...before } = approvedReach;
  const stored = { ...toStoredSubscription(record), approvedReach: before };
  expect(parseSubscription(JSON.parse(JSON.stringify(stored))).approvedReach).toEqual(before);
});

it('an approval that cannot be read lets nobody through, and leaves the row as it is', () => {
  const stored = { ...toStoredSubscription(record), approvedReach: { hash: approvedReach.hash }, reach: 'held' };
  const read = parseSubscription(JSON.parse(JSON.stringify(stored)));
  expect([read.reach, read.approvedReach]).toEqual([undefined, undefined]);
  expect(read.key).toBe(record.key);
});
