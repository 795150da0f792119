import type { Addressed } from '../../failures/addressed.ts';
import { type DecodedFailure, decodeFailure } from '../../failures/decode-failure.ts';
import type { RawFailure } from '../../failures/failure.ts';
import { readExitCode } from '../../failures/read-exit-code.ts';
import type { ServiceInput } from '../../findings/service.ts';
import { isSameId } from '../../ids.ts';
import type { ExtensionFacts } from '../../machine/machine-facts.ts';
import { extensionId } from '../../write/azure-write.ts';
import { addressedBy } from '../../write/touched.ts';

/** How an extension failed, as its own state and instance view tell. */
export function decodeExtension(targetId: string, extension: ExtensionFacts): DecodedFailure {
  const { statusCode, message, provisioningState } = extension;
  const told = [statusCode, message].filter((part) => part !== undefined).join(' ');
  const raw: RawFailure = {
    source: 'operation',
    code: statusCode ?? provisioningState,
    message: message ?? 'the extension reported no message',
    saidBy: 'handler',
    exitCode: readExitCode(told) ?? bareExitCode(statusCode),
  };
  return decodeFailure(raw, addressOfExtension(targetId, extension));
}

/** What an error about this extension names. */
export function addressOfExtension(targetId: string, { name, publisher, type }: ExtensionFacts): Addressed {
  return addressedBy(targetId, { part: 'extension', name, publisher, type });
}

/** An operation often says only that the extension failed, or cannot be read; the instance view then knows why. */
export function saysLittle(code: string | undefined): boolean {
  return code === undefined || code === 'ExtensionFailed' || code === 'UnknownFailure';
}

/** Whether this app made the extension of that name. */
export function isOwnedExtension({ facts, history }: ServiceInput, name: string): boolean {
  const id = extensionId(facts.machine.resourceId, name);
  return history.owned.some((owned) => owned.state === 'confirmed' && isSameId(owned.resourceId, id));
}

/** Arc gives the handler's exit code as the whole status code. */
function bareExitCode(statusCode: string | undefined): number | undefined {
  return statusCode !== undefined && /^[1-9]\d{0,4}$/.test(statusCode) ? Number(statusCode) : undefined;
}
