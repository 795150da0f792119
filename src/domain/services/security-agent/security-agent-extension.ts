import { isSameName } from '../../ids.ts';
import type { ExtensionFacts, MachineFacts } from '../../machine/machine-facts.ts';

/**
 * The Azure Security agent, which Microsoft has deprecated (built-in policies ASC_AzureSecurity*, all marked [Deprecated]):
 * publisher and types, with the version that the policies ask of a VM.
 */
export const securityAgentPublisher = 'Microsoft.Azure.Security.Monitoring';
const systems = {
  windows: { type: 'AzureSecurityWindowsAgent', version: '1.0' },
  linux: { type: 'AzureSecurityLinuxAgent', version: '2.0' },
} as const;

/** As handlers are named where they are listed. */
export const securityAgentHandlers = Object.values(systems).map(({ type }) => `${securityAgentPublisher}.${type}`);

export function securityAgentTypeOf(os: 'windows' | 'linux'): string {
  return systems[os].type;
}

/** The version that a new extension of a VM asks for; an Arc machine is sent none. */
export function securityAgentVersionOf(os: 'windows' | 'linux'): string {
  return systems[os].version;
}

/** By publisher and type, whatever its name; should a read ever show two, the first by name, so that two looks agree. */
export function findSecurityAgent(
  { extensions }: Pick<MachineFacts, 'extensions'>,
  os: 'windows' | 'linux',
): ExtensionFacts | undefined {
  const found = extensions.filter(
    ({ publisher, type, provisioningState }) =>
      isSameName(publisher, securityAgentPublisher) &&
      isSameName(type, systems[os].type) &&
      !isSameName(provisioningState, 'Deleted'),
  );
  return found.sort((a, b) => (a.name < b.name ? -1 : 1))[0];
}

/** Where the built-in policies install it; on scale sets they do on Linux alone, so the app leaves these out. */
export function whySecurityAgentUnsupported({ platform }: Pick<MachineFacts, 'platform'>): string | undefined {
  return platform.kind === 'scaleSet'
    ? 'ScaleSet: the app installs the deprecated agent on VMs and Arc machines'
    : undefined;
}
