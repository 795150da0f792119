import { describe, expect, it } from 'vitest';
import type { WrittenFleet } from '../../../src/domain/fleet/fleet-schema.ts';
import { type MatchedFacts, matchProfile } from '../../../src/domain/fleet/match-profile.ts';
import { resolveSpec } from '../../../src/domain/fleet/resolve-spec.ts';
import type { Spec } from '../../../src/domain/fleet/spec.ts';
import { specHash } from '../../../src/domain/fleet/spec-hash.ts';
import { factsOf, fleetOf, group, ruleId } from './fleet-fixture.ts';

type Profile = Omit<WrittenFleet['profiles'][number], 'name'>;

function specOf(profile: Profile, facts: MatchedFacts, name = 'one'): Spec | undefined {
  const matched = matchProfile(fleetOf({ profiles: [{ name, ...profile }] }), facts);
  return matched === undefined ? undefined : resolveSpec(matched, facts);
}

const arc = factsOf({ id: `${group}/providers/Microsoft.HybridCompute/machines/edge1` });

describe('resolveSpec', () => {
  it('M1 M12: applies the profile to the operating system and region of the machine', () => {
    const profile: Profile = {
      ama: { minimumVersion: { windows: '1.30', linux: '1.40' } },
      dataCollection: {
        rules: [
          { id: ruleId('Z-all') },
          { id: ruleId('windows'), os: 'windows' },
          { id: ruleId('linux'), os: 'linux' },
          { id: ruleId('europe'), regions: ['West Europe'] },
          { id: ruleId('america'), regions: ['eastus'] },
        ],
      },
    };
    expect(specOf(profile, factsOf())).toEqual({
      kind: 'vm',
      os: 'linux',
      identity: 'builtIn',
      onForeignIdentity: 'hold',
      ama: { install: true, minimumVersion: '1.40', automaticUpgrade: true },
      subscriptionRules: false,
      endpoint: 'none',
      legacyAgent: 'leave',
      azureSecurityAgent: 'none',
      upgradeInstances: false,
      acceptSurge: false,
      ruleIds: [ruleId('europe'), ruleId('linux'), ruleId('z-all')].map((id) => id.toLowerCase()),
    });
    expect(specOf(profile, factsOf({ os: 'windows', region: 'eastus' }))).toMatchObject({
      os: 'windows',
      ama: { minimumVersion: '1.30' },
      ruleIds: [ruleId('america'), ruleId('windows'), ruleId('z-all')].map((id) => id.toLowerCase()),
    });
  });

  it('has no spec for a machine whose operating system is unknown', () => {
    expect(specOf({}, factsOf({ os: 'unknown' }))).toBeUndefined();
  });

  it('names a rule once, however often and in whatever casing it is written', () => {
    const rules = [{ id: ruleId('one') }, { id: ruleId('ONE') }];
    expect(specOf({ dataCollection: { rules } }, factsOf())?.ruleIds).toEqual([ruleId('one').toLowerCase()]);
  });

  it('gives an Arc machine the same spec whatever the profile says of identities', () => {
    const attach = specOf({ identity: { kind: 'builtIn' }, onForeignIdentity: 'attach' }, arc);
    expect(attach).toEqual(specOf({ identity: { kind: 'system' } }, arc));
    expect(attach?.identity).toBe('system');
  });

  it('upgrades instances of scale sets alone, whatever the profile says to other machines', () => {
    const profile: Profile = { scaleSets: { upgradeInstances: true, acceptSurge: true } };
    const set = factsOf({ id: `${group}/providers/Microsoft.Compute/virtualMachineScaleSets/web` });
    expect(specOf(profile, set)).toMatchObject({
      kind: 'scaleSet',
      identity: 'builtIn',
      upgradeInstances: true,
      acceptSurge: true,
    });
    expect(specOf({}, set)?.upgradeInstances).toBe(false);
    expect(specOf(profile, factsOf())).toEqual(specOf({}, factsOf()));
  });

  it('does not depend on the name of the profile, the place of the machine or the order of the rules', () => {
    const rules = [{ id: ruleId('a') }, { id: ruleId('b') }];
    const one = specOf({ dataCollection: { rules } }, factsOf());
    const other = specOf(
      { match: { scopes: [`${group}2`] }, dataCollection: { rules: rules.toReversed() } },
      factsOf({ id: `${group}2/providers/Microsoft.Compute/virtualMachines/db1`, region: 'eastus' }),
      'another',
    );
    expect(one).toBeDefined();
    expect(other && specHash(other)).toBe(one && specHash(one));
  });
});
