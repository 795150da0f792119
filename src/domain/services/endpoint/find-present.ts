import { readExitCode } from '../../failures/read-exit-code.ts';
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
  switch (stateOf(extension)) {
    case 'succeeded':
      return findSucceeded(input, extension);
    case 'failed':
    case 'canceled':
      return findFailed(input, extension);
    default:
      return findWorking(input, extension);
  }
}

/** The resource can say Succeeded while the machine reports that the handler failed: then the machine is right. */
function stateOf({ provisioningState, statusCode = '' }: ExtensionFacts): string {
  const state = provisioningState.toLowerCase();
  return state === 'succeeded' && /^provisioningstate\/failed\b/i.test(statusCode) ? 'failed' : state;
}

/** A machine that is off, and some Arc machines, do not tell what runs on them: then the resource has to do. */
function findSucceeded({ facts }: ServiceInput, extension: ExtensionFacts): Finding {
  const { machine, platform } = facts;
  const { settings, installedVersion } = extension;
  const named = Object.entries(settings).find(([name]) => isSameName(name, 'azureResourceId'))?.[1];
  if (typeof named === 'string' && !isSameId(named, machine.resourceId)) {
    return { kind: 'blocked', code: 'EndpointOfOtherMachine', detail: `${extension.name} names ${named}` };
  }
  if (installedVersion !== undefined) return { kind: 'satisfied', detail: `version ${installedVersion}` };
  const cannotTell = platform.kind === 'arc' || platform.power === 'off' || platform.power === 'hibernated';
  if (cannotTell) return { kind: 'satisfied', detail: 'installed version not reported' };
  return { kind: 'waiting', reason: 'AgentNotReady' };
}

function findFailed({ spec }: ServiceInput, { name, message = '', statusCode = '' }: ExtensionFacts): Finding {
  const exit = readExitCode(`${statusCode} ${message}`);
  const decoded = decodeEndpointExit(spec.os, exit, message);
  const told = message === '' ? '' : `: ${redact(message, mostOfMessage)}`;
  const advice = decoded.advice === undefined ? '' : `; ${decoded.advice}`;
  return { kind: 'blocked', code: decoded.code, detail: `${name}: ${decoded.name}${told}${advice}` };
}

/** Creating, Updating, Deleting, Accepted, ...: Azure is at it, unless the machine went off meanwhile. */
function findWorking({ facts: { platform } }: ServiceInput, { name, provisioningState }: ExtensionFacts): Finding {
  if (platform.kind === 'vm' && platform.power === 'off') return { kind: 'waiting', reason: 'Off' };
  if (platform.kind === 'vm' && platform.power === 'hibernated') return { kind: 'waiting', reason: 'Hibernated' };
  return { kind: 'provisioning', what: 'DefenderForEndpoint', detail: `${name} is ${provisioningState}` };
}
