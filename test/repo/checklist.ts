import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What the product's documents require, a row each; it is not part of the repository. */
export const checklistFile = join(import.meta.dirname, '..', '..', '..', 'shared', 'requirements', 'checklist.md');

export interface ChecklistRow {
  /** A letter and a number, such as `P5`. */
  readonly id: string;
  readonly requirement: string;
  /** The last column as it stands, such as `1 new; 5 existing, in bulk`. */
  readonly column: string;
  /** The pieces of work that the last column names. */
  readonly pieces: readonly number[];
}

/** The rows of every table of a checklist; headings of chapters (`**P**`) and of tables are none. */
export function parseChecklist(text: string): readonly ChecklistRow[] {
  return [...text.matchAll(/^\| ([A-Z]\d+) \| (.+) \| ([^|]+) \|$/gm)].map(
    ([, id = '', requirement = '', column = '']) => ({
      ...{ id, requirement, column },
      pieces: [...column.matchAll(/\b\d\b/g)].map(([piece]) => Number(piece)),
    }),
  );
}

/** The rows of the checklist; none where it is absent. */
export function readChecklist(): readonly ChecklistRow[] {
  return existsSync(checklistFile) ? parseChecklist(readFileSync(checklistFile, 'utf8')) : [];
}
