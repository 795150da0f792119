import { ArmError } from '../core/request/arm-error.ts';
import type { ArmRequest, JsonObject, SimContext } from '../core/types.ts';
import type { KustoMistake } from './kusto-tree.ts';
import type { RefusedQuery } from './refused-query.ts';

/** The envelope of Resource Graph: what is wrong stands in the details (azure-powershell#13762, aztfexport#485). */
export function graphError(
  context: SimContext,
  request: ArmRequest,
  answer: { readonly status: number; readonly code: string; readonly details: readonly JsonObject[] },
): ArmError {
  const timestamp = new Date(context.time.now()).toISOString().replace('Z', '0000Z');
  const message = `Please provide below info when asking for support: timestamp = ${timestamp}, correlationId = ${request.correlationId}.`;
  return new ArmError(answer.status, { code: answer.code, message, details: answer.details });
}

const invalidQuery: JsonObject = {
  code: 'InvalidQuery',
  message:
    'Query is invalid. Please refer to the documentation for the Azure Resource Graph service and fix the error before retrying.',
};

/**
 * A query that does not parse, or names what the tables do not have. Shape: the issues above; a wrong table's code is
 * `DisallowedLogicalTableName`; that a wrong column is a `ParserFailure` too, and the words of it, have no public source.
 */
export function mistakenQuery(mistakes: readonly KustoMistake[], query: string): readonly JsonObject[] {
  return [
    invalidQuery,
    ...mistakes.map((mistake): JsonObject => {
      // KS204: a name in the place of a table.
      if (mistake.code === 'KS204') {
        const message = `Table ${mistake.token} is invalid, unsupported or disallowed.`;
        return { code: 'DisallowedLogicalTableName', message, token: mistake.token };
      }
      return {
        code: 'ParserFailure',
        message: mistake.message,
        ...placeIn(query, mistake.start),
        token: mistake.token,
      };
    }),
  ];
}

/** A query of the language that Resource Graph, or this simulator, does not execute. */
export function refusedQuery({ code, message, token, start }: RefusedQuery, query: string): readonly JsonObject[] {
  return [invalidQuery, { code, message, ...(start === undefined ? {} : placeIn(query, start)), token }];
}

function placeIn(query: string, start: number): JsonObject {
  const before = query.slice(0, start).split('\n');
  return { line: before.length, characterPositionInLine: before.at(-1)?.length ?? 0 };
}
