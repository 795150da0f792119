import type { ServiceInput } from '../../findings/service.ts';
import { type StepId, stepIdSchema } from '../../ids.ts';
import type { ExtensionFacts } from '../../machine/machine-facts.ts';
import type { SatisfiedNeed, WantedStep } from '../../step/wanted-step.ts';
import type { ExtensionBody } from '../../write/azure-write.ts';
import { securityAgentPublisher, securityAgentTypeOf, securityAgentVersionOf } from './security-agent-extension.ts';

/** One step for install, change and retry: they are one PUT, and share their attempts. */
export function installStepId(os: 'windows' | 'linux'): StepId {
  return stepIdSchema.parse(`installSecurityAgent:${securityAgentTypeOf(os)}`);
}

interface Put {
  /** What is there already. */
  readonly extension: ExtensionFacts | undefined;
  readonly why: string;
  readonly needs: readonly SatisfiedNeed[];
  readonly forceUpdateTag?: string;
}

/** Writes the extension, under the name that it has. */
export function putStep({ facts, spec }: ServiceInput, { extension, why, needs, forceUpdateTag }: Put): WantedStep {
  const name = extension?.name ?? securityAgentTypeOf(spec.os);
  const tags = extension?.tags;
  const body: ExtensionBody = {
    location: facts.region,
    ...(tags === undefined ? {} : { tags }),
    properties: {
      ...propertiesOf({ facts, spec }, extension),
      ...(forceUpdateTag === undefined ? {} : { forceUpdateTag }),
    },
  };
  return {
    id: installStepId(spec.os),
    service: 'security-agent',
    why,
    write: { kind: 'putExtension', target: facts.machine, name, body },
    needs,
    produces: [],
    exclusive: true,
    creates: extension === undefined,
    changesDefaultToken: false,
  };
}

/** The body as the built-in policies send it; Arc takes no version (azure-policy, ASC_AzureSecurity*). */
function propertiesOf(
  { facts, spec }: Pick<ServiceInput, 'facts' | 'spec'>,
  extension: ExtensionFacts | undefined,
): ExtensionBody['properties'] {
  const isVm = facts.platform.kind === 'vm';
  const { suppressFailures, provisionAfterExtensions, protectedSettingsFromKeyVault } = extension ?? {};
  const typeHandlerVersion = extension?.requestedVersion ?? securityAgentVersionOf(spec.os);
  return {
    publisher: securityAgentPublisher,
    type: securityAgentTypeOf(spec.os),
    ...(isVm ? { typeHandlerVersion } : {}),
    autoUpgradeMinorVersion: true,
    enableAutomaticUpgrade: true,
    settings: extension?.settings ?? {},
    ...(isVm && suppressFailures !== undefined ? { suppressFailures } : {}),
    ...(isVm && provisionAfterExtensions !== undefined ? { provisionAfterExtensions } : {}),
    ...(isVm && protectedSettingsFromKeyVault !== undefined ? { protectedSettingsFromKeyVault } : {}),
  };
}
