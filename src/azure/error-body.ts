import { z } from 'zod';
import type { OperationFailure } from '../domain/failures/failure.ts';
import { messageLimit, redact } from '../domain/redact.ts';
import { jsonOf, policyViolationsOf } from './policy-violations.ts';

const text = z.string().catch('');
const innerSchema = z.object({ code: text, internalErrorCode: text, message: text });
const noInner = { code: '', internalErrorCode: '', message: '' };
const errorSchema = z.object({
  code: text,
  message: text,
  target: text,
  details: z.array(z.unknown()).catch([]),
  additionalInfo: z.array(z.unknown()).catch([]),
  innererror: innerSchema.catch(noInner),
});
type ErrorBody = z.output<typeof errorSchema>;

/** Azure Resource Manager wraps its error in `error`; Compute's throttling answers come without (Azure docs, "Troubleshoot API throttling errors"). */
const envelopeSchema = z.union([z.object({ error: errorSchema }).transform((body) => body.error), errorSchema]);

/** Details of details, and errors that are the text of an error; deeper ones were never seen. */
const deepest = 3;
const mostDetails = 12;

/** An error as Azure gives it, bounded and without secrets; '' where a part is not given. */
export type ErrorReading = Pick<OperationFailure, 'code' | 'message' | 'target' | 'violations'> & {
  readonly detailCodes: readonly string[];
  readonly detailMessages: readonly string[];
};

/** Reads an ARM error with all its details, whatever of it is there; undefined for a body that is none. */
export function readErrorBody(body: unknown): ErrorReading | undefined {
  const parsed = envelopeSchema.safeParse(body);
  if (!parsed.success) return undefined;
  const { code, message, target } = parsed.data;
  const lines = detailsOf(parsed.data, 1);
  const violations = policyViolationsOf([parsed.data, ...lines]);
  const kept = (texts: readonly string[]) => {
    return [...new Set(texts.filter((one) => one !== ''))].slice(0, mostDetails).map(bounded);
  };
  return {
    code: bounded(code),
    message: bounded(message),
    ...(target === '' ? {} : { target: bounded(target) }),
    detailCodes: kept(lines.map((line) => line.code)),
    detailMessages: kept(lines.flatMap((line) => [line.message, line.target])),
    ...(violations.length === 0 ? {} : { violations }),
  };
}

/** What such an error has for a message was printed on the machine: an error in it is none of Azure's. */
const ofHandler = /^(?:vm)?extension/i;

type Line = Pick<ErrorBody, 'code' | 'message' | 'target' | 'additionalInfo'>;
const emptyLine: Line = { code: '', message: '', target: '', additionalInfo: [] };

function detailsOf({ code: own, details, innererror, message }: ErrorBody, depth: number): readonly Line[] {
  if (depth > deepest) return [];
  const within = [...details.slice(0, mostDetails), ofHandler.test(own) ? undefined : jsonIn(message)].flatMap(
    (one): readonly Line[] => {
      const parsed = envelopeSchema.safeParse(one);
      return parsed.success ? [parsed.data, ...detailsOf(parsed.data, depth + 1)] : [];
    },
  );
  const { code, internalErrorCode } = innererror;
  const inner = [internalErrorCode, code].map((one) => ({ ...emptyLine, code: one }));
  return [...within, ...inner, { ...emptyLine, message: innererror.message }];
}

/** Some providers hand on the error of another as the text of theirs (Azure/azure-quickstart-templates#3712). */
function jsonIn(message: string): unknown {
  return message.trimStart().startsWith('{') ? jsonOf(message) : undefined;
}

function bounded(one: string): string {
  return redact(one, messageLimit);
}
