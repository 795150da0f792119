import { describe, expect, it } from 'vitest';
import { errorsOf, subscription, writtenFleet } from './fleet-fixture.ts';

const other = '22222222-2222-3333-4444-555555555555';
const managementGroup = '/providers/Microsoft.Management/managementGroups/corp';
const workspaceIn = (of: string) =>
  `/subscriptions/${of}/resourceGroups/logs/providers/Microsoft.OperationalInsights/workspaces/w`;

/** What is wrong with a file whose `subscriptions[]` are these. */
function wrongWith(entries: readonly object[], scope: object = { subscriptions: [subscription] }): readonly string[] {
  return errorsOf({ ...writtenFleet(), scope, subscriptions: entries });
}

describe('wishes that exclude each other', () => {
  it.each([
    [
      'Linux off without Defender for Endpoint on',
      { endpoint: { linux: 'off' } },
      'endpoint.linux: off leaves Linux out of what endpoint.defender turns on, and that is unmanaged',
    ],
    [
      'Linux off with Defender for Endpoint off',
      { endpoint: { linux: 'off', defender: 'off' } },
      'endpoint.linux: off leaves Linux out of what endpoint.defender turns on, and that is off',
    ],
    [
      'the unified solution off without Defender for Endpoint on',
      { endpoint: { unified: 'off' } },
      'endpoint.unified: off leaves the unified solution out of what endpoint.defender turns on, and that is unmanaged',
    ],
    [
      'the unified solution off with it off',
      { endpoint: { unified: 'off', defender: 'off' } },
      'endpoint.unified: off leaves the unified solution out of what endpoint.defender turns on, and that is off',
    ],
    ['Linux on with it off', { endpoint: { linux: 'on', defender: 'off' } }, 'endpoint.linux: cannot be on while'],
    [
      'unified on with it off',
      { endpoint: { unified: 'on', defender: 'off' } },
      'endpoint.unified: cannot be on while',
    ],
    [
      'agentless scanning with Plan 1',
      { plan: 'P1', agentlessScanning: { state: 'on' } },
      'agentlessScanning.state: needs plan P2, and plan is P1',
    ],
    [
      'agentless scanning with the free plan',
      { plan: 'free', agentlessScanning: { state: 'on' } },
      'agentlessScanning.state: needs plan P2, and plan is free',
    ],
    [
      'agentless scanning with a plan that is left alone',
      { agentlessScanning: { state: 'on' } },
      'agentlessScanning.state: needs plan P2, and plan is unmanaged',
    ],
    [
      'file integrity monitoring with Plan 1',
      { plan: 'P1', fileIntegrityMonitoring: 'on' },
      'fileIntegrityMonitoring: needs plan P2, and plan is P1',
    ],
    [
      'tags of a scan that is left alone',
      { plan: 'P2', agentlessScanning: { exclusionTags: { scan: 'no' } } },
      'agentlessScanning.exclusionTags: leaves machines out of a scan that is unmanaged',
    ],
    [
      'tags of a scan that is off',
      { plan: 'P2', agentlessScanning: { state: 'off', exclusionTags: { scan: 'no' } } },
      'agentlessScanning.exclusionTags: leaves machines out of a scan that is off',
    ],
    [
      'Defender for Endpoint with the free plan',
      { plan: 'free', endpoint: { defender: 'on' } },
      'endpoint.defender: needs plan P1 or P2',
    ],
    [
      'the unified solution with the free plan',
      { plan: 'free', endpoint: { unified: 'on' } },
      'endpoint.unified: needs plan P1 or P2',
    ],
    ['Linux with the free plan', { plan: 'free', endpoint: { linux: 'on' } }, 'endpoint.linux: needs plan P1 or P2'],
    [
      'vulnerability management with the free plan',
      { plan: 'free', vulnerabilityAssessment: 'mdvm' },
      'vulnerabilityAssessment: needs plan P1 or P2',
    ],
    [
      'heartbeats alone, and more',
      { workspace: 'default', collect: ['heartbeatOnly', 'syslog'] },
      'collect: heartbeatOnly says that nothing else is collected',
    ],
    ['collecting into nothing', { collect: ['syslog'] }, 'collect: needs a workspace'],
    ['security events into nothing', { securityEvents: 'Common' }, 'securityEvents: needs a workspace'],
    [
      'security events of our own into nothing',
      { securityEvents: { custom: ['Security!*'] }, workspace: 'none' },
      'securityEvents: needs a workspace',
    ],
  ])('E1 E5: %s', (_, entry, expected) => {
    const found = wrongWith([entry]);
    expect(found).toHaveLength(1);
    expect(found[0]?.startsWith(`subscriptions[0].${expected}`), found[0]).toBe(true);
  });

  it.each([
    ['everything on', { plan: 'P2', endpoint: { defender: 'on', unified: 'on', linux: 'on' } }],
    ['everything off', { plan: 'free', endpoint: { defender: 'off' }, agentlessScanning: { state: 'off' } }],
    ['Linux left out', { plan: 'P1', endpoint: { defender: 'on', linux: 'off' } }],
    ['the unified solution left out', { plan: 'P1', endpoint: { defender: 'on', unified: 'off' } }],
    ['heartbeats, which are collected where there is something to collect into', { collect: ['heartbeatOnly'] }],
    ['Linux in where Defender for Endpoint is left alone', { endpoint: { linux: 'on', unified: 'on' } }],
    ['scanning without some', { plan: 'P2', agentlessScanning: { state: 'on', exclusionTags: { scan: 'no' } } }],
    ['events into a workspace', { workspace: 'default', securityEvents: 'Common', collect: ['syslog', 'performance'] }],
    ['no events, no workspace', { securityEvents: 'none' }],
  ])('E1 E5: none in %s', (_, entry) => {
    expect(wrongWith([entry])).toEqual([]);
  });
});

