import { expect, it } from 'vitest';
import { linkedActions } from '../../../local/azure/authorization/linked-actions.ts';
import type { JsonValue } from '../../../local/azure/core/types.ts';
import type { AzureWrite } from '../../../src/domain/write/azure-write.ts';
import { claimOf, type WriteClaim } from '../../../src/domain/write/write-claim.ts';
import { arc, arcId, identityId, ruleId, vm, vmId } from '../../azure/payloads.ts';

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
const assign = 'Microsoft.ManagedIdentity/userAssignedIdentities/assign/action';
const readRule = 'Microsoft.Insights/dataCollectionRules/read';

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
];

it.each(cases)('$kind says its target, its resource, its action and what ARM asks for beside it', (write, claim) => {
  expect(claimOf(write)).toEqual(claim);
});

it.each(cases)('$kind names what the simulated ARM asks for, no less and no more', (write, { linked }) => {
  const method = write.kind === 'deleteExtension' ? 'DELETE' : write.kind === 'attachIdentity' ? 'PATCH' : 'PUT';
  const sent = 'body' in write ? (JSON.parse(JSON.stringify(write.body)) as JsonValue) : undefined;
  const asked = linkedActions({ method, body: sent }).flatMap(({ action, scopes }) =>
    scopes.map((resourceId) => ({ action, resourceId })),
  );
  expect(linked).toEqual(asked);
});
