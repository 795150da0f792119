import type { UnreadableRow } from '../../ports/store.ts';
import { type Problem, problem } from './problem.ts';

/** What is asked of a machine whose row is damaged: nobody knows what stands in it, and it is not overwritten. */
export function rowUnreadable(rows: readonly UnreadableRow[]): Problem<'RowUnreadable'> {
  const named = rows.map(({ key, why }) => `${key} (${why})`).join(', ');
  const detail = `Cannot be read in table machines: ${named}. Repair the body, or delete the row: the next look makes it anew.`;
  return problem('RowUnreadable', detail, { unreadable: rows });
}
