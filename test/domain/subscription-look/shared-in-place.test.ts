import { expect, it } from 'vitest';
import type { SharedRecord } from '../../../src/domain/subscription/subscription-record.ts';
import { rememberShared } from '../../../src/domain/subscription-look/shared-in-place.ts';
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
