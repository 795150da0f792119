import { readExitCode } from '../../failures/read-exit-code.ts';
import { extensionStateOf, findInPlace } from '../../findings/extension-state.ts';
import { findWentOff } from '../../findings/find-obstacle.ts';
import type { Finding } from '../../findings/finding.ts';
import type { ServiceInput } from '../../findings/service.ts';
import { isSameId, isSameName } from '../../ids.ts';
import type { ExtensionFacts } from '../../machine/machine-facts.ts';
import { redact } from '../../redact.ts';
import { decodeEndpointExit } from './exit-codes.ts';

/** Characters of what a handler says. */
const mostOfMessage = 300;

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

function findSucceeded({ facts }: ServiceInput, extension: ExtensionFacts): Finding {
  const { name, settings } = extension;
  const named = Object.entries(settings).find(([member]) => isSameName(member, 'azureResourceId'))?.[1];
  if (typeof named === 'string' && !isSameId(named, facts.machine.resourceId)) {
    return { kind: 'blocked', code: 'EndpointOfOtherMachine', detail: `${name} names ${named}` };
  }
  return findInPlace(facts, extension);
}

function findFailed({ spec }: ServiceInput, { name, message = '', statusCode = '' }: ExtensionFacts): Finding {
  const exit = readExitCode(`${statusCode} ${message}`);
  const decoded = decodeEndpointExit(spec.os, exit, message);
  const told = message === '' ? '' : `: ${redact(message, mostOfMessage)}`;
  const advice = decoded.advice === undefined ? '' : `; ${decoded.advice}`;
  return { kind: 'blocked', code: decoded.code, detail: `${name}: ${decoded.name}${told}${advice}` };
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
