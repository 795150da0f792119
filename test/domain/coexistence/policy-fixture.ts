import type { PolicyPlace } from '../../../src/domain/coexistence/applies.ts';
import {
  noneLeft,
  type PolicyAssignment,
  type PolicyExemption,
  type PolicyReading,
} from '../../../src/domain/coexistence/policy-reading.ts';

export const nowMs = Date.UTC(2026, 10, 29, 12);
export const subscription = '11111111-2222-4333-8444-555555555555';
export const scope = `/subscriptions/${subscription}`;
export const groupScope = `${scope}/resourceGroups/shop`;
export const groupOf = (name: string) => `/providers/Microsoft.Management/managementGroups/${name}`;
export const ruleOf = (name: string) =>
  `${scope}/resourceGroups/monitoring/providers/Microsoft.Insights/dataCollectionRules/${name}`;

export const definitions = {
  linuxAgent: 'ae8a10e6-19d6-44a3-a02d-a2bdfc707742',
  linuxAgentBySystem: 'a4034bc6-ae50-406d-bf76-50f4ee5a7811',
  arcLinuxAgent: '845857af-0333-4c5d-bbbc-6076697da122',
  identity: 'd367bd60-64ca-4364-98ea-276775bddd94',
  builtInIdentity: 'f40c7c00-b4e3-4068-a315-5fe81347a904',
  addsSystem: '497dff13-db2a-4c0f-8603-28fa3b331ab6',
  linuxRule: '2ea82cdd-f2e8-4500-af75-67a2e084ca74',
  windowsRule: 'eab1f514-22e3-42e3-9a1f-e1dc9199355c',
  planP1P2: '5f57b753-04b4-4e5e-aa31-c8888984497a',
  planFull: '5eb6d64a-4086-4d7a-92da-ec51aed0332d',
  planAny: '8e86a5b6-b9bd-49d1-8e21-4bb8a0862222',
  planOfMachines: '1b8c0040-b224-4ea1-be6a-47254dd5a207',
  wdatp: 'da56d295-2889-41ce-a4cd-6f50fb93aa68',
  linuxSetting: 'f9e2bd2f-47c7-4059-8265-c5292aa62c8a',
  autoProvisioning: '6df2fee6-a9ed-4fef-bced-e13be1b25f1c',
  linuxSet: 'babf8e94-780b-4b4d-abaa-4830136a8725',
  insightsSet: '924bfe3a-762f-40e7-86dd-5c8b95eb09e6',
  settingsSet: '77b391e3-2d5d-40c3-83bf-65c846b3c6a3',
  trackingSet: '92a36f05-ebc9-4bba-9128-b47ad2ea3354',
  sqlSet: 'de01d381-bae9-4670-8870-786f89f49e26',
  plansSet: 'f08c57cd-dbd6-49a4-a85e-9ae77ac959b0',
  endpointSet: 'e20d08c5-6d64-656d-6465-ce9e37fd0ebc',
} as const;

/** An assignment of the Linux rule to the subscription, enforced, for everything. */
export function assignment(changes: Partial<PolicyAssignment> & { readonly at?: string } = {}): PolicyAssignment {
  const { at = scope, ...rest } = changes;
  return {
    id: `${at}/providers/Microsoft.Authorization/policyAssignments/a`,
    definition: definitions.linuxRule,
    scope: at,
    notScopes: [],
    mode: 'Default',
    parameters: {},
    overrides: [],
    resourceSelectors: [],
    ...rest,
  };
}

export function exemption(changes: Partial<PolicyExemption> = {}): PolicyExemption {
  return {
    assignmentId: assignment().id,
    scope,
    references: [],
    expiresOn: undefined,
    resourceSelectors: [],
    ...changes,
  };
}

export function readingOf(
  assignments: readonly PolicyAssignment[],
  exemptions: readonly PolicyExemption[] = [],
): PolicyReading {
  return { readAt: new Date(nowMs).toISOString(), assignments, exemptions, left: noneLeft };
}

/** A Linux VM in West Europe, below `platform`. */
export function place(changes: Partial<PolicyPlace> = {}): PolicyPlace {
  return {
    resourceId: `${groupScope}/providers/Microsoft.Compute/virtualMachines/web1`,
    managementGroups: ['prod', 'platform'],
    subject: 'vm',
    os: 'linux',
    type: 'Microsoft.Compute/virtualMachines',
    location: 'westeurope',
    publisher: 'canonical',
    ...changes,
  };
}

export const subscriptionPlace = place({
  ...{ resourceId: scope, subject: 'subscription', os: undefined },
  ...{ type: 'Microsoft.Resources/subscriptions', location: undefined, publisher: undefined },
});