describe('ids that lie outside of scope', () => {
  it('are told of matched subscriptions', () => {
    expect(wrongWith([{ match: { subscriptions: [subscription, other] } }])).toEqual([
      `subscriptions[0].match.subscriptions[1]: '${other}' is not among scope.subscriptions; add it there or remove it here`,
    ]);
  });

  it('are told of a workspace that is in no reference either', () => {
    const [found] = wrongWith([{ workspace: { id: workspaceIn(other) } }]);
    expect(found).toMatch(/^subscriptions\[0\]\.workspace\.id: '.*' lies outside of scope and of scope\.references/);
  });

  it.each([
    ['a subscription', { subscriptions: [subscription] }, subscription],
    ['references of subscriptions', { subscriptions: [subscription], references: { subscriptions: [other] } }, other],
    [
      'references of groups',
      {
        subscriptions: [subscription],
        references: { resourceGroups: [`/subscriptions/${other}/resourceGroups/LOGS`] },
      },
      other,
    ],
  ])('are not told of a workspace in %s', (_, scope, of) => {
    expect(wrongWith([{ workspace: { id: workspaceIn(of) } }], scope)).toEqual([]);
  });

  it('are not told of subscriptions where the scope has management groups, which may hold any', () => {
    const entries = [{ match: { subscriptions: [other] } }];
    expect(wrongWith(entries, { managementGroups: [managementGroup] })).toEqual([]);
  });

  it('E1: are told of a workspace then, too: that it only might lie below one is not enough', () => {
    const entries = [{ workspace: { id: workspaceIn(other) } }];
    const [found, ...more] = wrongWith(entries, { managementGroups: [managementGroup] });
    expect(found).toMatch(
      /^subscriptions\[0\]\.workspace\.id: .* lies outside of scope and of scope\.references, as far as/,
    );
    expect(more).toEqual([]);
    for (const named of [{ subscriptions: [other] }, { references: { subscriptions: [other] } }]) {
      expect(wrongWith(entries, { managementGroups: [managementGroup], ...named })).toEqual([]);
    }
  });

  it('are told of nothing where a list of management groups cannot be read', () => {
    const entries = [{ workspace: { id: workspaceIn(other) } }];
    expect(wrongWith(entries, { managementGroups: 7 }).filter((line) => line.includes('outside'))).toEqual([]);
  });

  it('are told of no profile and no exclusion then', () => {
    const group = `/subscriptions/${other}/resourceGroups/shop`;
    const file = {
      scope: {
        managementGroups: [managementGroup],
        exclude: { scopes: [{ id: group, by: 'x', why: 'y' }] },
      },
      profiles: [{ name: 'one', match: { scopes: [group] } }, { name: 'all' }],
    };
    expect(errorsOf(file)).toEqual([]);
  });

  it('are never told of a management group', () => {
    const file = {
      scope: {
        subscriptions: [subscription],
        exclude: { scopes: [{ id: managementGroup, by: 'x', why: 'y' }] },
      },
      profiles: [{ name: 'one', match: { scopes: [managementGroup] } }, { name: 'all' }],
    };
    expect(errorsOf(file)).toEqual([]);
  });
});

