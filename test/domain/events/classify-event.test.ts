import { describe, expect, it } from 'vitest';
import { classifyEvent } from '../../../src/domain/events/classify-event.ts';
import { parseResourceEvent } from '../../../src/domain/events/resource-event.ts';
import { watchedOperations } from '../../../src/domain/events/watched-operations.ts';
import { parseFleetFile } from '../../../src/domain/fleet/parse-fleet-file.ts';
import { keyOf } from '../../../src/domain/ids.ts';
import { type EventObject, eventNames, readEvent } from '../../fixtures/events/read-event.ts';

const subscription = '5b5c0000-0000-4000-a000-000000000001';
const group = `/subscriptions/${subscription}/resourceGroups/fleet-rg`;
const vm = `${group}/providers/Microsoft.Compute/virtualMachines/web-01`;
const ownAppId = 'aaaa0000-0000-4000-a000-000000000001';
const ownObjectId = 'bbbb0000-0000-4000-a000-000000000001';
const objectIdClaim = 'http://schemas.microsoft.com/identity/claims/objectidentifier';

function classify(event: unknown, scope: object = { subscriptions: [subscription] }) {
  const file = parseFleetFile(JSON.stringify({ scope, profiles: [{ name: 'all' }] }));
  if (file.kind !== 'valid') throw new Error(JSON.stringify(file.errors));
  const ownPrincipals = [ownObjectId, ownAppId];
  return classifyEvent(parseResourceEvent(event), { fleet: file.fleet, ownPrincipals, nowMs: 0 });
}

function withData(event: EventObject, data: Readonly<Record<string, unknown>>): EventObject {
  return { ...event, data: { ...event.data, ...data } };
}

describe('classifyEvent', () => {
  it.each(eventNames)('%s owes its machine a look, whatever the case of its id', (name) => {
    const machine = name === 'arc-write' ? `${group}/providers/Microsoft.HybridCompute/machines/srv-01` : vm;
    expect(classify(readEvent(name))).toMatchObject({ kind: 'look', machine: { key: keyOf(machine) } });
  });

  it.each(Object.keys(watchedOperations))('%s owes the machine a look', (operation) => {
    const below = operation.includes('/extensions/') ? '/extensions/a' : '';
    const base = operation.startsWith('microsoft.hybrid') ? readEvent('arc-write') : readEvent('vm-write');
    const event = withData(base, { operationName: operation, resourceUri: `${String(base.data.resourceUri)}${below}` });
    expect(classify(event).kind).toBe('look');
  });

  it('an association on a machine owes it a look, one on something else does not', () => {
    const association = '/providers/Microsoft.Insights/dataCollectionRuleAssociations/a';
    const operationName = 'Microsoft.Insights/dataCollectionRuleAssociations/delete';
    const on = (id: string) =>
      classify(withData(readEvent('vm-delete'), { operationName, resourceUri: `${id}${association}` }));
    expect(on(vm)).toMatchObject({ kind: 'look', target: 'association', machine: { key: keyOf(vm) } });
    expect(on(`${group}/providers/Microsoft.Compute/cloudServices/s`)).toEqual({
      kind: 'ignored',
      reason: 'NotAMachine',
    });
  });

  it.each([
    ['of another provider', { operationName: 'Microsoft.Storage/storageAccounts/write' }, {}],
    [
      'of an operation that changes nothing we look at',
      { operationName: 'Microsoft.Compute/virtualMachines/runCommand/action' },
      {},
    ],
    ['that tells of a failed change of a machine', {}, { eventType: 'Microsoft.Resources.ResourceWriteFailure' }],
    ['that tells of a cancelled change', {}, { eventType: 'Microsoft.Resources.ResourceDeleteCancel' }],
    ['of another kind of topic', {}, { eventType: 'Microsoft.Storage.BlobCreated' }],
  ])('an event %s is not watched', (_, data, envelope) => {
    const event = { ...withData(readEvent('vm-write'), data), ...envelope };
    expect(classify(event)).toEqual({ kind: 'ignored', reason: 'NotWatched' });
  });

  it.each([
    ['write', 'Microsoft.Resources.ResourceWriteFailure'],
    ['delete', 'Microsoft.Resources.ResourceDeleteFailure'],
  ])('a failed %s of an extension owes a look, unless it is ours', (verb, eventType) => {
    const operationName = `Microsoft.Compute/virtualMachines/extensions/${verb}`;
    const data = { operationName, resourceUri: `${vm}/extensions/AzureMonitorLinuxAgent` };
    const event = { ...withData(readEvent('vm-write'), data), eventType };
    expect(classify(event)).toMatchObject({ kind: 'look', target: 'extension', machine: { key: keyOf(vm) } });
    expect(classify(withData(event, { claims: { appid: ownAppId } }))).toEqual({ kind: 'ignored', reason: 'Ours' });
    expect(classify({ ...event, eventType: 'Microsoft.Resources.ResourceWriteCancel' }).kind).toBe('ignored');
  });

  it.each(['..', 'a%2Fb', 'web?x', 'web#x', 'web 01'])('an event about a machine named %s is about none', (name) => {
    const resourceUri = vm.replace('web-01', name);
    expect(classify(withData(readEvent('vm-write'), { resourceUri }))).toEqual({
      kind: 'ignored',
      reason: 'NotAMachine',
    });
  });

  it('ignores foreign subscriptions, and resource groups beside the scope', () => {
    const foreign = String(readEvent('vm-write').data.resourceUri).replace(
      subscription,
      subscription.replace('1', '2'),
    );
    expect(classify(withData(readEvent('vm-write'), { resourceUri: foreign }))).toEqual({
      kind: 'ignored',
      reason: 'OutOfScope',
    });
    const beside = { resourceGroups: [`${group}-2`] };
    expect(classify(readEvent('vm-write'), beside)).toEqual({ kind: 'ignored', reason: 'OutOfScope' });
  });

  it('looks at excluded machines too, so that the list shows them with their reason', () => {
    const scope = { subscriptions: [subscription], exclude: { scopes: [{ id: group, by: 'ann', why: 'lab' }] } };
    expect(classify(readEvent('vm-write'), scope).kind).toBe('look');
  });

  it.each([
    ['application id', { appid: ownAppId.toUpperCase() }],
    ['object id', { [objectIdClaim]: ownObjectId }],
    ['short object id claim', { appid: 'someone', oid: ownObjectId }],
  ])('our own writes are known by their %s', (_, claims) => {
    expect(classify(withData(readEvent('vm-write'), { claims }))).toEqual({ kind: 'ignored', reason: 'Ours' });
  });

  it('an unreadable event is told apart', () => {
    expect(classify({ hello: 'world' })).toEqual({ kind: 'ignored', reason: 'Unreadable' });
  });
});
