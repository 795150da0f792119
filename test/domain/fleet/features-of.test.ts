import { expect, it } from 'vitest';
import { featuresOf } from '../../../src/domain/fleet/features-of.ts';
import type { Feature } from '../../../src/domain/write/permissions.ts';
import { fleetOf, group, ruleId } from './fleet-fixture.ts';

const always = ['machines', 'discovery', 'workspaceReport'];
const workspaceId = `${group}/providers/Microsoft.OperationalInsights/workspaces/logs`;
const rules = { rules: [{ id: ruleId('all') }] };

it('M7: a file that only observes uses no feature that writes', () => {
  expect(featuresOf(fleetOf())).toEqual([...always, 'scaleSets']);
  const observing = fleetOf({ profiles: [{ name: 'look', dataCollection: rules }] });
  expect(featuresOf(observing)).toEqual([...always, 'rules', 'scaleSets']);
  const ofArc = fleetOf({ profiles: [{ name: 'look', match: { kind: 'arc' }, dataCollection: rules }] });
  expect(featuresOf(ofArc)).toEqual([...always, 'rules']);
});

it('M7: a profile that enforces uses what it may write, and no more for the machines it matches', () => {
  const of = (profile: object) =>
    featuresOf(fleetOf({ profiles: [{ name: 'one', mode: 'enforce', dataCollection: rules, ...profile }] }));
  const collecting = ['rules', 'associations'];
  const sets = ['scaleSets', 'scaleSetIdentity', 'scaleSetAgent'];
  expect(of({})).toEqual([...always, 'vmAgent', 'arcAgent', 'vmIdentity', 'builtInIdentity', ...collecting, ...sets]);
  expect(of({ match: { kind: 'scaleSet' }, scaleSets: { upgradeInstances: true } })).toEqual([
    ...always,
    'builtInIdentity',
    ...collecting,
    ...sets,
    'scaleSetUpgrades',
  ]);
  expect(of({ match: { kind: 'arc' } })).toEqual([...always, 'arcAgent', ...collecting]);
  expect(of({ match: { kind: 'vm' }, identity: { kind: 'system' } })).toEqual([
    ...always,
    'vmAgent',
    'vmIdentity',
    ...collecting,
  ]);
  expect(of({ ama: { install: false } })).toEqual([
    ...always,
    'vmIdentity',
    'builtInIdentity',
    ...collecting,
    'scaleSets',
    'scaleSetIdentity',
  ]);
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

const confirmed = { tenantId: '5b5c0000-0000-4000-a000-0000000000aa', by: 'ops', at: '2026-01-01T00:00:00Z' };

it.each<[object, readonly Feature[]]>([
  [{}, []],
  [{ plan: 'P2' }, ['defenderPlan']],
  [{ plan: 'P1', enforce: 'on' }, ['defenderPlan']],
  [{ plan: 'P2', fileIntegrityMonitoring: 'off' }, ['defenderPlan']],
  [{ plan: 'P2', agentlessScanning: { state: 'on' } }, ['defenderPlan']],
  [{ endpoint: { defender: 'on' } }, ['endpointSettings']],
  [{ endpoint: { unified: 'on' } }, ['endpointSettings']],
  [{ vulnerabilityAssessment: 'mdvm' }, ['vulnerabilityAssessment']],
  [{ legacyAutoProvisioning: 'off' }, ['legacyProvisioning']],
  [{ identity: { create: true } }, ['sharedIdentities', 'identityLocks']],
  [{ identity: { create: true, lock: false } }, ['sharedIdentities']],
  [{ workspace: 'default' }, ['defaultWorkspace', 'collectionRules', 'planOfWorkspace']],
  [{ workspace: 'default', plan: 'P2' }, ['defenderPlan', 'defaultWorkspace', 'collectionRules']],
  [{ workspace: { id: workspaceId } }, ['namedWorkspace', 'collectionRules', 'planOfWorkspace']],
  [{ events: 'wire' }, ['eventWiring']],
  [{ providers: 'register' }, ['providerRegistration']],
])('M7: an entry %j uses %j beside what reads its subscription', (entry, expected) => {
  const subscriptions = [{ mode: 'enforce' as const, tenantConfirmed: confirmed, ...entry }];
  expect(featuresOf(fleetOf({ subscriptions }))).toEqual([...always, 'scaleSets', 'subscriptions', ...expected]);
});