describe('entries that can never be reached', () => {
  it.each([
    ['', {}, {}],
    ['.match', {}, { match: { tags: { env: 'dev' } } }],
    ['.match', { match: { tags: {} } }, { match: { subscriptions: [subscription] } }],
  ])('are told at their place: %s', (path, first, second) => {
    expect(wrongWith([first, second])).toEqual([
      `subscriptions[1]${path}: never used: an entry before it matches every subscription; put that one after this one`,
    ]);
  });

  const dev = { env: 'dev' };

  it.each([
    ['the very same', { subscriptions: [subscription] }, { subscriptions: [subscription.toUpperCase()] }],
    ['fewer subscriptions', { subscriptions: [subscription, other] }, { subscriptions: [other] }],
    [
      'fewer management groups',
      { managementGroups: [managementGroup, `${managementGroup}2`] },
      { managementGroups: [managementGroup] },
    ],
    ['more conditions', { tags: dev }, { tags: { ENV: 'dev', team: 'a' }, subscriptions: [subscription] }],
  ])('E1: are told where an entry before them matches all of theirs: %s', (_, first, second) => {
    const scope = { subscriptions: [subscription, other] };
    expect(wrongWith([{ match: { tags: { x: 'y' } } }, { match: first }, { match: second }], scope)).toEqual([
      'subscriptions[2].match: never used: subscriptions[1] matches every subscription that this one does; put it after this one, or remove one',
    ]);
  });

  it.each([
    ['more subscriptions', { subscriptions: [subscription] }, { subscriptions: [subscription, other] }],
    ['fewer conditions', { subscriptions: [subscription], tags: dev }, { subscriptions: [subscription] }],
    ['another value of a tag', { tags: dev }, { tags: { env: 'Dev' } }],
    [
      'a management group and a subscription',
      { managementGroups: [managementGroup] },
      { subscriptions: [subscription] },
    ],
  ])('are none with %s', (_, first, second) => {
    expect(wrongWith([{ match: first }, { match: second }], { subscriptions: [subscription, other] })).toEqual([]);
  });

  it('are none where the last one matches all', () => {
    expect(wrongWith([{ match: { tags: { env: 'dev' } } }, {}])).toEqual([]);
  });
});

