import { writerOfEndpoint } from '../../endpoint/written-by.ts';
import { extensionStateOf, findInPlace } from '../../findings/extension-state.ts';
import { findWentOff } from '../../findings/find-obstacle.ts';
import type { Finding } from '../../findings/finding.ts';
import type { ServiceInput } from '../../findings/service.ts';
import { isSameId, isSameName } from '../../ids.ts';
import type { ExtensionFacts } from '../../machine/machine-facts.ts';
import { extensionId } from '../../write/azure-write.ts';
import { installStepId } from './endpoint-steps.ts';
import { findFailedDirect, findMisnamedDirect, findOwnWrite } from './find-direct.ts';
import { isDirect } from './is-direct.ts';
import { toldFailureOf } from './told-failure.ts';

/** The extension of Defender for Endpoint is on the machine: whether it protects it. */
export function findPresent(input: ServiceInput, extension: ExtensionFacts): Finding {
  switch (extensionStateOf(extension)) {
    case 'succeeded':
      return findSucceeded(input, extension);
    case 'failed':
    case 'canceled':
      return findFailed(input, extension);
    default:
      return findWorking(input, extension);
  }
}

function findSucceeded(input: ServiceInput, extension: ExtensionFacts): Finding {
  const { facts, spec } = input;
  const own = findOwnWrite(input);
  if (own !== undefined) return own;
  const { name, settings } = extension;
  const named = Object.entries(settings).find(([member]) => isSameName(member, 'azureResourceId'))?.[1];
  if (typeof named === 'string' && !isSameId(named, facts.machine.resourceId)) {
    const other = { kind: 'blocked', code: 'EndpointOfOtherMachine', detail: `${name} names ${named}` } as const;
    return isDirect(spec) ? findMisnamedDirect(input, extension) : other;
  }
  const inPlace = findInPlace(facts, extension);
  if (inPlace.kind !== 'satisfied') return inPlace;
  return { ...inPlace, detail: `${inPlace.detail ?? 'in place'}, written by ${writerOf(input, extension)}` };
}

/** By its content, and by what this app wrote itself. */
function writerOf({ facts, spec, history }: ServiceInput, extension: ExtensionFacts): string {
  const id = extensionId(facts.machine.resourceId, extension.name);
  const isOwned = history.owned.some((owned) => isSameId(owned.resourceId, id));
  const isWritten = history.steps[installStepId(spec.os)]?.writes.at(-1)?.ended === 'succeeded';
  return writerOfEndpoint(extension, isOwned || isWritten) ?? 'somebody';
}

function findFailed(input: ServiceInput, extension: ExtensionFacts): Finding {
  if (isDirect(input.spec)) return findFailedDirect(input, extension);
  const { code, detail } = toldFailureOf(input.spec.os, extension);
  return { kind: 'blocked', code, detail };
}

/** Creating, Updating, Deleting, Accepted, ...: Azure is at it, unless the machine went off meanwhile. */
function findWorking({ facts }: ServiceInput, { name, provisioningState }: ExtensionFacts): Finding {
  const working = {
    kind: 'provisioning',
    what: 'DefenderForEndpoint',
    detail: `${name} is ${provisioningState}`,
  } as const;
  return findWentOff(facts) ?? working;
}
