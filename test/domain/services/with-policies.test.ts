import { describe, expect, it } from 'vitest';
import { type LeftPolicies, noneLeft, type PolicyAssignment } from '../../../src/domain/coexistence/policy-reading.ts';
import { keptBackOf } from '../../../src/domain/findings/keep-back.ts';
import type { ServiceName } from '../../../src/domain/service-name.ts';
import { allServices } from '../../../src/domain/services/all-services.ts';
import { assignment, definitions, readingOf } from '../coexistence/policy-fixture.ts';
import { fleetOf } from '../look/look-fixture.ts';
import { agent, builtInId, linuxRule, subscription, vmMachine } from './facts.ts';
import { inputOf } from './service-input.ts';

const at = `/subscriptions/${subscription}`;
const otherRule = linuxRule.replace(/[^/]+$/, 'other');
const vm = vmMachine({ associations: [], identity: { system: false, userAssigned: [builtInId] } });

function ask(name: ServiceName, assignments: readonly PolicyAssignment[], facts = vm, left: LeftPolicies = noneLeft) {
  const service = allServices(fleetOf().support).find((one) => one.name === name);
  if (service === undefined) throw new Error(`there is no service ${name}`);
  return service.find(inputOf({ facts, policies: { kind: 'read', reading: { ...readingOf(assignments), left } } }));
}

const byRule = (dcrresourceid: string) => assignment({ at, parameters: { dcrresourceid } });

describe('a policy that wants another rule', () => {
  it('keeps back the association, and names assignment and parameter', () => {
    const found = ask('data-collection', [byRule(otherRule)]);
    expect(found).toMatchObject({
      kind: 'blocked',
      code: 'PolicyConflict',
      detail: expect.stringMatching(/^policy assignment a \(.*\/policyAssignments\/a\) wants other by dcrResourceId, /),
    });
    expect(keptBackOf(found)).toHaveLength(1);
  });

  it('leaves alone what is right already, and says so', () => {
    const done = vmMachine({ associations: [{ name: 'x', ruleId: linuxRule, endpointId: undefined }] });
    expect(ask('data-collection', [byRule(otherRule)], done)).toMatchObject({
      kind: 'satisfied',
      detail: expect.stringContaining('wants other by dcrResourceId'),
    });
  });

  it('keeps back no other service', () => {
    expect(ask('ama', [byRule(otherRule)]).kind).toBe('wanted');
  });
});

it('a policy that wants the same is noted, and nothing is kept back', () => {
  expect(ask('data-collection', [byRule(linuxRule)]).kind).toBe('wanted');
  const done = vmMachine({ associations: [{ name: 'x', ruleId: linuxRule, endpointId: undefined }] });
  expect(ask('data-collection', [byRule(linuxRule)], done)).toEqual({
    kind: 'satisfied',
    detail: 'as a of Azure Policy wants it',
  });
});

it('a policy that brings another identity keeps back ours and the agent that would use it', () => {
  const parameters = {
    bringyourownuserassignedmanagedidentity: true,
    userassignedmanagedidentityname: 'ama',
    userassignedmanagedidentityresourcegroup: 'identities',
  };
  const set = assignment({ at, definition: definitions.linuxSet, parameters });
  const bare = vmMachine({ identity: { system: false, userAssigned: [] } });
  expect(ask('identity', [set], bare)).toMatchObject({ kind: 'blocked', code: 'PolicyConflict' });
  expect(ask('ama', [set])).toMatchObject({ kind: 'blocked', code: 'PolicyConflict' });
  const done = vmMachine({ identity: vm.identity, extensions: [agent()] });
  expect(ask('ama', [set], done).kind).toBe('satisfied');
});

it('M5: a policy for machines with SQL Server holds one whose image is of SQL Server, and no other', () => {
  const parameters = {
    bringyourownuserassignedmanagedidentity: true,
    userassignedidentityresourceid: builtInId.replace(/[^/]+$/, 'sql'),
  };
  const policy = assignment({ at, definition: definitions.sqlSet, parameters });
  const identity = { system: false, userAssigned: [] };
  const image = { publisher: 'MicrosoftSQLServer', offer: 'sql2022-ws2022', sku: 'standard-gen2', id: undefined };
  expect(ask('identity', [policy], vmMachine({ os: 'windows', identity }, { image }))).toMatchObject({
    kind: 'blocked',
    code: 'PolicyConflict',
  });
  expect(ask('identity', [policy], vmMachine({ os: 'windows', identity })).kind).toBe('wanted');
});

it('a policy that covers another machine is none of its business', () => {
  const elsewhere = assignment({ at: `${at}/resourceGroups/elsewhere`, parameters: { dcrresourceid: otherRule } });
  expect(ask('data-collection', [elsewhere]).kind).toBe('wanted');
});

describe('where not all policies could be compared', () => {
  const left: LeftPolicies = { assignments: 2, facets: ['association'], exemptions: 0 };

  it('nothing is written of what they are about, and the rest goes on', () => {
    const found = ask('data-collection', [], vm, left);
    expect(found).toMatchObject({
      kind: 'blocked',
      code: 'PolicyConflict',
      detail: 'not all policy assignments could be compared: 2 are too many or too long, about association',
    });
    expect(keptBackOf(found)).toHaveLength(1);
    expect(ask('ama', [], vm, left).kind).toBe('wanted');
  });

  it('what is right already stays so', () => {
    const done = vmMachine({ associations: [{ name: 'x', ruleId: linuxRule, endpointId: undefined }] });
    expect(ask('data-collection', [], done, left)).toEqual({ kind: 'satisfied' });
  });
});

describe('where what Azure Policy wants is not known', () => {
  const policies = { kind: 'unread', detail: 'it was last read long ago' } as const;
  const find = (name: ServiceName, facts = vm) =>
    allServices(fleetOf().support)
      .find((one) => one.name === name)
      ?.find(inputOf({ facts, policies }));

  it.each<ServiceName>(['data-collection', 'ama'])(
    '%s writes nothing, and waits for the look that reads it',
    (name) => {
      const found = find(name);
      expect(found).toMatchObject({ kind: 'waiting', reason: 'SubscriptionNotReady', detail: policies.detail });
      expect(found === undefined ? [] : keptBackOf(found)).toHaveLength(1);
    },
  );

  it('what is right already stays so', () => {
    const done = vmMachine({ associations: [{ name: 'x', ruleId: linuxRule, endpointId: undefined }] });
    expect(find('data-collection', done)).toEqual({ kind: 'satisfied' });
  });
});
