import { expect, it } from 'vitest';
import { linkedActions } from '../../../local/azure/authorization/linked-actions.ts';
import type { JsonValue } from '../../../local/azure/core/types.ts';
import { eventSubscriptionProperties } from '../../../src/domain/subscription-services/event-subscription-body.ts';
import { subscriptionRef } from '../../../src/domain/target/subscription-ref.ts';
import type { AzureWrite } from '../../../src/domain/write/azure-write.ts';
import { claimOf, type WriteClaim } from '../../../src/domain/write/write-claim.ts';
import { arc, arcId, identityId, refOf, ruleId, subscription, vm, vmId } from '../../azure/payloads.ts';

const body = {
  location: 'westeurope',
  properties: {
    publisher: 'p',
    type: 't',
    autoUpgradeMinorVersion: true,
    enableAutomaticUpgrade: true,
    settings: {},
  },
};
const set = refOf(vmId.replace('virtualMachines', 'virtualMachineScaleSets'));
const assign = 'Microsoft.ManagedIdentity/userAssignedIdentities/assign/action';
const readRule = 'Microsoft.Insights/dataCollectionRules/read';

const wire = 'Microsoft.EventGrid/EventSubscriptions/Write';
const wiringType = 'Microsoft.EventGrid/systemTopics/eventSubscriptions';
const given = subscriptionRef(subscription);
const group = `${given.resourceId}/resourceGroups/rg/providers`;
const wiringId = `${group}/Microsoft.EventGrid/systemTopics/all/eventSubscriptions/amo-test`;
const events = {
  name: 'amo-test',
  destination: `${group}/Microsoft.Web/sites/amo/functions/resourceEvents`,
  deadLetters: `${group}/Microsoft.Storage/storageAccounts/amostorage/blobServices/default/containers/lost`,
  ownPrincipals: [],
};
const wiringBody = { properties: eventSubscriptionProperties(events) };

const cases: readonly [AzureWrite, WriteClaim][] = [
  [
    {
      kind: 'attachIdentity',
      target: vm,
      body: { identity: { type: 'UserAssigned', userAssignedIdentities: { [identityId]: {} } } },
      ifMatch: undefined,
    },
    {
      target: vm.key,
      resourceId: vmId,
      action: 'Microsoft.Compute/virtualMachines/write',
      linked: [{ action: assign, resourceId: identityId }],
    },
  ],
  [
    { kind: 'attachIdentity', target: vm, body: { identity: { type: 'SystemAssigned' } }, ifMatch: undefined },
    { target: vm.key, resourceId: vmId, action: 'Microsoft.Compute/virtualMachines/write', linked: [] },
  ],
  [
    { kind: 'putExtension', target: vm, name: 'AMA', body },
    {
      target: vm.key,
      resourceId: `${vmId}/extensions/AMA`,
      action: 'Microsoft.Compute/virtualMachines/extensions/write',
      linked: [],
    },
  ],
  [
    { kind: 'deleteExtension', target: arc, name: 'AMA', publisher: 'p', type: 't' },
    {
      target: arc.key,
      resourceId: `${arcId}/extensions/AMA`,
      action: 'Microsoft.HybridCompute/machines/extensions/delete',
      linked: [],
    },
  ],
  [
    { kind: 'deleteLegacyAgent', target: vm, name: 'OMS', type: 'OmsAgentForLinux' },
    {
      target: vm.key,
      resourceId: `${vmId}/extensions/OMS`,
      action: 'Microsoft.Compute/virtualMachines/extensions/delete',
      linked: [],
    },
  ],
  [
    {
      kind: 'putAssociation',
      target: arc,
      name: 'a',
      body: { properties: { description: 'd', dataCollectionRuleId: ruleId } },
    },
    {
      target: arc.key,
      resourceId: `${arcId}/providers/Microsoft.Insights/dataCollectionRuleAssociations/a`,
      action: 'Microsoft.Insights/dataCollectionRuleAssociations/write',
      linked: [{ action: readRule, resourceId: ruleId }],
    },
  ],
  [
    { kind: 'upgradeInstances', target: set, body: { instanceIds: ['3'] } },
    {
      target: set.key,
      resourceId: set.resourceId,
      action: 'Microsoft.Compute/virtualMachineScaleSets/manualUpgrade/action',
      linked: [],
    },
  ],
  [
    { kind: 'putShared', target: given, resource: { type: wiringType, resourceId: wiringId, body: wiringBody } },
    {
      target: given.key,
      resourceId: wiringId,
      action: 'Microsoft.EventGrid/systemTopics/eventSubscriptions/write',
      linked: [
        { action: wire, resourceId: events.destination },
        { action: wire, resourceId: `${group}/Microsoft.Storage/storageAccounts/amostorage` },
      ],
    },
  ],
];

it.each(cases)('$kind says its target, its resource, its action and what ARM asks for beside it', (write, claim) => {
  expect(claimOf(write)).toEqual(claim);
});

it.each(cases)('$kind names what the simulated ARM asks for, no less and no more', (write, { linked }) => {
  const method = write.kind.startsWith('delete') ? 'DELETE' : write.kind === 'attachIdentity' ? 'PATCH' : 'PUT';
  const body = write.kind === 'putShared' ? write.resource.body : 'body' in write ? write.body : undefined;
  const sent = body === undefined ? undefined : (JSON.parse(JSON.stringify(body)) as JsonValue);
  const asked = linkedActions({ method, body: sent }).flatMap(({ action, scopes }) =>
    scopes.map((resourceId) => ({ action, resourceId })),
  );
  expect(linked).toEqual(asked);
});
