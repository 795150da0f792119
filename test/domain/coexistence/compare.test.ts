import { describe, expect, it, test } from 'vitest';
import { type PolicyPlace, policiesAt } from '../../../src/domain/coexistence/applies.ts';
import { comparePolicy, type MachineAims, type SubscriptionAims } from '../../../src/domain/coexistence/compare.ts';
import { judgeFacet } from '../../../src/domain/coexistence/judge-facet.ts';
import type { PolicyFacet } from '../../../src/domain/coexistence/known-definition.ts';
import type { PolicyAssignment } from '../../../src/domain/coexistence/policy-reading.ts';
import {
  assignment,
  definitions,
  nowMs,
  place,
  readingOf,
  ruleOf,
  scope,
  subscription,
  subscriptionPlace,
} from './policy-fixture.ts';

const identityOf = (group: string, name: string) =>
  `${scope}/resourceGroups/${group}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/${name}`;
// As the policies spell it.
const builtIn = identityOf('built-in-identity-rg', 'built-in-identity-westeurope');
const own = identityOf('identities', 'ama');

const builtInAims: MachineAims = {
  place: { subscription, region: 'westeurope' },
  identity: { kind: 'user', resourceId: builtIn },
  hasSystemIdentity: false,
  ruleIds: [ruleOf('linux')],
};
const ownAims: MachineAims = { ...builtInAims, identity: { kind: 'user', resourceId: own } };
const systemAims: MachineAims = { ...builtInAims, identity: { kind: 'system' }, hasSystemIdentity: true };
const withSystem: MachineAims = { ...builtInAims, hasSystemIdentity: true };

const ownByName = {
  bringyourownuserassignedmanagedidentity: true,
  userassignedmanagedidentityname: 'ama',
  userassignedmanagedidentityresourcegroup: 'identities',
};
const ownForVms = {
  bringyourownuserassignedmanagedidentity: true,
  userassignedidentityname: 'ama',
  identityresourcegroup: 'identities',
};
const ownById = {
  bringyourownuserassignedmanagedidentity: true,
  restrictbringyourownuserassignedidentitytosubscription: false,
  userassignedidentityresourceid: own,
};
const bringsOwn = 'bringYourOwnUserAssignedManagedIdentity';

type Expected = 'same' | 'beside' | `conflict ${string}`;

function verdictOf(policies: ReturnType<typeof policiesAt>, aims: Parameters<typeof comparePolicy>[1]): Expected {
  const [policy, ...more] = policies;
  if (policy === undefined || more.length > 0) throw new Error('expected one policy');
  const verdict = comparePolicy(policy, aims);
  return verdict.kind === 'conflict' ? `conflict ${verdict.parameter}` : verdict.kind;
}

