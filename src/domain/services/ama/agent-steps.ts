import type { ServiceInput } from '../../findings/service.ts';
import { type StepId, stepIdSchema } from '../../ids.ts';
import type { ExtensionExtras, ExtensionFacts } from '../../machine/machine-facts.ts';
import type { WantedStep } from '../../step/wanted-step.ts';
import type { MachineRef } from '../../target/machine-ref.ts';
import type { AzureWrite, ExtensionBody } from '../../write/azure-write.ts';
import { agentPublisher, agentTypeOf, type InstalledAgent } from '../agent/agent-extension.ts';
import type { DecidedIdentity } from '../agent/agent-identity.ts';

/** One step for install, change and retry: they are one PUT, and share their attempts. */
export function installStepId(os: 'windows' | 'linux'): StepId {
  return stepIdSchema.parse(`installExtension:${agentTypeOf(os)}`);
}

export function removeStepId(name: string): StepId {
  return stepIdSchema.parse(`removeExtension:${name.replace(/[^\w.-]/g, '-')}`);
}

/** Installs the agent under its type's name. */
export function installStep(input: ServiceInput, identity: DecidedIdentity): WantedStep {
  return putStep(input, identity, undefined, 'install the Azure Monitor Agent', undefined);
}

/** Writes the agent under the name it has, keeping its version and the settings that are not ours. */
export function changeStep(
  input: ServiceInput,
  identity: DecidedIdentity,
  agent: InstalledAgent,
  why: string,
): WantedStep {
  return putStep(input, identity, agent, why, undefined);
}

/** The same body once more; the tag makes the platform run the handler although nothing else changed. */
export function retryStep(
  input: ServiceInput,
  identity: DecidedIdentity,
  agent: InstalledAgent,
  tryNumber: number,
): WantedStep {
  return putStep(
    input,
    identity,
    agent,
    `try the failed extension again (try ${tryNumber})`,
    `try-${tryNumber}-${input.now}`,
  );
}

/** Removes our failed extension so that the next look installs it anew. */
export function removeStep({ facts }: ServiceInput, agent: InstalledAgent): WantedStep {
  return {
    id: removeStepId(agent.facts.name),
    service: 'ama',
    why: 'remove our failed extension, to install it again',
    write: deletionOf(facts.machine, agent.facts),
    needs: [],
    produces: ['extensionAbsent'],
    exclusive: true,
    creates: false,
    changesDefaultToken: false,
  };
}

function deletionOf(target: MachineRef, { name, publisher, type }: ExtensionFacts): AzureWrite {
  return { kind: 'deleteExtension', target, name, publisher, type };
}

function putStep(
  input: ServiceInput,
  identity: DecidedIdentity,
  agent: InstalledAgent | undefined,
  why: string,
  forceUpdateTag: string | undefined,
): WantedStep {
  const { facts, spec } = input;
  const name = agent?.facts.name ?? agentTypeOf(spec.os);
  const tags = agent?.facts.tags;
  const isSet = facts.platform.kind === 'scaleSet';
  const body: ExtensionBody = {
    // An extension of a scale set has neither, and one that we add must not keep new instances from coming up.
    ...(isSet ? {} : { location: facts.region }),
    ...(tags === undefined ? {} : { tags }),
    properties: {
      ...propertiesOf(input, identity, agent),
      ...(facts.platform.kind !== 'arc' ? keptProperties(agent?.facts ?? {}) : {}),
      ...(isSet && agent === undefined ? { suppressFailures: true } : {}),
      ...(forceUpdateTag === undefined ? {} : { forceUpdateTag }),
    },
  };
  return {
    id: installStepId(spec.os),
    service: 'ama',
    why,
    write: { kind: 'putExtension', target: facts.machine, name, body },
    needs: facts.platform.kind !== 'arc' ? ['identity'] : [],
    produces: [],
    exclusive: true,
    creates: agent === undefined,
    changesDefaultToken: false,
  };
}

/** The body as the built-in policies send it; Arc takes neither a version nor authentication (azure-policy, AzureMonitor_Agent_*). */
function propertiesOf(
  { facts, spec }: ServiceInput,
  identity: DecidedIdentity,
  agent: InstalledAgent | undefined,
): ExtensionBody['properties'] {
  const { authentication: _, ...kept } = agent?.facts.settings ?? {};
  const typeHandlerVersion = agent?.facts.requestedVersion ?? spec.ama.minimumVersion;
  return {
    publisher: agentPublisher,
    type: agentTypeOf(spec.os),
    ...(facts.platform.kind !== 'arc' ? { typeHandlerVersion } : {}),
    // Automatic upgrade requires it; otherwise what is there stays, since changing it conflicts with the handler.
    autoUpgradeMinorVersion: spec.ama.automaticUpgrade || (agent?.facts.autoUpgradeMinorVersion ?? true),
    enableAutomaticUpgrade: spec.ama.automaticUpgrade,
    settings: identity.kind === 'user' ? { ...kept, authentication: authenticationBy(identity.resourceId) } : kept,
  };
}

/** What stands beside the settings; a PUT replaces the whole extension (REST API "Virtual Machine Extensions - Create Or Update"). */
function keptProperties(extras: ExtensionExtras): Partial<ExtensionBody['properties']> {
  const { suppressFailures, provisionAfterExtensions, protectedSettingsFromKeyVault } = extras;
  return {
    ...(suppressFailures === undefined ? {} : { suppressFailures }),
    ...(provisionAfterExtensions === undefined ? {} : { provisionAfterExtensions }),
    ...(protectedSettingsFromKeyVault === undefined ? {} : { protectedSettingsFromKeyVault }),
  };
}

function authenticationBy(resourceId: string): Readonly<Record<string, unknown>> {
  return { managedIdentity: { 'identifier-name': 'mi_res_id', 'identifier-value': resourceId } };
}
