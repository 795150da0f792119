import type { DecodedFailure } from '../../failures/decode-failure.ts';
import { failureInfo } from '../../failures/failure-list.ts';
import { readExitCode } from '../../failures/read-exit-code.ts';
import type { ExtensionFacts } from '../../machine/machine-facts.ts';
import { redact } from '../../redact.ts';
import type { FailedTry } from '../../step/step-record.ts';
import { decodeEndpointExit, endpointExits } from './exit-codes.ts';

/** Characters of what a handler says. */
const mostOfMessage = 300;

export interface ToldFailure extends DecodedFailure {
  /** Exit code of the handler; undefined where nobody told one that is documented. */
  readonly exit: number | undefined;
}

/**
 * How the handler failed: by the machine's instance view, and where that tells no exit code by the end of our own write.
 *
 * @param ended how our last write ended, where it failed
 */
export function toldFailureOf(
  os: 'windows' | 'linux',
  { name, message = '', statusCode = '' }: ExtensionFacts,
  ended?: FailedTry,
): ToldFailure {
  const exit =
    readExitCode(`${statusCode} ${message}`) ?? bareExitCode(statusCode) ?? readExitCode(ended?.detail ?? '');
  const said = message === '' ? (ended?.detail ?? '') : message;
  const decoded = decodeEndpointExit(os, exit, said);
  const told = said === '' ? '' : `: ${redact(said, mostOfMessage)}`;
  const advice = decoded.advice === undefined ? '' : `; ${decoded.advice}`;
  const { code } = decoded;
  const isKnown = os === 'linux' && exit !== undefined && endpointExits[exit] !== undefined;
  const detail = `${name}: ${decoded.name}${told}${advice}`;
  return { code, class: failureInfo(code).class, detail, exit: isKnown ? exit : undefined };
}

/** Arc gives the handler's exit code as the whole status code. */
function bareExitCode(statusCode: string): number | undefined {
  return /^[1-9]\d{0,4}$/.test(statusCode) ? Number(statusCode) : undefined;
}