test.each<[string, Expected, Partial<PolicyAssignment>, MachineAims]>([
  ['agent by the built-in identity', 'same', { definition: definitions.linuxAgent }, builtInAims],
  [
    'agent by the built-in identity, ours another',
    `conflict ${bringsOwn}`,
    { definition: definitions.linuxAgent },
    ownAims,
  ],
  [
    'agent by the built-in identity, ours system',
    `conflict ${bringsOwn}`,
    { definition: definitions.linuxAgent },
    systemAims,
  ],
  ['agent by its own identity', 'same', { definition: definitions.linuxAgent, parameters: ownByName }, ownAims],
  [
    'agent by its own identity, ours built-in',
    'conflict userAssignedManagedIdentityName',
    { definition: definitions.linuxAgent, parameters: ownByName },
    builtInAims,
  ],
  ['agent by its own identity, by id', 'same', { definition: definitions.linuxAgent, parameters: ownById }, ownAims],
  [
    'agent by an identity that is not named',
    'conflict userAssignedIdentityName',
    { definition: definitions.linuxAgent, parameters: { bringyourownuserassignedmanagedidentity: true } },
    ownAims,
  ],
  ['agent by system, on a VM without', 'beside', { definition: definitions.linuxAgentBySystem }, builtInAims],
  [
    'agent by system, on a VM with one',
    'conflict policyDefinitionId',
    { definition: definitions.linuxAgentBySystem },
    withSystem,
  ],
  ['agent by system, as ours', 'same', { definition: definitions.linuxAgentBySystem }, systemAims],
  // The Azure Monitor page has this parameter the wrong way round: false makes the built-in identity.
  [
    'identity, not brought',
    'same',
    { definition: definitions.identity, parameters: { bringyourownuserassignedmanagedidentity: false } },
    builtInAims,
  ],
  [
    'identity, brought, ours built-in',
    'conflict userAssignedIdentityName',
    { definition: definitions.identity, parameters: ownForVms },
    builtInAims,
  ],
  ['identity, brought', 'same', { definition: definitions.identity, parameters: ownForVms }, ownAims],
  ['the built-in identity', 'same', { definition: definitions.builtInIdentity }, builtInAims],
  ['the built-in identity, ours another', 'conflict effect', { definition: definitions.builtInIdentity }, ownAims],
  ['modify adds a system identity', 'conflict effect', { definition: definitions.addsSystem }, builtInAims],
  ['modify adds one that is there', 'same', { definition: definitions.addsSystem }, withSystem],
  ['modify adds one that we want', 'same', { definition: definitions.addsSystem }, systemAims],
  ['our rule', 'same', { parameters: { dcrresourceid: ruleOf('LINUX') } }, builtInAims],
  ['another rule', 'conflict dcrResourceId', { parameters: { dcrresourceid: ruleOf('other') } }, builtInAims],
  [
    'an endpoint',
    'beside',
    { parameters: { dcrresourceid: ruleOf('x').replace('dataCollectionRules', 'dataCollectionEndpoints') } },
    builtInAims,
  ],
  [
    'where no identity is decided',
    'beside',
    { definition: definitions.linuxAgent },
    { ...builtInAims, identity: undefined },
  ],
])('of a machine, %s: %s', (_, expected, changes, machine) => {
  expect(verdictOf(policiesAt(readingOf([assignment(changes)]), place(), nowMs), { machine })).toBe(expected);
});

const unmanaged: SubscriptionAims = {
  plan: 'unmanaged',
  enforce: 'unmanaged',
  agentlessScanning: { state: 'unmanaged' },
  endpoint: { defender: 'unmanaged', unified: 'unmanaged', linux: 'unmanaged' },
  legacyAutoProvisioning: 'unmanaged',
};
const aims = (changes: Partial<SubscriptionAims>): SubscriptionAims => ({ ...unmanaged, ...changes });
const p1 = { subplan: 'P1' };

test.each<[string, Expected, Partial<PolicyAssignment>, SubscriptionAims]>([
  ['P2 by default, ours P2', 'same', { definition: definitions.planP1P2 }, aims({ plan: 'P2' })],
  ['P1, ours P2', 'conflict subPlan', { definition: definitions.planP1P2, parameters: p1 }, aims({ plan: 'P2' })],
  ['P1, ours P1', 'same', { definition: definitions.planP1P2, parameters: p1 }, aims({ plan: 'P1' })],
  ['P2, ours free', 'conflict subPlan', { definition: definitions.planP1P2 }, aims({ plan: 'free' })],
  ['P2, ours unmanaged', 'beside', { definition: definitions.planP1P2 }, unmanaged],
  [
    'P2 enforced, ours not',
    'conflict policyDefinitionId',
    { definition: definitions.planP1P2 },
    aims({ enforce: 'off' }),
  ],
  ['any plan, ours P1', 'same', { definition: definitions.planAny }, aims({ plan: 'P1' })],
  ['any plan, ours free', 'conflict effect', { definition: definitions.planAny }, aims({ plan: 'free' })],
  [
    'all features, ours without scanning',
    'conflict isAgentlessVmScanningEnabled',
    { definition: definitions.planFull },
    aims({ plan: 'P2', agentlessScanning: { state: 'off' } }),
  ],
  [
    'all features but scanning, ours with it',
    'conflict isAgentlessVmScanningEnabled',
    { definition: definitions.planFull, parameters: { isagentlessvmscanningenabled: 'false' } },
    aims({ plan: 'P2', agentlessScanning: { state: 'on' } }),
  ],
  [
    'WDATP, ours on',
    'same',
    { definition: definitions.wdatp },
    aims({ endpoint: { ...unmanaged.endpoint, defender: 'on' } }),
  ],
  [
    'WDATP, ours off',
    'conflict policyDefinitionId',
    { definition: definitions.wdatp },
    aims({ endpoint: { ...unmanaged.endpoint, defender: 'off' } }),
  ],
  [
    'Linux by its inverted setting, ours on',
    'same',
    { definition: definitions.linuxSetting },
    aims({ endpoint: { ...unmanaged.endpoint, linux: 'on' } }),
  ],
  ['WDATP, ours unmanaged', 'beside', { definition: definitions.wdatp }, unmanaged],
  [
    'the legacy agent, ours off',
    'conflict policyDefinitionId',
    { definition: definitions.autoProvisioning },
    aims({ legacyAutoProvisioning: 'off' }),
  ],
])('of a subscription, %s: %s', (_, expected, changes, of) => {
  const policies = policiesAt(readingOf([assignment(changes)]), subscriptionPlace, nowMs);
  expect(verdictOf(policies, { subscription: of })).toBe(expected);
});

