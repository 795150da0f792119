import { endpointNeeds } from '../../cloud/endpoint-hosts.ts';
import { whyUnavailable } from '../../cloud/is-available.ts';
import { connectorOf } from '../../connectors/connector-of.ts';
import { whyLeftAlone } from '../../endpoint/left-alone.ts';
import { isEndpointExtension } from '../../endpoint/other-edr.ts';
import type { Finding } from '../../findings/finding.ts';
import type { Service, ServiceInput } from '../../findings/service.ts';
import { isSameName } from '../../ids.ts';
import type { ExtensionFacts, MachineFacts } from '../../machine/machine-facts.ts';
import { endpointHandlers } from './endpoint-handlers.ts';
import { whyEndpointUnsupported } from './endpoint-support.ts';
import { findAwaited } from './find-awaited.ts';
import { findAbsentDirect } from './find-direct.ts';
import { findPresent } from './find-present.ts';
import { isDirect } from './is-direct.ts';
import { withRedeploy } from './redeploy.ts';

/** Microsoft Defender for Endpoint: its extension is there, works, and is this machine's. */
export const endpointService: Service = {
  name: 'endpoint',
  concerns: (spec) => spec.endpoint !== 'none',
  activities: ['installEndpointProtection', 'removeEndpointProtection'],
  reads: [],
  handlers: endpointHandlers,
  outbound: endpointNeeds,
  find,
};

function find(input: ServiceInput): Finding {
  const { facts, cloud, connectors } = input;
  if (facts.platform.kind === 'scaleSet') return notApplicable('ScaleSet: Defender deploys to no Uniform scale set');
  const lack = whyUnavailable(cloud, 'endpointProtection');
  if (lack !== undefined) return notApplicable(lack);
  const connector = connectorOf(facts, connectors);
  if (connector?.providesEndpoint === true) {
    return notApplicable('Connector: its multicloud connector installs Defender for Endpoint');
  }
  const extension = endpointExtensionOf(facts);
  if (extension !== undefined) return withRedeploy(input, extension, findPresent(input, extension));
  const skipped = whyLeftAlone(imagedOf(facts), connectors) ?? whyEndpointUnsupported(facts);
  if (skipped !== undefined) return notApplicable(`Unsupported: ${skipped}`);
  return isDirect(input.spec) ? findAbsentDirect(input) : findAwaited(input);
}

function notApplicable(reason: string): Finding {
  return { kind: 'not-applicable', reason };
}

/** One that Azure still lists as deleted is gone. */
function endpointExtensionOf({ extensions, os }: MachineFacts): ExtensionFacts | undefined {
  return extensions.find(
    ({ publisher, type, provisioningState }) =>
      isEndpointExtension(publisher, type) &&
      isSameName(type, `MDE.${os}`) &&
      !isSameName(provisioningState, 'Deleted'),
  );
}

/** As a list of machines shows it. */
function imagedOf({ machine, os, tags, platform }: MachineFacts): Parameters<typeof whyLeftAlone>[0] {
  const isVm = platform.kind !== 'arc';
  const { publisher = '', offer = '', sku = '' } = (isVm ? platform.image : undefined) ?? {};
  const lower = (text: string): string => text.toLowerCase();
  return {
    kind: machine.kind,
    os,
    tags,
    image: { publisher: lower(publisher), offer: lower(offer), sku: lower(sku) },
    osSku: isVm ? undefined : platform.osSku,
    cloud: isVm ? undefined : platform.cloud,
    resourceKind: isVm ? undefined : platform.resourceKind,
  };
}
