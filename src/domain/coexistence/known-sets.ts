import { beside, type PolicyAim } from './known-definition.ts';

/** A definition as a member of a set. The set's parameters have the names that its members give them, or those of others. */
export interface SetMember {
  /** `policyDefinitionReferenceId`. */
  readonly reference: string;
  readonly definition: string;
  /** The parameter of the set that is its effect; undefined: the set says nothing of it. */
  readonly effectParameter: string | undefined;
  /** Where it serves another product than the same definition alone. */
  readonly aim?: PolicyAim;
}

const member = (reference: string, definition: string, effectParameter: string | undefined = 'effect'): SetMember => ({
  ...{ reference, definition, effectParameter },
});
const insights = (reference: string, definition: string): SetMember => ({
  ...{ reference, definition, effectParameter: undefined, aim: beside('VM insights') },
});
const endpoint = (what: string, definition: string): SetMember =>
  member(
    `microsoftDefenderForEndpoint${what.replace('Vm', '')}AgentDeploy`,
    definition,
    `microsoftDefenderForEndpoint${what}AgentDeployEffect`,
  );

/**
 * Built-in sets, by id, with those members that we know.
 * Source: Azure/azure-policy, built-in-policies/policySetDefinitions, folders Monitoring and Security Center, read
 * 2026-11-29.
 */
export const knownSets: Readonly<Record<string, readonly SetMember[]>> = {
  // AzureMonitor_WindowsPlatform_UAI_EnableDCR
  '0d1b56c6-6d1f-4a5d-8695-b15efbea6b49': [
    member('addUserAssignedManagedIdentityVM', 'd367bd60-64ca-4364-98ea-276775bddd94'),
    member('addUserAssignedManagedIdentityVMSS', '516187d4-ef64-4a1b-ad6b-a7348502976c'),
    member('deployAzureMonitoringAgentWindowsVMWithUAI', '637125fd-7c39-4b94-bb0a-d331faf333a9'),
    member('deployAzureMonitorAgentWindowsVMSSWithUAI', '98569e20-8f32-4f31-bf34-0e91590ae9d3'),
    member('associateDataCollectionRuleWindowsWithUAI', 'eab1f514-22e3-42e3-9a1f-e1dc9199355c'),
  ],
  // AzureMonitor_LinuxPlatform_UAI_EnableDCR
  'babf8e94-780b-4b4d-abaa-4830136a8725': [
    member('addUserAssignedManagedIdentityVM', 'd367bd60-64ca-4364-98ea-276775bddd94'),
    member('addUserAssignedManagedIdentityVMSS', '516187d4-ef64-4a1b-ad6b-a7348502976c'),
    member('deployAzureMonitoringAgentLinuxVMWithUAI', 'ae8a10e6-19d6-44a3-a02d-a2bdfc707742'),
    member('deployAzureMonitorAgentLinuxVMSSWithUAI', '59c3d93f-900b-4827-a8bd-562e7b956e7c'),
    member('associateDataCollectionRuleLinuxWithUAI', '2ea82cdd-f2e8-4500-af75-67a2e084ca74'),
  ],
  // AzureMonitor_WindowsPlatform_EnableDCR
  '9575b8b7-78ab-4281-b53b-d3c1ace2260b': [
    member('deployAzureMonitoringAgentWindows', 'ca817e41-e85a-4783-bc7f-dc532d36235e'),
    member('deployAzureMonitorAgentWindowsVMSS', '4efbd9d8-6bc6-45f6-9be2-7fe9dd5d89ff'),
    member('deployAzureMonitorAgentWindowsHybridVM', '94f686d6-9a24-4e19-91f1-de937dc171a4'),
    member('associateDataCollectionRuleWindows', 'eab1f514-22e3-42e3-9a1f-e1dc9199355c'),
  ],
  // AzureMonitor_LinuxPlatform_EnableDCR
  '118f04da-0375-44d1-84e3-0fd9e1849403': [
    member('deployAzureMonitorAgentLinuxVM', 'a4034bc6-ae50-406d-bf76-50f4ee5a7811'),
    member('deployAzureMonitorAgentLinuxVMSS', '56a3e4f8-649b-4fac-887e-5564d11e8d3a'),
    member('deployAzureMonitorAgentLinuxHybridVM', '845857af-0333-4c5d-bbbc-6076697da122'),
    member('associateDataCollectionRuleLinux', '2ea82cdd-f2e8-4500-af75-67a2e084ca74'),
  ],
  // AzureMonitor_VM_AMA_new: its rule is that of VM insights
  '924bfe3a-762f-40e7-86dd-5c8b95eb09e6': [
    member('AddUserAssignedManagedIdentity_VM', 'd367bd60-64ca-4364-98ea-276775bddd94'),
    member('DeployAzureMonitoringAgentLinuxVMWithUAI', 'ae8a10e6-19d6-44a3-a02d-a2bdfc707742'),
    member('deployAzureMonitoringAgentWindowsVMWithUAI', '637125fd-7c39-4b94-bb0a-d331faf333a9'),
    insights('DataCollectionRuleAssociation_Linux', '2ea82cdd-f2e8-4500-af75-67a2e084ca74'),
    insights('DataCollectionRuleAssociation_Windows', 'eab1f514-22e3-42e3-9a1f-e1dc9199355c'),
  ],
  // MDC_MDE_WDATP_Settings: it has no parameters
  '77b391e3-2d5d-40c3-83bf-65c846b3c6a3': [
    { ...member('deployWdatp', 'da56d295-2889-41ce-a4cd-6f50fb93aa68'), effectParameter: undefined },
    { ...member('deployWdatpUnifiedSolution', '48666c5d-cec1-4043-ab6b-1be05abb24f2'), effectParameter: undefined },
    {
      ...member('deployWdatpExcludeLinuxPublicPreview', 'f9e2bd2f-47c7-4059-8265-c5292aa62c8a'),
      ...{ effectParameter: undefined },
    },
  ],
  // ASC_MicrosoftDefenderForEndpointAgent
  'e20d08c5-6d64-656d-6465-ce9e37fd0ebc': [
    endpoint('WindowsVm', '1ec9c2c2-6d64-656d-6465-3ec3309b8579'),
    endpoint('LinuxVm', 'd30025d0-6d64-656d-6465-67688881b632'),
    endpoint('WindowsArc', '37c043a6-6d64-656d-6465-b362dfeb354a'),
    endpoint('LinuxArc', '4eb909e7-6d64-656d-6465-2eeb297a1625'),
  ],
};
