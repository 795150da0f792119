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

const member = (reference: string, definition: string, effectParameter = 'effect'): SetMember => ({
  ...{ reference, definition, effectParameter },
});
const fixed = (reference: string, definition: string): SetMember => ({
  ...{ reference, definition, effectParameter: undefined },
});
const insights = (reference: string, definition: string): SetMember => ({
  ...fixed(reference, definition),
  aim: beside('VM insights'),
});
const endpoint = (what: string, definition: string): SetMember =>
  member(
    `microsoftDefenderForEndpoint${what.replace('Vm', '')}AgentDeploy`,
    definition,
    `microsoftDefenderForEndpoint${what}AgentDeployEffect`,
  );

const defaultPipeline: readonly SetMember[] = [
  fixed('AddUserAssignedIdentity_VM', 'd367bd60-64ca-4364-98ea-276775bddd94'),
  fixed('DeployAzureMonitorLinuxAgent_UAI_VM', 'ae8a10e6-19d6-44a3-a02d-a2bdfc707742'),
  fixed('DeployAzureMonitorWindowsAgent_UAI_VM', '637125fd-7c39-4b94-bb0a-d331faf333a9'),
  fixed('DeployAzureMonitorLinuxAgent_Arc', '845857af-0333-4c5d-bbbc-6076697da122'),
  fixed('DeployAzureMonitorWindowsAgent_Arc', '94f686d6-9a24-4e19-91f1-de937dc171a4'),
];

