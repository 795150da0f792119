import { expect, it } from 'vitest';
import { featuresOf } from '../../../src/domain/fleet/features-of.ts';
import { fleetOf, ruleId } from './fleet-fixture.ts';

const always = ['machines', 'discovery'];
const rules = { rules: [{ id: ruleId('all') }] };

it('M7: a file that only observes uses no feature that writes', () => {
  expect(featuresOf(fleetOf())).toEqual(always);
  const observing = fleetOf({ profiles: [{ name: 'look', dataCollection: rules }] });
  expect(featuresOf(observing)).toEqual([...always, 'rules']);
});

it('M7: a profile that enforces uses what it may write, and no more for the machines it matches', () => {
  const of = (profile: object) =>
    featuresOf(fleetOf({ profiles: [{ name: 'one', mode: 'enforce', dataCollection: rules, ...profile }] }));
  const collecting = ['rules', 'associations'];
  expect(of({})).toEqual([...always, 'vmAgent', 'arcAgent', 'vmIdentity', 'builtInIdentity', ...collecting]);
  expect(of({ match: { kind: 'arc' } })).toEqual([...always, 'arcAgent', ...collecting]);
  expect(of({ match: { kind: 'vm' }, identity: { kind: 'system' } })).toEqual([
    ...always,
    'vmAgent',
    'vmIdentity',
    ...collecting,
  ]);
  expect(of({ ama: { install: false } })).toEqual([...always, 'vmIdentity', 'builtInIdentity', ...collecting]);
  expect(of({ match: { kind: 'arc' }, ama: { install: false } })).toEqual([...always, ...collecting]);
});

it('M7: each feature is told once, whatever number of profiles uses it', () => {
  const fleet = fleetOf({
    profiles: [
      { name: 'a', mode: 'enforce', match: { kind: 'arc' }, dataCollection: rules },
      { name: 'b', extends: 'a', match: { kind: 'arc', os: 'linux' } },
      { name: 'c', extends: 'a', match: { kind: 'vm' }, identity: { kind: 'system' } },
    ],
  });
  expect(featuresOf(fleet)).toEqual([...always, 'arcAgent', 'rules', 'associations', 'vmAgent', 'vmIdentity']);
});
