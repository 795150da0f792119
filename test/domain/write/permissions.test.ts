import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { withPermissionTable } from '../../../scripts/permission-table.ts';
import {
  features,
  isPublishedAction,
  leastRoleOf,
  permissions,
  permissionsOf,
  publishedActions,
  publishedLinkedActions,
} from '../../../src/domain/write/permissions.ts';

describe('the permissions', () => {
  it('M7: stand in docs/OPERATIONS.md, each with its least role (node --import tsx scripts/generate-permissions.ts)', () => {
    const page = readFileSync('docs/OPERATIONS.md', 'utf8');
    expect(page).toBe(withPermissionTable(page));
  });

  it('M7: name a role, a place and a source for every action, and no action twice for one feature and access', () => {
    const keys = permissions.map(({ action, feature, access }) => `${action} ${feature} ${access}`.toLowerCase());
    expect(new Set(keys).size).toBe(keys.length);
    expect(permissions.filter(({ source, roles }) => source === '' || roles.length === 0)).toEqual([]);
  });

  it('M7: are for features that the page explains', () => {
    const page = readFileSync('docs/OPERATIONS.md', 'utf8').split('| feature | used when |')[1] ?? '';
    const cells = (page.split('\n\n')[0] ?? '').split('\n').map((line) => line.split('|')[1] ?? '');
    const explained = cells.flatMap((cell) => [...cell.matchAll(/`(\w+)`/g)].map(([, name]) => name));
    expect(explained.sort()).toEqual([...features].sort());
  });

  it('of no feature are none', () => {
    expect(permissionsOf([])).toEqual([]);
    expect(permissionsOf(['builtInIdentity']).map(({ action }) => action)).toEqual([
      'Microsoft.ManagedIdentity/userAssignedIdentities/assign/action',
    ]);
  });
});

describe('what is published', () => {
  it('M7: is what changes something, and what such a write asks for beside it', () => {
    expect(publishedActions).toEqual([
      'Microsoft.Compute/virtualMachines/extensions/write',
      'Microsoft.Compute/virtualMachines/extensions/delete',
      'Microsoft.HybridCompute/machines/extensions/write',
      'Microsoft.HybridCompute/machines/extensions/delete',
      'Microsoft.Resources/tags/write',
      'Microsoft.Compute/virtualMachines/write',
      'Microsoft.Compute/virtualMachineScaleSets/extensions/write',
      'Microsoft.Compute/virtualMachineScaleSets/extensions/delete',
      'Microsoft.Compute/virtualMachineScaleSets/write',
      'Microsoft.Compute/virtualMachineScaleSets/manualUpgrade/action',
      'Microsoft.Insights/dataCollectionRuleAssociations/write',
      'Microsoft.Security/pricings/write',
      'Microsoft.Security/settings/write',
      'Microsoft.Security/serverVulnerabilityAssessmentsSettings/write',
      'Microsoft.Security/autoProvisioningSettings/write',
      'Microsoft.ManagedIdentity/userAssignedIdentities/write',
      'Microsoft.Resources/subscriptions/resourceGroups/write',
      'Microsoft.Authorization/locks/write',
      'Microsoft.OperationalInsights/workspaces/write',
      'Microsoft.OperationsManagement/solutions/write',
      'Microsoft.Insights/dataCollectionRules/write',
      'Microsoft.EventGrid/systemTopics/write',
      'Microsoft.EventGrid/systemTopics/eventSubscriptions/write',
      'Microsoft.EventGrid/register/action',
      'Microsoft.Insights/register/action',
      'Microsoft.ManagedIdentity/register/action',
      'Microsoft.OperationalInsights/register/action',
      'Microsoft.OperationsManagement/register/action',
      'Microsoft.Security/register/action',
    ]);
    expect(publishedLinkedActions).toEqual([
      'Microsoft.ManagedIdentity/userAssignedIdentities/assign/action',
      'Microsoft.Insights/dataCollectionRules/read',
      'Microsoft.EventGrid/EventSubscriptions/Write',
    ]);
  });

  it('M3: starts, stops or restarts no machine, so no change of ours needs or causes a restart', () => {
    const power = /\/(?:start|restart|powerOff|deallocate|redeploy|reapply|reimage|runCommand)\b/i;
    expect(publishedActions.filter((action) => power.test(action) || action.endsWith('*'))).toEqual([]);
    expect(publishedActions.filter((action) => /virtualMachines|machines/i.test(action))).toEqual([
      'Microsoft.Compute/virtualMachines/extensions/write',
      'Microsoft.Compute/virtualMachines/extensions/delete',
      'Microsoft.HybridCompute/machines/extensions/write',
      'Microsoft.HybridCompute/machines/extensions/delete',
      'Microsoft.Compute/virtualMachines/write',
      'Microsoft.Compute/virtualMachineScaleSets/extensions/write',
      'Microsoft.Compute/virtualMachineScaleSets/extensions/delete',
      'Microsoft.Compute/virtualMachineScaleSets/write',
      // Only where the model has nothing that is not ours and that instances lack.
      'Microsoft.Compute/virtualMachineScaleSets/manualUpgrade/action',
    ]);
  });

  it('is matched whole', () => {
    expect(isPublishedAction('Microsoft.Compute/virtualMachines/write')).toBe(true);
    expect(isPublishedAction('Microsoft.Compute/virtualMachines/delete')).toBe(false);
    expect(isPublishedAction('Microsoft.Compute/virtualMachines/read')).toBe(false);
    expect(isPublishedAction('Microsoft.Compute/virtualMachines')).toBe(false);
  });
});

describe('the least role of an action', () => {
  it.each(['pricings', 'settings'])('E3: to turn on %s of Defender is Security Admin', (type) => {
    expect(leastRoleOf(`Microsoft.Security/${type}/write`)).toBe('Security Admin');
  });

  it('is found however Azure spells the action', () => {
    expect(leastRoleOf('microsoft.compute/VirtualMachines/extensions/write')).toBe('Virtual Machine Contributor');
    expect(leastRoleOf('Microsoft.Insights/dataCollectionRuleAssociations/write')).toBe('Monitoring Contributor');
    expect(leastRoleOf('Microsoft.Sql/servers/write')).toBeUndefined();
  });
});