/**
 * Built-in sets, by id, with those members that we know.
 * Source: Azure/azure-policy, built-in-policies/policySetDefinitions, folders Monitoring, ChangeTrackingAndInventory and
 * Security Center, read 2026-11-29. Deprecated ones are here too: what was assigned before still acts.
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
  // AzureMonitor_VMSS_AMA_new, AzureMonitor_HybridVM_AMA_new: the associations of both are for every kind of machine
  'f5bf694c-cca7-4033-b883-3a23327d5485': [
    member('AddUserAssignedManagedIdentity_VMSS', '516187d4-ef64-4a1b-ad6b-a7348502976c'),
    member('DeployAzureMonitorAgentLinuxVMSSWithUAI', '59c3d93f-900b-4827-a8bd-562e7b956e7c'),
    member('deployAzureMonitorAgentWindowsVMSSWithUAI', '98569e20-8f32-4f31-bf34-0e91590ae9d3'),
    insights('DataCollectionRuleAssociation_Linux', '2ea82cdd-f2e8-4500-af75-67a2e084ca74'),
    insights('DataCollectionRuleAssociation_Windows', 'eab1f514-22e3-42e3-9a1f-e1dc9199355c'),
  ],
  '2b00397d-c309-49c4-aa5a-f0b2c5bc6321': [
    member('AzureMonitorAgent_Windows_HybridVM_Deploy', '94f686d6-9a24-4e19-91f1-de937dc171a4'),
    member('AzureMonitorAgent_Linux_HybridVM_Deploy', '845857af-0333-4c5d-bbbc-6076697da122'),
    insights('DataCollectionRuleAssociation_Linux', '2ea82cdd-f2e8-4500-af75-67a2e084ca74'),
    insights('DataCollectionRuleAssociation_Windows', 'eab1f514-22e3-42e3-9a1f-e1dc9199355c'),
  ],
  // AzureMonitor_VM_AMA, AzureMonitor_VMSS_AMA, AzureMonitor_HybridVM_AMA: deprecated
  '9dffaf29-5905-4145-883c-957eb442c226': [
    member('AddUserAssignedManagedIdentity_VM', 'd367bd60-64ca-4364-98ea-276775bddd94'),
    member('DeployAzureMonitoringAgentLinuxVMWithUAI', 'ae8a10e6-19d6-44a3-a02d-a2bdfc707742'),
    member('deployAzureMonitoringAgentWindowsVMWithUAI', '637125fd-7c39-4b94-bb0a-d331faf333a9'),
  ],
  '1f9b0c83-b4fa-4585-a686-72b74aeabcfd': [
    member('AddUserAssignedManagedIdentity_VMSS', '516187d4-ef64-4a1b-ad6b-a7348502976c'),
    member('DeployAzureMonitorAgentLinuxVMSSWithUAI', '59c3d93f-900b-4827-a8bd-562e7b956e7c'),
    member('deployAzureMonitorAgentWindowsVMSSWithUAI', '98569e20-8f32-4f31-bf34-0e91590ae9d3'),
  ],
  '59e9c3eb-d8df-473b-8059-23fd38ddd0f0': [
    member('AzureMonitorAgent_Windows_HybridVM_Deploy', '94f686d6-9a24-4e19-91f1-de937dc171a4'),
    member('AzureMonitorAgent_Linux_HybridVM_Deploy', '845857af-0333-4c5d-bbbc-6076697da122'),
  ],
  // ChangeTrackingAndInventory: VM, VMSS, HybridVM
  '92a36f05-ebc9-4bba-9128-b47ad2ea3354': [
    member('AddUserAssignedManagedIdentity_VM', 'd367bd60-64ca-4364-98ea-276775bddd94'),
    member('DeployAMAWindowsVMWithUAIChangeTrackingAndInventory', 'ad1eeff9-20d7-4c82-a04e-903acab0bfc1'),
    member('DeployAMALinuxVMWithUAIChangeTrackingAndInventory', '56d0ed2b-60fc-44bf-af81-a78c851b5fe1'),
    member('DCRAWindowsVMChangeTrackingAndInventory', 'b6faa975-0add-4f35-8d1c-70bba45c4424'),
    member('DCRALinuxVMChangeTrackingAndInventory', 'bef2d677-e829-492d-9a3d-f5a20fda818f'),
  ],
  'c4a70814-96be-461c-889f-2b27429120dc': [
    member('AddUserAssignedManagedIdentity_VMSS', '516187d4-ef64-4a1b-ad6b-a7348502976c'),
    member('DeployAMAWindowsVMSSWithUAIChangeTrackingAndInventory', '4485d24b-a9d3-4206-b691-1fad83bc5007'),
    member('DeployAMALinuxVMSSWithUAIChangeTrackingAndInventory', 'b73e81f3-6303-48ad-9822-b69fc00c15ef'),
    member('DCRAWindowsVMSSChangeTrackingAndInventory', '8fd85785-1547-4a4a-bf90-d5483c9571c5'),
    member('DCRALinuxVMSSChangeTrackingAndInventory', '1142b015-2bd7-41e0-8645-a531afe09a1e'),
  ],
  '53448c70-089b-4f52-8f38-89196d7f2de1': [
    member('DeployAMAWindowsHybridVMWithUAIChangeTrackingAndInventory', 'a7acfae7-9497-4a3f-a3b5-a16a50abbe2f'),
    member('DeployAMALinuxHybridVMWithUAIChangeTrackingAndInventory', '09a1f130-7697-42bc-8d84-8a9ea17e5187'),
    member('DCRAWindowsHybridVMChangeTrackingAndInventory', 'ef9fe2ce-a588-4edd-829c-6247069dcfdb'),
    member('DCRALinuxHybridVMChangeTrackingAndInventory', '09a1f130-7697-42bc-8d84-8a9ea17e5192'),
  ],
  // MDC_DfSQL_AMA_DefaultWorkspace, MDC_DfSQL_AMA_UserWorkspace: neither has a parameter for the effect
  'd7c3ea3a-edf3-4bd5-bd64-d5b635b05393': [
    fixed('MDC_DfSQL_AddUserAssignedIdentity_VM', '09963c90-6ee7-4215-8d26-1cc660a1682f'),
    fixed('MDC_DfSQL_DeployWindowsAMA_VM', 'f91991d1-5383-4c95-8ee5-5ac423dd8bb1'),
    fixed('MDC_DfSQL_AMA_DefaultPipeline_VM', 'c859b78a-a128-4376-a838-e97ce6625d16'),
    fixed('MDC_DfSQL_DeployWindowsAMA_Arc', '3592ff98-9787-443a-af59-4505d0fe0786'),
    fixed('MDC_DfSQL_AMA_DefaultPipeline_DCRA_Arc', 'cbdd12e1-193a-445c-9926-560118c6daaa'),
  ],
  'de01d381-bae9-4670-8870-786f89f49e26': [
    fixed('MDC_DfSQL_AddUserAssignedIdentity_VM', '09963c90-6ee7-4215-8d26-1cc660a1682f'),
    fixed('MDC_DfSQL_DeployWindowsAMA_VM', 'f91991d1-5383-4c95-8ee5-5ac423dd8bb1'),
    fixed('MDC_DfSQL_AMA_UserWorkspacePipeline_VM', '04754ef9-9ae3-4477-bf17-86ef50026304'),
    fixed('MDC_DfSQL_DeployWindowsAMA_Arc', '3592ff98-9787-443a-af59-4505d0fe0786'),
    fixed('MDC_DfSQL_AMA_UserWorkspacePipeline_DCRA_Arc', '2227e1f1-23dd-4c3a-85a9-7024a401d8b2'),
  ],
  // MDC_AzureMonitoring_UAI_DefaultWorkspace, _UserWorkspace: deprecated, without a parameter for the effect
  '362ab02d-c362-417e-a525-45805d58e21d': defaultPipeline,
  '500ab3a2-f1bd-4a5a-8e47-3e09d9a294c3': defaultPipeline,
  // MDC_Defender_Full_Plans: it has no parameters
  'f08c57cd-dbd6-49a4-a85e-9ae77ac959b0': [
    fixed('deployDefenderServersFullPlans', '5eb6d64a-4086-4d7a-92da-ec51aed0332d'),
  ],
  // MDC_MDE_WDATP_Settings: it has no parameters
  '77b391e3-2d5d-40c3-83bf-65c846b3c6a3': [
    fixed('deployWdatp', 'da56d295-2889-41ce-a4cd-6f50fb93aa68'),
    fixed('deployWdatpUnifiedSolution', '48666c5d-cec1-4043-ab6b-1be05abb24f2'),
    fixed('deployWdatpExcludeLinuxPublicPreview', 'f9e2bd2f-47c7-4059-8265-c5292aa62c8a'),
  ],
  // ASC_MicrosoftDefenderForEndpointAgent
  'e20d08c5-6d64-656d-6465-ce9e37fd0ebc': [
    endpoint('WindowsVm', '1ec9c2c2-6d64-656d-6465-3ec3309b8579'),
    endpoint('LinuxVm', 'd30025d0-6d64-656d-6465-67688881b632'),
    endpoint('WindowsArc', '37c043a6-6d64-656d-6465-b362dfeb354a'),
    endpoint('LinuxArc', '4eb909e7-6d64-656d-6465-2eeb297a1625'),
  ],
};
