import { isSameName } from '../../ids.ts';
import type { ExtensionFacts, MachineFacts } from '../../machine/machine-facts.ts';

/** Publisher and types of the Azure Monitor Agent ("Azure Monitor Agent requirements", learn.microsoft.com). */
export const agentPublisher = 'Microsoft.Azure.Monitor';
const agentTypes = { windows: 'AzureMonitorWindowsAgent', linux: 'AzureMonitorLinuxAgent' } as const;

/** As handlers are named where they are listed. */
export const agentHandlers = Object.values(agentTypes).map((type) => `${agentPublisher}.${type}`);

export function agentTypeOf(os: 'windows' | 'linux'): string {
  return agentTypes[os];
}

/** The agent as it stands on the machine, with what of its settings matters to us. */
export interface InstalledAgent {
  readonly facts: ExtensionFacts;
  /** `settings.authentication` is there at all. */
  readonly hasAuthentication: boolean;
  /** The user-assigned identity its settings name by resource id. */
  readonly identityId: string | undefined;
  /** A proxy with a password, which Azure never tells and a write without it would lose; one in a Key Vault is kept. */
  readonly hasProtectedProxy: boolean;
}

/**
 * Finds the agent by publisher and type, whatever its name. A machine has one extension of a handler; should a read
 * ever show two, the working one counts, then the one that comes first by name, so that two looks agree.
 */
export function findAgent(machine: MachineFacts, os: 'windows' | 'linux'): InstalledAgent | undefined {
  const found = machine.extensions
    .filter(
      (extension) => isSameName(extension.publisher, agentPublisher) && isSameName(extension.type, agentTypes[os]),
    )
    .sort((a, b) => rank(a) - rank(b) || (a.name < b.name ? -1 : 1));
  const [facts] = found;
  if (facts === undefined) return undefined;
  const managed = member(member(facts.settings, 'authentication'), 'managedIdentity');
  const isByResourceId = member(managed, 'identifier-name') === 'mi_res_id';
  const value = member(managed, 'identifier-value');
  return {
    facts,
    hasAuthentication: member(facts.settings, 'authentication') !== undefined,
    identityId: isByResourceId && typeof value === 'string' ? value : undefined,
    hasProtectedProxy:
      facts.protectedSettingsFromKeyVault === undefined &&
      String(member(member(facts.settings, 'proxy'), 'auth')).toLowerCase() === 'true',
  };
}

function rank(extension: ExtensionFacts): number {
  return extension.provisioningState.toLowerCase() === 'succeeded' ? 0 : 1;
}

function member(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
  return new Map<string, unknown>(Object.entries(value)).get(name);
}
