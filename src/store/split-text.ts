import { z } from 'zod';

/** Below the 32,768 UTF-16 units of one property (REST docs, "Understanding the Table service data model"). */
const pieceLength = 32_000;
const text = z.string().catch('');

/**
 * A text over several columns, `body`, `body2` and so on, each of them always written, so that none is stale after a
 * merge. Throws when it does not fit.
 */
export function splitText(column: string, whole: string, pieces: number): Readonly<Record<string, string>> {
  if (whole.length > pieces * pieceLength) {
    throw new Error(`A text of ${whole.length} characters does not fit ${pieces} columns of ${pieceLength}.`);
  }
  return Object.fromEntries(
    namesOf(column, pieces).map((name, index) => [name, whole.slice(index * pieceLength, (index + 1) * pieceLength)]),
  );
}

/** The text that {@link splitText} spread; a column that is absent is an empty one. */
export function joinText(column: string, columns: Readonly<Record<string, unknown>>, pieces: number): string {
  return namesOf(column, pieces)
    .map((name) => text.parse(columns[name]))
    .join('');
}

function namesOf(column: string, pieces: number): readonly string[] {
  return Array.from({ length: pieces }, (_, index) => (index === 0 ? column : `${column}${index + 1}`));
}
