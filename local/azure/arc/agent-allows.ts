import type { AgentConfiguration, ListedExtension } from './arc-machine.ts';

/** Extensions that a machine in monitor mode takes (Azure docs, "Configure extension security"). */
const monitorMode: readonly ListedExtension[] = [
  { publisher: 'Microsoft.Azure.Monitor', type: 'AzureMonitorWindowsAgent' },
  { publisher: 'Microsoft.Azure.Monitor', type: 'AzureMonitorLinuxAgent' },
  { publisher: 'Microsoft.Azure.AzureDefenderForServers', type: 'MDE.Windows' },
  { publisher: 'Microsoft.Azure.AzureDefenderForServers', type: 'MDE.Linux' },
];

/**
 * Why the agent refuses an extension, or undefined when it takes it. A block list wins, an allow list that is there
 * must name it; `Allow/None` is a list that allows nothing. Deleting is always allowed.
 * Source: Azure docs, "Configure extension security" of Arc-enabled servers.
 */
export function agentRefusal(agent: AgentConfiguration, extension: ListedExtension): string | undefined {
  const name = `${extension.publisher}/${extension.type}`;
  if (!agent.extensionsEnabled)
    return `Extension ${name} is not allowed: the extension manager is disabled on the machine.`;
  if (agent.extensionsBlockList.some((entry) => same(entry, extension))) {
    return `Extension ${name} is not allowed: it is in the block list of the machine.`;
  }
  const { extensionsAllowList } = agent;
  if (extensionsAllowList.length > 0 && !extensionsAllowList.some((entry) => same(entry, extension))) {
    return `Extension ${name} is not allowed: it is not in the allow list of the machine.`;
  }
  if (agent.configMode === 'monitor' && !monitorMode.some((entry) => same(entry, extension))) {
    return `Extension ${name} is not allowed: the machine is in monitor mode.`;
  }
  return undefined;
}

function same(left: ListedExtension, right: ListedExtension): boolean {
  return `${left.publisher}/${left.type}`.toLowerCase() === `${right.publisher}/${right.type}`.toLowerCase();
}
