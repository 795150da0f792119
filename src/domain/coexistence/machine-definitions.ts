import { beside, deploys, type KnownDefinition, type PolicyAim } from './known-definition.ts';

const user: PolicyAim = { kind: 'userIdentity' };
const system: PolicyAim = { kind: 'systemIdentity' };
const rule: PolicyAim = { kind: 'rule' };
const adds: Pick<KnownDefinition, 'facet' | 'on' | 'os' | 'effect'> = {
  ...{ facet: 'attachedIdentity', on: 'vm', os: undefined, effect: 'Modify' },
};
const tracking = beside('Change Tracking');
const sql = beside('Defender for SQL');
/** Those for VMs with SQL Server choose by it (`imagePublisher`). */
const sqlServer = 'microsoftsqlserver';

/**
 * Built-in definitions about machines, by id. Those that only audit are left out: they write nothing.
 * Source: Azure/azure-policy, built-in-policies/policyDefinitions, folders Monitoring, Managed Identity, Guest
 * Configuration, ChangeTrackingAndInventory and Security Center, read 2026-11-29.
 */
export const machineDefinitions: Readonly<Record<string, KnownDefinition>> = {
  // AzureMonitor_Agent_*_UAI_DINE
  '637125fd-7c39-4b94-bb0a-d331faf333a9': deploys('agent', 'vm', user, 'windows'),
  'ae8a10e6-19d6-44a3-a02d-a2bdfc707742': deploys('agent', 'vm', user, 'linux'),
  '98569e20-8f32-4f31-bf34-0e91590ae9d3': deploys('agent', 'scaleSet', user, 'windows'),
  '59c3d93f-900b-4827-a8bd-562e7b956e7c': deploys('agent', 'scaleSet', user, 'linux'),
  // AzureMonitor_Agent_*_DINE: the system-assigned identity, on Arc always
  'ca817e41-e85a-4783-bc7f-dc532d36235e': deploys('agent', 'vm', system, 'windows'),
  'a4034bc6-ae50-406d-bf76-50f4ee5a7811': deploys('agent', 'vm', system, 'linux'),
  '4efbd9d8-6bc6-45f6-9be2-7fe9dd5d89ff': deploys('agent', 'scaleSet', system, 'windows'),
  '56a3e4f8-649b-4fac-887e-5564d11e8d3a': deploys('agent', 'scaleSet', system, 'linux'),
  '94f686d6-9a24-4e19-91f1-de937dc171a4': deploys('agent', 'arc', system, 'windows'),
  '845857af-0333-4c5d-bbbc-6076697da122': deploys('agent', 'arc', system, 'linux'),
  // Change Tracking: the agent, and an association with a rule of its own
  'ad1eeff9-20d7-4c82-a04e-903acab0bfc1': deploys('agent', 'vm', user, 'windows'),
  '4485d24b-a9d3-4206-b691-1fad83bc5007': deploys('agent', 'scaleSet', user, 'windows'),
  'a7acfae7-9497-4a3f-a3b5-a16a50abbe2f': deploys('agent', 'arc', system, 'windows'),
  '56d0ed2b-60fc-44bf-af81-a78c851b5fe1': deploys('agent', 'vm', user, 'linux'),
  'b73e81f3-6303-48ad-9822-b69fc00c15ef': deploys('agent', 'scaleSet', user, 'linux'),
  '09a1f130-7697-42bc-8d84-8a9ea17e5187': deploys('agent', 'arc', system, 'linux'),
  'b6faa975-0add-4f35-8d1c-70bba45c4424': deploys('association', 'vm', tracking, 'windows'),
  '8fd85785-1547-4a4a-bf90-d5483c9571c5': deploys('association', 'scaleSet', tracking, 'windows'),
  'ef9fe2ce-a588-4edd-829c-6247069dcfdb': deploys('association', 'arc', tracking, 'windows'),
  'bef2d677-e829-492d-9a3d-f5a20fda818f': deploys('association', 'vm', tracking, 'linux'),
  '1142b015-2bd7-41e0-8645-a531afe09a1e': deploys('association', 'scaleSet', tracking, 'linux'),
  '09a1f130-7697-42bc-8d84-8a9ea17e5192': deploys('association', 'arc', tracking, 'linux'),
  // Defender for SQL: MDC_DfSQL_DeployWindowsAMA_*, _AMA_*Pipeline_VM and _AMA_*Pipeline_DCRA_Arc
  'f91991d1-5383-4c95-8ee5-5ac423dd8bb1': { ...deploys('agent', 'vm', user, 'windows'), publisher: sqlServer },
  '3592ff98-9787-443a-af59-4505d0fe0786': deploys('agent', 'arc', system, 'windows'),
  'c859b78a-a128-4376-a838-e97ce6625d16': deploys('association', 'vm', sql, 'windows'),
  '04754ef9-9ae3-4477-bf17-86ef50026304': deploys('association', 'vm', sql, 'windows'),
  'cbdd12e1-193a-445c-9926-560118c6daaa': deploys('association', 'arc', sql, 'windows'),
  '2227e1f1-23dd-4c3a-85a9-7024a401d8b2': deploys('association', 'arc', sql, 'windows'),
  // Managed Identity: VM_UAI_DINE, VMSS_UAI_DINE; Guest Configuration: AddUserIdentity; MDC_DfSQL_AddUserAssignedIdentity_VM
  'd367bd60-64ca-4364-98ea-276775bddd94': deploys('attachedIdentity', 'vm', user),
  '516187d4-ef64-4a1b-ad6b-a7348502976c': deploys('attachedIdentity', 'scaleSet', user),
  'f40c7c00-b4e3-4068-a315-5fe81347a904': deploys('attachedIdentity', 'vm', { kind: 'builtInIdentity' }),
  '09963c90-6ee7-4215-8d26-1cc660a1682f': {
    ...deploys('attachedIdentity', 'vm', user, 'windows'),
    publisher: sqlServer,
  },
  // Guest Configuration: AddSystemIdentity, for machines without any and for those with a user-assigned one
  '3cf2ab00-13f1-4d0c-8971-2ac904541a7e': { ...adds, aim: beside('a system-assigned identity where there is none') },
  '497dff13-db2a-4c0f-8603-28fa3b331ab6': { ...adds, aim: { kind: 'addsSystemIdentity' } },
  '17b3de92-f710-4cf4-aa55-0e7859f1ed7b': { ...adds, aim: { kind: 'addsSystemIdentity' } },
  // AzureMonitor_DCRA_*
  'eab1f514-22e3-42e3-9a1f-e1dc9199355c': deploys('association', 'machine', rule, 'windows'),
  '2ea82cdd-f2e8-4500-af75-67a2e084ca74': deploys('association', 'machine', rule, 'linux'),
  '244efd75-0d92-453c-b9a3-7d73ca36ed52': deploys('association', 'vm', rule, 'windows'),
  '0a3b9bf4-d30e-424a-af6b-9a93f6f78792': deploys('association', 'scaleSet', rule, 'windows'),
  'c24c537f-2516-4c2f-aac5-2cd26baa3d26': deploys('association', 'arc', rule, 'windows'),
  '58e891b9-ce13-4ac3-86e4-ac3e1f20cb07': deploys('association', 'vm', rule, 'linux'),
  '050a90d5-7cce-483f-8f6c-0df462036dda': deploys('association', 'scaleSet', rule, 'linux'),
  'd5c37ce1-5f52-4523-b949-f19bf945b73a': deploys('association', 'arc', rule, 'linux'),
  // ASC_MicrosoftDefenderForEndpoint_*
  '1ec9c2c2-6d64-656d-6465-3ec3309b8579': deploys('endpoint', 'vm', beside('Defender for Endpoint'), 'windows'),
  'd30025d0-6d64-656d-6465-67688881b632': deploys('endpoint', 'vm', beside('Defender for Endpoint'), 'linux'),
  '37c043a6-6d64-656d-6465-b362dfeb354a': deploys('endpoint', 'arc', beside('Defender for Endpoint'), 'windows'),
  '4eb909e7-6d64-656d-6465-2eeb297a1625': deploys('endpoint', 'arc', beside('Defender for Endpoint'), 'linux'),
};
