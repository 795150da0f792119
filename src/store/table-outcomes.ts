import { isRestError } from '@azure/core-rest-pipeline';
import { z } from 'zod';
import type { Swap } from '../ports/store.ts';

const errorDetails = z.object({ odataError: z.object({ code: z.string() }) });

/** The row is not there. A missing table is no answer about a row and stays an error. */
function isAbsent(error: unknown): boolean {
  if (!isRestError(error) || error.statusCode !== 404) return false;
  const details = errorDetails.safeParse(error.details);
  return !details.success || details.data.odataError.code !== 'TableNotFound';
}

/** Turns the answer of a write under If-Match into a value; everything unexpected is thrown on. */
export async function toSwap(write: Promise<object>, previousEtag: string): Promise<Swap> {
  try {
    return { kind: 'done', etag: etagOf(await write) ?? previousEtag };
  } catch (error) {
    if (isRestError(error) && error.statusCode === 412) return { kind: 'conflict' };
    if (isAbsent(error)) return { kind: 'absent' };
    throw error;
  }
}

/** A deleted row has none any more. */
function etagOf(answer: object): string | undefined {
  return 'etag' in answer && typeof answer.etag === 'string' ? answer.etag : undefined;
}

/** Turns the answer of an insert into a value. */
export async function toInserted(write: Promise<unknown>): Promise<'inserted' | 'exists'> {
  try {
    await write;
    return 'inserted';
  } catch (error) {
    if (isRestError(error) && error.statusCode === 409) return 'exists';
    throw error;
  }
}

/** Undefined where the row is absent. */
export async function orAbsent<Row>(read: Promise<Row>): Promise<Row | undefined> {
  try {
    return await read;
  } catch (error) {
    if (isAbsent(error)) return undefined;
    throw error;
  }
}
