import { isSameName } from './ids.ts';

/**
 * The Log Analytics agent, which the Azure Monitor Agent replaces (azure-policy, definitions of category Monitoring; Azure
 * docs, "Log Analytics virtual machine extension").
 */
export const legacyAgentPublisher = 'Microsoft.EnterpriseCloud.Monitoring';
export const legacyAgentTypes = ['MicrosoftMonitoringAgent', 'OmsAgentForLinux'] as const;
export type LegacyAgentType = (typeof legacyAgentTypes)[number];

/** The type of an extension as it is known here; undefined for every other extension. */
export function legacyAgentTypeOf(publisher: string, type: string): LegacyAgentType | undefined {
  if (!isSameName(publisher, legacyAgentPublisher)) return undefined;
  return legacyAgentTypes.find((known) => isSameName(known, type));
}

/** The workspace that its settings name, by the GUID that Log Analytics calls the customer id; lower-case. */
export function legacyWorkspaceOf(settings: Readonly<Record<string, unknown>>): string | undefined {
  const named = Object.entries(settings).find(([member]) => isSameName(member, 'workspaceId'))?.[1];
  return typeof named === 'string' && named.trim() !== '' ? named.trim().toLowerCase() : undefined;
}
