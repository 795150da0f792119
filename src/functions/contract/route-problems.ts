import type { z } from 'zod';
import type { ProblemCode } from './problem-codes.ts';
import { type Route, readsBody } from './route.ts';

const always = ['InvalidRequest', 'InternalError'] as const satisfies readonly ProblemCode[];
const ofReaders = ['MalformedJson', 'BodyTooLarge', 'UnsupportedMediaType'] as const satisfies readonly ProblemCode[];

/** Codes that follow from what a route takes and who may call it. */
export type ImpliedCode = (typeof always | typeof ofReaders)[number] | 'BodyNotRead' | 'KeyWritesNotAllowed';

/** Every code that a problem document of this route can have; none is answered that is not among them. */
export function problemsOf<Code extends ProblemCode>(
  route: Pick<
    Route<string, z.ZodObject, z.ZodObject, z.ZodType, number, z.ZodType, Code>,
    'access' | 'body' | 'problems'
  >,
): readonly (Code | ImpliedCode)[] {
  const body: readonly ImpliedCode[] = readsBody(route) ? ofReaders : ['BodyNotRead'];
  const access: readonly ImpliedCode[] = route.access === 'write' ? ['KeyWritesNotAllowed'] : [];
  return [...route.problems, ...body, ...access, ...always];
}
