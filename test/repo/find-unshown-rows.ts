import type { ChecklistRow } from './checklist.ts';
import type { TestName } from './find-test-names.ts';

const leadingIds = /^((?:[A-Z]\d+ )*[A-Z]\d+):/;

/** The rows of a checklist that a test says to show: `M1 M5: ...` shows M1 and M5. */
export function rowIdsOf(name: string): readonly string[] {
  return leadingIds.exec(name)?.[1]?.split(' ') ?? [];
}

/**
 * The rows without a test, of those that are owed: a row is owed as soon as one of the pieces that it names is finished.
 * Each as a line with its id, its pieces and what it requires.
 */
export function findUnshownRows(
  rows: readonly ChecklistRow[],
  finishedPieces: readonly number[],
  names: readonly TestName[],
): readonly string[] {
  const shown = new Set(names.flatMap(({ name }) => rowIdsOf(name)));
  return rows
    .filter(({ pieces }) => pieces.some((piece) => finishedPieces.includes(piece)))
    .filter(({ id }) => !shown.has(id))
    .map(({ id, column, requirement }) => `${id} (${column}): ${requirement}`);
}

/** The tests that begin with the id of a row that there is not. */
export function findUnknownRows(rows: readonly ChecklistRow[], names: readonly TestName[]): readonly string[] {
  const known = new Set(rows.map(({ id }) => id));
  return names.flatMap(({ path, name }) => {
    const unknown = rowIdsOf(name).filter((id) => !known.has(id));
    return unknown.length === 0 ? [] : [`${path}: there is no row ${unknown.join(', ')}: ${name}`];
  });
}
