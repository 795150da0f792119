import { describe, expect, it } from 'vitest';
import { classifyEvent } from '../../../src/domain/events/classify-event.ts';
import { parseResourceEvent } from '../../../src/domain/events/resource-event.ts';
import { subscriptionOperations } from '../../../src/domain/events/watched-operations.ts';
import type { WrittenFleet } from '../../../src/domain/fleet/fleet-schema.ts';
import { keyOf } from '../../../src/domain/ids.ts';
import { topicGroup } from '../../../src/domain/subscription/system-topic.ts';
import { readEvent } from '../../fixtures/events/read-event.ts';
import { fleetOf } from '../look/look-fixture.ts';

const subscription = '5b5c0000-0000-4000-a000-000000000001';
const root = `/subscriptions/${subscription}`;
const group = `${root}/resourceGroups/fleet-rg`;
const vm = `${group}/providers/Microsoft.Compute/virtualMachines/web-01`;
const defaults = `${root}/resourceGroups/DefaultResourceGroup-WEU`;
const identity = `${root}/resourcegroups/Built-In-Identity-RG/providers/Microsoft.ManagedIdentity/userAssignedIdentities/Built-In-Identity-westeurope`;
const ownAppId = 'aaaa0000-0000-4000-a000-000000000001';

interface Change {
  readonly claims?: unknown;
  readonly type?: string;
  readonly scope?: object;
  readonly subscriptions?: WrittenFleet['subscriptions'];
}

function classify(operationName: string, resourceUri: string, change: Change = {}) {
  const { claims = {}, type = 'ResourceWriteSuccess', scope = { subscriptions: [subscription] } } = change;
  const { subscriptions = [] } = change;
  const event = readEvent('vm-write');
  const data = { ...event.data, operationName, resourceUri, claims };
  const parsed = parseResourceEvent({ ...event, eventType: `Microsoft.Resources.${type}`, data });
  return classifyEvent(parsed, { fleet: fleetOf({ scope, subscriptions }), ownPrincipals: [ownAppId], nowMs: 0 });
}

const looks = (part: string) => ({ kind: 'lookAtSubscription', subscription, part });
const notShared = { kind: 'ignored', reason: 'NotShared' };

/** By part, a resource of it that concerns its subscription. */
const examples: Readonly<Record<string, string>> = {
  defender: `${root}/providers/Microsoft.Security/pricings/VirtualMachines`,
  tags: `${root}/providers/Microsoft.Resources/tags/default`,
  group: `${root}/resourceGroups/Built-In-Identity-RG`,
  identity,
  lock: `${identity}/providers/Microsoft.Authorization/locks/keep`,
  collection: `${defaults}/providers/Microsoft.Insights/dataCollectionRules/rule`,
  topic: `${group}/providers/Microsoft.EventGrid/systemTopics/t`,
  wiring: `${group}/providers/Microsoft.EventGrid/systemTopics/t/eventSubscriptions/amo-production`,
};

describe('an event that concerns the subscription', () => {
  it.each(Object.entries(subscriptionOperations))('C1: %s owes it a look (%s)', (operation, part) => {
    const id = examples[part] ?? '';
    expect(classify(operation, id)).toEqual(looks(part));
    expect(classify(operation.toUpperCase(), id.toUpperCase())).toEqual(looks(part));
  });

  it.each([
    ['the plan of one machine', 'Microsoft.Security/pricings/write', `${vm}/providers/Microsoft.Security/pricings/x`],
    ['a default group', 'Microsoft.Resources/subscriptions/resourceGroups/delete', defaults],
    [
      'a lock on the subscription',
      'Microsoft.Authorization/locks/write',
      `${root}/providers/Microsoft.Authorization/locks/l`,
    ],
    [
      'a lock on a default group',
      'Microsoft.Authorization/locks/delete',
      `${defaults}/providers/Microsoft.Authorization/locks/l`,
    ],
    [
      'an identity of ours in another group',
      'Microsoft.ManagedIdentity/userAssignedIdentities/write',
      identity.replace('Built-In-Identity-RG', 'ids'),
    ],
  ])('C1: %s owes it a look', (_, operation, id) => {
    expect(classify(operation, id)).toMatchObject({ kind: 'lookAtSubscription', subscription });
  });

  describe('about a group that keeps what machines share', () => {
    const shared = `${root}/resourceGroups/Shared-Ids`;
    const subscriptions = [{ match: { tags: { env: 'x' } } }, { identity: { resourceGroup: 'shared-ids' } }];
    const write = 'Microsoft.Resources/subscriptions/resourceGroups/write';
    const lock = (id: string): string => `${id}/providers/Microsoft.Authorization/locks/l`;

    it('C1: owes it a look where fleet.json names the group, and where it does not owes none', () => {
      expect(classify(write, shared, { subscriptions })).toEqual(looks('group'));
      expect(classify('Microsoft.Authorization/locks/write', lock(shared), { subscriptions })).toEqual(looks('lock'));
      expect(classify(write, shared)).toEqual(notShared);
      expect(classify('Microsoft.Authorization/locks/write', lock(shared))).toEqual(notShared);
    });

    it('C1: owes it a look where it is the group of our topic', () => {
      const events = `${root}/resourceGroups/${topicGroup}`;
      expect(classify(write, events)).toEqual(looks('group'));
      expect(classify('Microsoft.Authorization/locks/delete', lock(events))).toEqual(looks('lock'));
    });
  });

  it('C1: tags of a machine are the business of the machine, those of its subscription of that', () => {
    const operation = 'Microsoft.Resources/tags/write';
    const tags = '/providers/Microsoft.Resources/tags/default';
    expect(classify(operation, `${vm}${tags}`)).toMatchObject({ kind: 'look', machine: { key: keyOf(vm) } });
    expect(classify(operation, `${root}${tags}`)).toEqual(looks('tags'));
    expect(classify(operation, `${group}${tags}`)).toEqual({ kind: 'ignored', reason: 'NotAMachine' });
  });
});

