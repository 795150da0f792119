import type { HttpRequest, HttpResponseInit } from '@azure/functions';
import type { z } from 'zod';
import { type FieldError, problem } from './problem.ts';

const mostBytes = 64 * 1024;

export type Parsed<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly response: HttpResponseInit };

/** Reads a JSON body of at most 64 KiB; everything wrong with it comes back in one problem document. */
export async function readBody<T>(request: HttpRequest, schema: z.ZodType<T>): Promise<Parsed<T>> {
  const type = request.headers.get('content-type')?.split(';', 1).join('').trim().toLowerCase() ?? '';
  if (type !== 'application/json' && !type.endsWith('+json')) {
    return refuse(problem(415, 'UnsupportedMediaType', 'Send the body as application/json.'));
  }
  const bytes = await request.arrayBuffer();
  if (bytes.byteLength > mostBytes) {
    return refuse(
      problem(413, 'BodyTooLarge', `The body has ${bytes.byteLength} bytes; at most ${mostBytes} are read.`),
    );
  }
  const text = new TextDecoder().decode(bytes);
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return refuse(problem(400, 'MalformedJson', 'The body is not JSON.'));
  }
  return check(json, schema, 'body');
}

/** Parameters that are for the Functions host: the key, and which key it is. */
const hostParameters: ReadonlySet<string> = new Set(['code', 'clientid']);

/** Reads the query; unknown parameters are refused. */
export function readQuery<T>(request: HttpRequest, schema: z.ZodType<T>): Parsed<T> {
  const entries = [...request.query.entries()].filter(([name]) => !hostParameters.has(name.toLowerCase()));
  const query = Object.fromEntries(entries);
  return check(query, schema, 'query');
}

function check<T>(value: unknown, schema: z.ZodType<T>, where: string): Parsed<T> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return { ok: true, value: parsed.data };
  const errors = parsed.error.issues.flatMap(toFieldErrors);
  return refuse(problem(400, 'InvalidRequest', `The ${where} is not valid: see errors.`, { errors }));
}

function toFieldErrors(issue: z.core.$ZodIssue): readonly FieldError[] {
  if (issue.code !== 'unrecognized_keys') return [{ path: issue.path.join('.'), message: issue.message }];
  return issue.keys.map((key) => ({ path: [...issue.path, key].join('.'), message: 'is not known here' }));
}

function refuse(response: HttpResponseInit): { readonly ok: false; readonly response: HttpResponseInit } {
  return { ok: false, response };
}
