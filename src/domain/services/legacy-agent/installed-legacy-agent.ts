import { isSameName } from '../../ids.ts';
import {
  type LegacyAgentType,
  legacyAgentPublisher,
  legacyAgentTypeOf,
  legacyAgentTypes,
  legacyWorkspaceOf,
} from '../../legacy-agent.ts';
import type { ExtensionFacts, MachineFacts } from '../../machine/machine-facts.ts';

/** As handlers are named where they are listed. */
export const legacyAgentHandlers = legacyAgentTypes.map((type) => `${legacyAgentPublisher}.${type}`);

/** The Log Analytics agent as it stands on a machine. */
export interface InstalledLegacyAgent {
  readonly facts: ExtensionFacts;
  readonly type: LegacyAgentType;
}

/** By publisher and type, whatever its name; should a read ever show two, the first by name, so that two looks agree. */
export function findLegacyAgent({ extensions }: MachineFacts): InstalledLegacyAgent | undefined {
  const found = extensions.flatMap((facts): readonly InstalledLegacyAgent[] => {
    const type = legacyAgentTypeOf(facts.publisher, facts.type);
    return type === undefined || isSameName(facts.provisioningState, 'Deleted') ? [] : [{ facts, type }];
  });
  return found.sort((a, b) => (a.facts.name < b.facts.name ? -1 : 1))[0];
}

/** In words, with where it sends what it collects. */
export function describeLegacyAgent({ facts, type }: InstalledLegacyAgent): string {
  const workspace = legacyWorkspaceOf(facts.settings);
  return `the Log Analytics agent ${type}, which ${workspace === undefined ? 'names no workspace' : `sends to workspace ${workspace}`}`;
}