describe('an event that owes nobody a look', () => {
  it.each([
    ['the group of an application', 'Microsoft.Resources/subscriptions/resourceGroups/write', group],
    [
      'a group whose name only begins like a shared one',
      'Microsoft.Resources/subscriptions/resourceGroups/write',
      `${root}/resourceGroups/Built-In-Identity-RG2`,
    ],
    [
      'an identity of an application',
      'Microsoft.ManagedIdentity/userAssignedIdentities/write',
      `${group}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/app`,
    ],
    [
      'a lock on a machine',
      'Microsoft.Authorization/locks/write',
      `${vm}/providers/Microsoft.Authorization/locks/keep`,
    ],
    [
      'a lock on the group of an application',
      'Microsoft.Authorization/locks/write',
      `${group}/providers/Microsoft.Authorization/locks/keep`,
    ],
    [
      'an event subscription of somebody else',
      'Microsoft.EventGrid/systemTopics/eventSubscriptions/write',
      `${examples.topic}/eventSubscriptions/audit`,
    ],
    ['what lies in no subscription', 'Microsoft.Security/pricings/write', '/providers/Microsoft.Security/pricings/x'],
    [
      'what lies in a subscription without a GUID',
      'Microsoft.Security/pricings/write',
      '/subscriptions/s/providers/Microsoft.Security/pricings/x',
    ],
    [
      'what lies in a subscription whose id only begins like ours',
      'Microsoft.Security/pricings/write',
      `${root}0/providers/Microsoft.Security/pricings/x`,
    ],
  ])('is about %s', (_, operation, id) => {
    expect(classify(operation, id)).toEqual(notShared);
  });

  it('tells of our own write, by whichever claims', () => {
    const ours = { kind: 'ignored', reason: 'Ours' };
    for (const claims of [{ appid: ownAppId }, JSON.stringify({ appid: ownAppId }), { oid: ownAppId }])
      expect(classify('Microsoft.Security/pricings/write', examples.defender ?? '', { claims })).toEqual(ours);
  });

  it('tells of a change that failed or was cancelled, which leaves all as it was', () => {
    for (const type of ['ResourceWriteFailure', 'ResourceDeleteFailure', 'ResourceWriteCancel'])
      expect(classify('Microsoft.Security/pricings/write', examples.defender ?? '', { type })).toEqual({
        kind: 'ignored',
        reason: 'NotWatched',
      });
  });

  it('lies out of scope, as a subscription does of which fleet.json names only a group', () => {
    const outOfScope = { kind: 'ignored', reason: 'OutOfScope' };
    const foreign = { scope: { subscriptions: [subscription.replace('1', '2')] } };
    const grouped = { scope: { resourceGroups: [group] } };
    for (const change of [foreign, grouped])
      expect(classify('Microsoft.Security/settings/write', examples.defender ?? '', change)).toEqual(outOfScope);
  });

  it('has a name that every object has', () => {
    for (const operation of ['constructor', '__proto__'])
      expect(classify(operation, vm)).toEqual({ kind: 'ignored', reason: 'NotWatched' });
  });
});
