import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { errorsOf, fleetOf, group, ruleId, subscription, writtenFleet } from './fleet-fixture.ts';

function rulesOf(count: number, where: { readonly os?: 'windows'; readonly regions?: string[] }) {
  const place = where.regions?.[0] ?? 'all';
  return Array.from({ length: count }, (_, index) => ({ id: ruleId(`${place}-${index}`), ...where }));
}

describe('a valid fleet file', () => {
  it('gets the documented defaults for everything that is left out', () => {
    expect(fleetOf()).toEqual({
      scope: {
        managementGroups: [],
        subscriptions: [subscription],
        resourceGroups: [],
        references: { subscriptions: [], resourceGroups: [] },
        exclude: { scopes: [] },
      },
      subscriptions: [],
      profiles: [
        {
          name: 'production',
          match: {},
          mode: 'observe',
          minimumAgeMinutes: 0,
          identity: 'builtIn',
          onForeignIdentity: 'hold',
          ama: { install: true, minimumVersion: { windows: '1.2', linux: '1.36' }, automaticUpgrade: true },
          rules: [],
          subscriptionRules: false,
          legacyAgent: 'leave',
          azureSecurityAgent: 'none',
          upgradeInstances: false,
          acceptSurge: false,
        },
      ],
      support: { additionalImages: [], unknownImage: 'allow', unsupportedOffers: [] },
      limits: { inFlight: 200, perSubscription: 100, startsPerMinute: 60, subscriptionsInFlight: 10 },
      settleMinutes: 2,
    });
  });

  it('A1: gives a profile everything of the one it extends, field by field, except name and match', () => {
    const fleet = fleetOf({
      profiles: [
        { name: 'dev', extends: 'base', match: { os: 'linux' }, ama: { minimumVersion: { linux: '1.40' } } },
        {
          name: 'base',
          extends: 'root',
          match: { kind: 'vm' },
          ama: { automaticUpgrade: false, minimumVersion: { windows: '1.5' } },
          scaleSets: { upgradeInstances: true, acceptSurge: true },
        },
        { name: 'root', mode: 'enforce', minimumAgeMinutes: 7, dataCollection: { rules: [{ id: ruleId('all') }] } },
      ],
    });
    expect(fleet.profiles[0]).toEqual({
      name: 'dev',
      match: { os: 'linux' },
      mode: 'enforce',
      minimumAgeMinutes: 7,
      identity: 'builtIn',
      onForeignIdentity: 'hold',
      ama: { install: true, minimumVersion: { windows: '1.5', linux: '1.40' }, automaticUpgrade: false },
      rules: [{ id: ruleId('all') }],
      subscriptionRules: false,
      legacyAgent: 'leave',
      azureSecurityAgent: 'none',
      upgradeInstances: true,
      acceptSurge: true,
    });
  });

  it('replaces the rules of the extended profile as a whole', () => {
    const fleet = fleetOf({
      profiles: [
        { name: 'dev', extends: 'base', match: { os: 'linux' }, dataCollection: { rules: [{ id: ruleId('dev') }] } },
        { name: 'base', dataCollection: { rules: [{ id: ruleId('one') }, { id: ruleId('two') }] } },
      ],
    });
    expect(fleet.profiles[0]?.rules).toEqual([{ id: ruleId('dev') }]);
  });

  it('may be in mode enforce with the rules of a profile that is extended by the extended one', () => {
    const fleet = fleetOf({
      profiles: [
        { name: 'a', extends: 'b', match: { os: 'linux' }, mode: 'enforce' },
        { name: 'b', extends: 'c', match: { os: 'linux' } },
        { name: 'c', dataCollection: { rules: [{ id: ruleId('x') }] } },
      ],
    });
    expect(fleet.profiles.map(({ mode, rules }) => [mode, rules.length])).toEqual([
      ['enforce', 1],
      ['observe', 1],
      ['observe', 1],
    ]);
  });

  it('may begin with a byte order mark and have as many rules as there are machines to tell apart', () => {
    const rules = [...rulesOf(28, { os: 'windows' }), ...rulesOf(28, {}).map((rule) => ({ ...rule, os: 'linux' }))];
    const written = { ...writtenFleet(), profiles: [{ name: 'a', dataCollection: { rules } }] };
    expect(errorsOf(`\uFEFF${JSON.stringify(written)}`)).toEqual([]);
  });

  it('A1 A14: is what the repository ships, and it only observes', () => {
    const text = readFileSync('fleet.json', 'utf8');
    expect(errorsOf(text)).toEqual([]);
    expect(
      JSON.parse(text)
        .profiles.map((profile: { name: string }) => profile.name)
        .sort(),
    ).toEqual(['dev-test', 'production']);
    expect(text).not.toContain('enforce');
  });
});

