import { describe, expect, test } from 'vitest';
import { isInScope } from '../../../src/domain/fleet/in-scope.ts';
import { matchProfile } from '../../../src/domain/fleet/match-profile.ts';
import { meetsScope, resolveScopes } from '../../../src/domain/fleet/meets-scope.ts';
import {
  controlsWithin,
  emptyGroups,
  eventFleet,
  fleetWithin,
  isUnplaced,
  type SubscriptionPlace,
} from '../../../src/domain/fleet/resolve-groups.ts';
import { factsOf, fleetOf, subscription } from './fleet-fixture.ts';

const id = `/subscriptions/${subscription}`;
const groupId = (name: string): string => `/providers/Microsoft.Management/managementGroups/${name}`;
const placeIn = (...managementGroups: readonly string[]): SubscriptionPlace => ({ subscription, managementGroups });
const nowhere: SubscriptionPlace = { subscription, managementGroups: undefined };
const control = (scope: string) => ({ scope, by: 'ann', at: '', why: '', planHash: undefined });
const platform = fleetOf({ scope: { managementGroups: [groupId('Platform')] } });

describe('fleet.json as it reads for one subscription', () => {
  test('below a group of the scope, at any depth and in any case, it is in scope; beside it, it is not', () => {
    expect(isInScope(fleetWithin(platform, placeIn('prod', 'platform', 'root')), id, 0).kind).toBe('in');
    expect(isInScope(fleetWithin(platform, placeIn('root')), id, 0).kind).toBe('out');
    expect(isInScope(fleetWithin(platform, nowhere), id, 0).kind).toBe('out');
  });

  test('an exclusion and a profile of a group hold below it alone', () => {
    const fleet = fleetOf({
      scope: {
        subscriptions: [subscription],
        exclude: { scopes: [{ id: groupId('labs'), why: 'experiments', by: 'ann' }] },
      },
      profiles: [{ name: 'labs', match: { scopes: [groupId('labs')] } }, { name: 'rest' }],
    });
    const within = fleetWithin(fleet, placeIn('labs'));
    expect(isInScope(within, id, 0)).toMatchObject({ kind: 'excluded', why: 'experiments' });
    expect(within.profiles[0]?.match.scopes).toEqual([id]);
    const beside = fleetWithin(fleet, placeIn('root'));
    expect(isInScope(beside, id, 0).kind).toBe('in');
    expect(beside.profiles[0]?.match.scopes).toEqual([]);
  });

  test('a profile of a management group matches below it alone', () => {
    const fleet = fleetOf({ profiles: [{ name: 'labs', match: { managementGroups: [groupId('Labs')] } }] });
    const matched = (...groups: readonly string[]) =>
      matchProfile(fleetWithin(fleet, placeIn(...groups)), factsOf())?.name;
    expect(matched('team', 'labs', 'root')).toBe('labs');
    expect(matched('root')).toBeUndefined();
    expect(matched()).toBeUndefined();
    expect(isUnplaced(fleet, [], nowhere)).toBe(true);
  });

  test('groups below which no known subscription lies are named, once it is known where one lies', () => {
    const fleet = fleetOf({
      profiles: [{ name: 'labs', match: { managementGroups: [groupId('labs'), groupId('LABS'), groupId('Prod')] } }],
    });
    expect(emptyGroups(fleet, [nowhere])).toEqual([]);
    expect(emptyGroups(fleet, [nowhere, placeIn('prod')])).toEqual(['LABS']);
    expect(emptyGroups(fleet, [placeIn('prod'), placeIn('Labs')])).toEqual([]);
  });

  test('arms and freezes of a group are of the subscription, and of others nothing', () => {
    const controls = [control('*'), control(groupId('PLATFORM')), control(groupId('labs'))];
    expect(controlsWithin(controls, placeIn('platform')).map(({ scope }) => scope)).toEqual(['*', id]);
  });
});

describe('a subscription that no sweep has placed', () => {
  test('is unplaced where the file or an operator names a group, and nowhere else', () => {
    expect(isUnplaced(platform, [], nowhere)).toBe(true);
    expect(isUnplaced(fleetOf(), [control(groupId('labs'))], nowhere)).toBe(true);
    expect(isUnplaced(fleetOf(), [control('*')], nowhere)).toBe(false);
    expect(isUnplaced(platform, [], placeIn())).toBe(false);
    const byProfile = fleetOf({ profiles: [{ name: 'labs', match: { scopes: [groupId('labs')] } }] });
    expect(isUnplaced(byProfile, [], nowhere)).toBe(true);
  });

  test('loses no event: the look says later whether it is in scope', () => {
    expect(isInScope(eventFleet(platform, nowhere), id, 0).kind).toBe('in');
    expect(isInScope(eventFleet(platform, placeIn('root')), id, 0).kind).toBe('out');
  });
});

describe('scopes that operators name', () => {
  const places = [placeIn('prod', 'platform')];

  test('a group is the subscriptions known below it', () => {
    expect(resolveScopes([groupId('prod'), '*', `${id}/resourceGroups/a`], places)).toEqual([
      id,
      '*',
      `${id}/resourceGroups/a`,
    ]);
    expect(resolveScopes([groupId('labs')], places)).toEqual([]);
  });

  test.each([
    ['everything', '*', true],
    ['the group of the file', groupId('platform'), true],
    ['a group within it that has a subscription', groupId('prod'), true],
    ['a group that nobody knows', groupId('labs'), false],
    ['a subscription below the group of the file', id, true],
    ['a group of resources in it', `${id}/resourceGroups/a`, true],
    ['a subscription that nobody knows', '/subscriptions/99999999-2222-3333-4444-555555555555', false],
  ])('%s meets the scope of the file: %s is %s', (_what, scope, expected) => {
    expect(meetsScope(platform, places, scope)).toBe(expected);
  });
});
