import { endpointPublisher } from '../../endpoint/other-edr.ts';
import type { ServiceInput } from '../../findings/service.ts';
import { isSameName, type StepId, stepIdSchema } from '../../ids.ts';
import type { ExtensionFacts } from '../../machine/machine-facts.ts';
import type { WantedStep } from '../../step/wanted-step.ts';
import type { ExtensionBody } from '../../write/azure-write.ts';
import { endpointTypeOf } from './endpoint-handlers.ts';

/** One step for install, change and retry: they are one PUT, and share their attempts. */
export function installStepId(os: 'windows' | 'linux'): StepId {
  return stepIdSchema.parse(`installEndpointProtection:${endpointTypeOf(os)}`);
}

export function removeStepId(os: 'windows' | 'linux'): StepId {
  return stepIdSchema.parse(`removeEndpointProtection:${endpointTypeOf(os)}`);
}

/** Installs Defender for Endpoint under the name that the built-in policies and Defender itself give it. */
export function installStep(input: ServiceInput): WantedStep {
  return putStep(input, undefined, 'install Microsoft Defender for Endpoint');
}

/** Lets the extension name this machine, and onboards it anew: the sensor knows the machine by that name. */
export function renameStep(input: ServiceInput, extension: ExtensionFacts): WantedStep {
  return putStep(input, extension, 'let Defender for Endpoint name this machine', { forceReOnboarding: true });
}

/** The same once more, with a package that is fetched anew; the tag makes the platform run the handler again. */
export function retryStep(input: ServiceInput, extension: ExtensionFacts, tryNumber: number): WantedStep {
  const forceUpdateTag = `try-${tryNumber}-${input.now}`;
  return putStep(input, extension, `try the failed extension again (try ${tryNumber})`, { forceUpdateTag });
}

/** Removes our extension so that the next look installs it anew. */
export function removeStep({ facts, spec }: ServiceInput, { name, publisher, type }: ExtensionFacts): WantedStep {
  return {
    id: removeStepId(spec.os),
    service: 'endpoint',
    why: 'remove our failed extension, to install it again',
    write: { kind: 'deleteExtension', target: facts.machine, name, publisher, type },
    needs: [],
    produces: ['extensionAbsent'],
    exclusive: true,
    creates: false,
    changesDefaultToken: false,
  };
}

interface Changes {
  readonly forceUpdateTag?: string;
  readonly forceReOnboarding?: true;
}

/**
 * The body of the built-in policies ASC_MicrosoftDefenderForEndpoint_*, for VMs and Arc machines alike (Azure/azure-policy),
 * without their `installedBy`. What else somebody has set stays. Automatic upgrade is on: the handler is on the list of
 * "Automatic Extension Upgrade".
 */
function putStep(
  input: ServiceInput,
  extension: ExtensionFacts | undefined,
  why: string,
  { forceUpdateTag, forceReOnboarding }: Changes = {},
): WantedStep {
  const { facts, spec } = input;
  const body: ExtensionBody = {
    location: facts.region,
    ...(extension?.tags === undefined ? {} : { tags: extension.tags }),
    properties: {
      publisher: endpointPublisher,
      type: endpointTypeOf(spec.os),
      typeHandlerVersion: extension?.requestedVersion ?? '1.0',
      autoUpgradeMinorVersion: true,
      enableAutomaticUpgrade: extension?.enableAutomaticUpgrade ?? true,
      settings: {
        ...(spec.os === 'windows' ? { vNextEnabled: 'true' } : {}),
        ...keptSettings(extension),
        azureResourceId: facts.machine.resourceId,
        ...(forceReOnboarding === undefined ? {} : { forceReOnboarding }),
      },
      ...(facts.platform.kind === 'vm' ? keptExtras(extension) : {}),
      ...(forceUpdateTag === undefined ? {} : { forceUpdateTag }),
    },
  };
  const name = extension?.name ?? endpointTypeOf(spec.os);
  return {
    id: installStepId(spec.os),
    service: 'endpoint',
    why,
    write: { kind: 'putExtension', target: facts.machine, name, body, onboards: spec.os },
    needs: [],
    produces: [],
    exclusive: true,
    creates: extension === undefined,
    changesDefaultToken: false,
  };
}

/** All but what this body says itself; `installedBy` would tell of somebody else. */
function keptSettings(extension: ExtensionFacts | undefined): Readonly<Record<string, unknown>> {
  const said = ['azureResourceId', 'installedBy', 'forceReOnboarding'];
  const kept = Object.entries(extension?.settings ?? {}).filter(([name]) => !said.some((one) => isSameName(one, name)));
  return Object.fromEntries(kept);
}

/** A PUT replaces the whole extension; protected settings are given anew, so that no vault is asked for them. */
function keptExtras(extension: ExtensionFacts | undefined): Partial<ExtensionBody['properties']> {
  const { suppressFailures, provisionAfterExtensions } = extension ?? {};
  return {
    ...(suppressFailures === undefined ? {} : { suppressFailures }),
    ...(provisionAfterExtensions === undefined ? {} : { provisionAfterExtensions }),
  };
}
