import { z } from 'zod';
import { acceptableCodes, type FailureCode, isFailureCode } from '../../domain/failures/failure-list.ts';
import { shortText } from './short-text.ts';

/** A code of the failure list, as docs/OPERATIONS.md explains them. */
export const failureCode = shortText
  .transform((text, context): FailureCode => {
    if (isFailureCode(text)) return text;
    context.issues.push({ code: 'custom', input: text, message: 'must be a failure code of docs/OPERATIONS.md' });
    return z.NEVER;
  })
  .describe(
    `what the machine is held with; a person may accept ${acceptableCodes.map((code) => `\`${code}\``).join(', ')}`,
  );