describe('a facet', () => {
  it('names the assignment and the parameter of what stands against it, and who wants the same', () => {
    const policies = policiesAt(
      readingOf([
        assignment({ id: `${scope}/x/other`, parameters: { dcrresourceid: ruleOf('other') } }),
        assignment({ id: `${scope}/x/ours`, parameters: { dcrresourceid: ruleOf('linux') } }),
      ]),
      place(),
      nowMs,
    );
    expect(judgeFacet(policies, 'association', { machine: builtInAims })).toEqual({
      conflicts: [`policy assignment other (${scope}/x/other) wants other by dcrResourceId, fleet.json linux`],
      same: ['ours'],
    });
    expect(judgeFacet(policies, 'agent', { machine: builtInAims })).toEqual({ conflicts: [], same: [] });
  });

  it('takes the rule of VM insights for what it is', () => {
    const policy = assignment({ definition: definitions.insightsSet, parameters: { dcrresourceid: ruleOf('vmi') } });
    const policies = policiesAt(readingOf([policy]), place(), nowMs);
    expect(judgeFacet(policies, 'association', { machine: builtInAims }).conflicts).toEqual([]);
    expect(judgeFacet(policies, 'agent', { machine: builtInAims }).same).toEqual(['a']);
  });
});

describe('the sets that Azure Landing Zones assign', () => {
  const judge = (policy: Partial<PolicyAssignment>, facet: PolicyFacet, changes: Partial<PolicyPlace> = {}) =>
    judgeFacet(policiesAt(readingOf([assignment(policy)]), place(changes), nowMs), facet, { machine: builtInAims });
  const tracking = { definition: definitions.trackingSet, parameters: ownByName };
  const sql = { definition: definitions.sqlSet, parameters: { ...ownById, dcrresourceid: ruleOf('sql') } };

  it('for Change Tracking bring an identity to machine and agent, and a rule of their own that is no conflict', () => {
    expect(judge(tracking, 'attachedIdentity').conflicts).toHaveLength(1);
    expect(judge(tracking, 'agent').conflicts).toEqual([
      expect.stringMatching(/ wants ama by userAssignedManagedIdentityName, fleet.json built-in-identity-westeurope$/),
    ]);
    expect(judge({ ...tracking, parameters: { ...ownByName, dcrresourceid: ruleOf('ct') } }, 'association')).toEqual({
      conflicts: [],
      same: [],
    });
  });

  it('for Defender for SQL are about Windows machines with an image of SQL Server, and about no other', () => {
    const sqlServer = { os: 'windows', publisher: 'MicrosoftSQLServer' } as const;
    for (const facet of ['attachedIdentity', 'agent'] as const) {
      expect(judge(sql, facet, sqlServer).conflicts).toHaveLength(1);
      expect(judge(sql, facet, { os: 'windows' }).conflicts).toEqual([]);
      expect(judge(sql, facet, { os: 'windows', publisher: undefined }).conflicts).toEqual([]);
      expect(judge(sql, facet).conflicts).toEqual([]);
    }
    expect(judge(sql, 'association', sqlServer).conflicts).toEqual([]);
  });

  it('for all plans of Defender turn on P2 for servers', () => {
    const policies = policiesAt(
      readingOf([assignment({ definition: definitions.plansSet })]),
      subscriptionPlace,
      nowMs,
    );
    expect(judgeFacet(policies, 'plan', { subscription: aims({ plan: 'P1' }) }).conflicts).toHaveLength(1);
    expect(judgeFacet(policies, 'plan', { subscription: aims({ plan: 'P2' }) }).same).toEqual(['a']);
  });
});
