/**
 * The oldest agent that is ever asked for, and the default. What the built-in policies for user-assigned identities
 * request (azure-policy repository, Monitoring/AzureMonitor_Agent_Windows_VM_UAI_DINE 1.9.0 and _Linux_ 3.14.0).
 */
export const amaFloor = { windows: '1.2', linux: '1.36' } as const;