describe('a wrong fleet file', () => {
  it('lists every error of shape and of reference together, each with its path', () => {
    const errors = errorsOf({
      scope: {
        subscriptions: [subscription, 'contoso'],
        exclude: { scopes: [{ id: group, until: 'May', by: 'ann' }] },
      },
      profiles: [
        { name: 'a', extends: 'nowhere', match: { scopes: ['/subscriptions/99999999-2222-3333-4444-555555555555'] } },
        { name: 'a', match: { oss: 'linux' }, dataCollection: { rules: [{ id: '/rules/1' }] } },
      ],
      limits: { inFlight: 0 },
      colour: 'red',
    });
    expect(errors.map((error) => error.slice(0, error.indexOf(': '))).sort()).toEqual([
      'colour',
      'limits.inFlight',
      'profiles[0].extends',
      'profiles[0].match.scopes[0]',
      'profiles[1].dataCollection.rules[0].id',
      'profiles[1].match.oss',
      'profiles[1].name',
      'scope.exclude.scopes[0].until',
      'scope.exclude.scopes[0].why',
      'scope.subscriptions[1]',
    ]);
  });

  it('lists what is wrong with rules beside every other error, inherited rules included', () => {
    const most = rulesOf(29, {});
    const errors = errorsOf({
      scope: { exclude: { scopes: [{ id: group }] } },
      profiles: [
        { name: 'a', mode: 'enforce', match: { os: 'linux' } },
        { name: 'b', extends: 'base', match: { os: 'linux', oss: 1 }, dataCollection: { rules: [] } },
        { extends: 'many', match: { os: 'linux' }, minimumAgeMinutes: -1 },
        { name: 'many', match: { os: 'linux' }, dataCollection: { rules: [...most, { id: 'x' }] } },
        { name: 'base', mode: 'enforce', dataCollection: { rules: [{ id: ruleId('x') }] } },
      ],
      limits: { inFlight: 0 },
    });
    expect(errors.map((error) => error.slice(0, error.indexOf(': '))).sort()).toEqual([
      'limits.inFlight',
      'profiles[0].dataCollection.rules',
      'profiles[1].dataCollection.rules',
      'profiles[1].match.oss',
      'profiles[2].dataCollection.rules',
      'profiles[2].minimumAgeMinutes',
      'profiles[2].name',
      'profiles[3].dataCollection.rules',
      'profiles[3].dataCollection.rules[29].id',
      'scope',
      'scope.exclude.scopes[0].by',
      'scope.exclude.scopes[0].id',
      'scope.exclude.scopes[0].why',
    ]);
  });

  it.each([
    ['rules that cannot be read', { mode: 'enforce', dataCollection: { rules: 'all' } }, '.dataCollection.rules'],
    ['left out rules', { mode: 'enforce', dataCollection: {} }, '.dataCollection.rules'],
    [
      'one rule that cannot be read',
      { mode: 'enforce', dataCollection: { rules: [{}] } },
      '.dataCollection.rules[0].id',
    ],
    ['an unknown mode', { mode: 'enforced' }, '.mode'],
    ['a base that does not exist', { mode: 'enforce', extends: 'nowhere' }, '.extends'],
    ['itself as base', { mode: 'enforce', extends: 'a' }, '.extends'],
    ['a base that is no text', { mode: 'enforce', extends: 5 }, '.extends'],
  ])('says nothing of missing rules where they may be there: %s', (_, profile, path) => {
    const errors = errorsOf({ ...writtenFleet(), profiles: [{ name: 'a', ...profile }] });
    expect(errors.map((error) => error.slice(0, error.indexOf(': ')))).toEqual([`profiles[0]${path}`]);
  });

  it('allows an exclusion that lies in a scope or covers one', () => {
    const by = { by: 'ann', why: 'lab' };
    const inside = `${group}/providers/Microsoft.Compute/virtualMachines/web1`;
    const scopes = [group, inside, `/Subscriptions/${subscription}`];
    const scope = { resourceGroups: [group], exclude: { scopes: scopes.map((id) => ({ id, ...by })) } };
    expect(errorsOf(writtenFleet({ scope }))).toEqual([]);
  });

  it.each([
    ['a space', 'a b'],
    ['a query', 'a?b'],
    ['a fragment', 'a#b'],
    ['an escape', 'a%2Fb'],
    ['the folder above', '..'],
    ['a dot at the end', 'shop.'],
    ['91 characters', 'g'.repeat(91)],
  ])('is refused: a resource group with %s in its name, wherever it stands', (_, name) => {
    const id = `/subscriptions/${subscription}/resourceGroups/${name}`;
    const rule = `${id}/providers/Microsoft.Insights/dataCollectionRules/x`;
    const errors = errorsOf({
      scope: { subscriptions: [subscription], resourceGroups: [id], exclude: { scopes: [{ id, by: 'a', why: 'b' }] } },
      profiles: [{ name: 'a', match: { scopes: [id] }, dataCollection: { rules: [{ id: rule }] } }],
    });
    expect(errors.map((error) => error.slice(0, error.indexOf(': ')))).toEqual([
      'scope.resourceGroups[0]',
      'scope.exclude.scopes[0].id',
      'profiles[0].match.scopes[0]',
      'profiles[0].dataCollection.rules[0].id',
    ]);
  });

  it('takes every name of a resource group that Azure does', () => {
    const names = ['g', 'Größe-1_(prod).eu', '東京', 'g'.repeat(90)];
    const resourceGroups = names.map((name) => `/subscriptions/${subscription}/resourceGroups/${name}`);
    expect(errorsOf(writtenFleet({ scope: { resourceGroups } }))).toEqual([]);
  });

  it.each([
    { case: 'text that is not JSON', written: '{ "scope": ', error: /^: is not JSON: / },
    { case: 'something else than an object', written: '[]', error: /expected object/ },
    { case: 'an empty scope', written: writtenFleet({ scope: {} }), error: /^scope: name at least one/ },
    {
      case: 'a subscription written as ARM id',
      written: writtenFleet({ scope: { subscriptions: [`/subscriptions/${subscription}`] } }),
      error: /^scope\.subscriptions\[0\]: write the GUID/,
    },
    {
      case: 'a resource group with something behind it',
      written: writtenFleet({ scope: { resourceGroups: [`${group}/`] } }),
      error: /^scope\.resourceGroups\[0\]: write the id of a resource group/,
    },
    {
      case: 'an exclusion that meets no scope',
      written: writtenFleet({
        scope: {
          resourceGroups: [group],
          exclude: { scopes: [{ id: `${group}-2`, by: 'ann', why: 'lab' }] },
        },
      }),
      error: /^scope\.exclude\.scopes\[0\]\.id: '.*shop-2' lies outside of scope/,
    },
    {
      case: 'a rule id that leads elsewhere',
      written: writtenFleet({ profiles: [{ name: 'a', dataCollection: { rules: [{ id: ruleId('..') }] } }] }),
      error: /rules\[0\]\.id: write the id of a data collection rule/,
    },
    {
      case: 'a rule id of another type',
      written: writtenFleet({
        profiles: [{ name: 'a', dataCollection: { rules: [{ id: `${group}/providers/Microsoft.Compute/disks/d` }] } }],
      }),
      error: /rules\[0\]\.id: write the id of a data collection rule/,
    },
    {
      case: 'a version below the floor',
      written: writtenFleet({ profiles: [{ name: 'a', ama: { minimumVersion: { linux: '1.15' } } }] }),
      error: /^profiles\[0\]\.ama\.minimumVersion\.linux: older than 1\.36/,
    },
    {
      case: 'a version that is below the floor by number and not by text',
      written: writtenFleet({ profiles: [{ name: 'a', ama: { minimumVersion: { linux: '1.9' } } }] }),
      error: /older than 1\.36/,
    },
    {
      case: 'more rules for one machine than Azure allows',
      written: writtenFleet({
        profiles: [
          {
            name: 'a',
            dataCollection: {
              rules: [
                ...rulesOf(27, {}),
                ...rulesOf(2, { regions: ['westeurope'] }),
                ...rulesOf(9, { regions: ['eastus'], os: 'windows' }),
              ],
            },
          },
        ],
      }),
      error: /^profiles\[0\]\.dataCollection\.rules: 36 rules for one machine; at most 28/,
    },
    {
      case: 'a version with a patch number',
      written: writtenFleet({ profiles: [{ name: 'a', ama: { minimumVersion: { linux: '1.36.1' } } }] }),
      error: /minimumVersion\.linux: write major\.minor/,
    },
    {
      case: 'a profile behind one that takes every machine',
      written: writtenFleet({
        profiles: [
          { name: 'all', match: { tags: {} } },
          { name: 'late', match: { os: 'linux' } },
        ],
      }),
      error: /^profiles\[1\]\.match: never used: 'all'/,
    },
    {
      case: 'mode enforce without a rule, also when inherited',
      written: writtenFleet({
        profiles: [
          { name: 'a', extends: 'b', match: { os: 'linux' }, dataCollection: { rules: [] } },
          { name: 'b', mode: 'enforce', dataCollection: { rules: [{ id: ruleId('x') }] } },
        ],
      }),
      error: /^profiles\[0\]\.dataCollection\.rules: 'a' is in mode enforce/,
    },
    {
      case: 'an image entry that names nothing',
      written: writtenFleet({ support: { additionalImages: [{}] } }),
      error: /^support\.additionalImages\[0\]: name a publisher/,
    },
    {
      case: 'a tag value that is no text',
      written: { ...writtenFleet(), profiles: [{ name: 'a', match: { tags: { cost: 5 } } }] },
      error: /^profiles\[0\]\.match\.tags\.cost: write a text or a list of texts/,
    },
  ])('is refused: $case', ({ written, error }) => {
    const errors = errorsOf(written);
    expect(errors).toHaveLength(1);
    expect(errors[0]).toMatch(error);
  });

  it('names every profile of a circle of extends', () => {
    const profiles = [
      { name: 'a', extends: 'b', match: { os: 'linux' } },
      { name: 'b', extends: 'a' },
    ];
    expect(errorsOf({ ...writtenFleet(), profiles })).toEqual([
      'profiles[0].extends: extends itself: a -> b -> a',
      'profiles[1].extends: extends itself: b -> a -> b',
    ]);
  });
});
