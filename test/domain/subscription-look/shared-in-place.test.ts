import { expect, it } from 'vitest';
import type { SharedRecord } from '../../../src/domain/subscription/subscription-record.ts';
import { learnUnshown, rememberShared } from '../../../src/domain/subscription-look/shared-in-place.ts';
import { subscriptionOf } from '../subscription/record-fixture.ts';
import { resources, sharedInput } from '../subscription-services/shared-input.ts';

const nothing: SharedRecord = { present: ['/a'], places: [], toldRoles: [] };
const earlier = '2026-11-29T10:00:00.000Z';

function remember(before: SharedRecord, state: string | undefined, withResources = false): SharedRecord {
  const parts = {
    ...(state === undefined ? {} : { providers: { 'microsoft.insights': state } }),
    ...(withResources ? { resources: resources([]) } : {}),
  };
  const { facts, spec, now } = sharedInput({}, { parts });
  return rememberShared(before, spec, facts, now).shared;
}

const registered = { 'microsoft.insights': { isRegistered: true, since: earlier, readAt: earlier } };

it('P5: the row keeps since when its machines find the provider that they need', () => {
  const now = new Date(sharedInput({}).now).toISOString();
  const since = { 'microsoft.insights': { isRegistered: true, since: now, readAt: now } };
  expect(remember(nothing, 'Registered')).toEqual({ ...nothing, providers: since });
  expect(remember(nothing, 'Registered', true)).toEqual({ present: [], places: [], toldRoles: [], providers: since });
  expect(remember({ ...nothing, providers: registered }, 'registered').providers).toEqual({
    'microsoft.insights': { isRegistered: true, since: earlier, readAt: now },
  });
  expect(remember({ ...nothing, providers: registered }, 'Unregistered').providers).toEqual({
    'microsoft.insights': { isRegistered: false, since: now, readAt: now },
  });
});

it('what a look has not read stays as it was known', () => {
  expect(remember(nothing, undefined)).toEqual(nothing);
  expect(remember({ ...nothing, providers: registered }, undefined, true).providers).toEqual(registered);
});

it('what is there and not shown is kept until a look has it shown', () => {
  const { facts, spec, now } = sharedInput({}, { parts: { resources: { ...resources([]), unshown: ['/a'] } } });
  expect(rememberShared(nothing, spec, facts, now).shared.unshown).toEqual(['/a']);
  expect(remember({ ...nothing, unshown: ['/a'] }, undefined).unshown).toEqual(['/a']);
  expect(remember({ ...nothing, unshown: ['/a'] }, undefined, true).unshown).toBeUndefined();
});

it('a step adds what it found to what its look found, and changes no row where it found nothing new', () => {
  const row = subscriptionOf({ shared: { ...nothing, unshown: ['/a'] } });
  const seen = (...unshown: readonly string[]) => subscriptionOf({ shared: { ...nothing, unshown } });
  expect(learnUnshown(row, seen('/a', '/b'))?.shared).toEqual({ ...nothing, unshown: ['/a', '/b'] });
  expect(learnUnshown(row, seen('/a'))).toBeUndefined();
  expect(learnUnshown(row, subscriptionOf())).toBeUndefined();
});