describe('members that Azure would not take', () => {
  const wrongOf = (entry: object): readonly string[] => wrongWith([entry]);
  const vm = `/subscriptions/${subscription}/resourceGroups/g/providers/Microsoft.Compute/virtualMachines/v`;
  const fifty = Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`t${index}`, 'x']));
  const scan = (exclusionTags: object) => ({ plan: 'P2', agentlessScanning: { state: 'on', exclusionTags } });
  const tenantConfirmed = { tenantId: other, by: 'ann', at: '2026-01-01T00:00:00Z' };

  it.each([
    ['a workspace that is none', { workspace: { id: vm } }, 'workspace.id: write the id of a Log Analytics workspace'],
    ['a location that is no region', { location: 'nowhere' }, 'location: is no region of Azure'],
    ['another such', { identity: { location: 'West-Europe' } }, 'identity.location: is no region of Azure'],
    [
      'a blank query',
      { workspace: 'default', securityEvents: { custom: ['   '] } },
      'securityEvents.custom[0]: write an XPath query with its log',
    ],
    [
      'a query of no log',
      { workspace: 'default', securityEvents: { custom: ['*[System]'] } },
      'securityEvents.custom[0]: write an XPath query with its log',
    ],
    ['one tag twice', scan({ a: '1', A: '2' }), "agentlessScanning.exclusionTags: 'a' and 'A' are one name to Azure"],
    ['one tag twice, of what is made', { tags: { a: '1', A: '2' } }, "tags: 'a' and 'A' are one name to Azure"],
    ['too many tags', { tags: { ...fifty, more: 'x' } }, 'tags: has 51 tags, and Azure takes 50'],
    ['a tag with a letter that Azure refuses', { tags: { 'a<b': 'x' } }, "tags: 'a<b' is no name of a tag"],
    [
      'nobody who confirms',
      { tenantConfirmed: { ...tenantConfirmed, by: ' ' } },
      'tenantConfirmed.by: write who confirmed it',
    ],
    [
      'no tenant',
      { tenantConfirmed: { ...tenantConfirmed, tenantId: 'x' } },
      'tenantConfirmed.tenantId: write the GUID',
    ],
  ])('E1: are told: %s', (_, entry, expected) => {
    const found = wrongOf(entry);
    expect(found).toHaveLength(1);
    expect(found[0]?.startsWith(`subscriptions[0].${expected}`), found[0]).toBe(true);
  });

  it.each([
    [
      'a workspace in any case',
      { workspace: { id: workspaceIn(subscription).replace('Microsoft.Op', 'microsoft.op') } },
    ],
    ['fifty tags', { tags: fifty }],
    [
      'a query with its log',
      { workspace: 'default', securityEvents: { custom: ['Security!*[System[(EventID=4624)]]'] } },
    ],
    ['a region with spaces', { location: 'West US 2', identity: { location: 'usgovvirginia' } }],
    [
      'the GUID of any tenant',
      { tenantConfirmed: { ...tenantConfirmed, tenantId: '00000000-0000-0000-0000-000000000001' } },
    ],
  ])('E1: are none in %s', (_, entry) => {
    expect(wrongOf(entry)).toEqual([]);
  });

  it('E1: all of an entry are listed together', () => {
    const tags = { 'a<b': 'x', A: '1', a: '2' };
    expect(wrongOf({ workspace: { id: vm }, tags, location: 'nowhere', collect: ['syslog'] })).toHaveLength(4);
    expect(wrongOf({ tags, location: 'nowhere', collect: ['syslog'] })).toHaveLength(4);
  });
});

it('E1: everything that is wrong is listed together, what the shape refuses too', () => {
  const found = wrongWith([
    { plan: 'P3', mode: 'enforce', unknown: 1, endpoint: { linux: 'off' } },
    { match: { subscriptions: ['no guid'] }, plan: 'P1', fileIntegrityMonitoring: 'on', securityEvents: 'All' },
  ]);
  expect(found.map((line) => line.split(':')[0])).toEqual([
    'subscriptions[0].plan',
    'subscriptions[0].unknown',
    'subscriptions[1].match.subscriptions[0]',
    'subscriptions[1].securityEvents',
    'subscriptions[0].endpoint.linux',
    'subscriptions[1].fileIntegrityMonitoring',
    'subscriptions[1].match',
  ]);
});

it.each([
  ['a list of another type', { subscriptions: 'all' }],
  ['an entry of another type', { subscriptions: [7] }],
  [
    'members of another type',
    { subscriptions: [{ match: 7, endpoint: 7, agentlessScanning: 7, collect: 7, workspace: 7 }] },
  ],
  ['no scope', { scope: 7, subscriptions: [{ workspace: { id: workspaceIn(other) } }] }],
  ['nothing at all', 7],
])('says nothing of its own of %s, and does not throw', (_, changes) => {
  const file = typeof changes === 'object' ? { ...writtenFleet(), ...changes } : changes;
  const found = errorsOf(JSON.stringify(file));
  expect(found.length).toBeGreaterThan(0);
  expect(found.filter((line) => /outside|never used|needs|cannot be/.test(line))).toEqual([]);
});
