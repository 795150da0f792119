import type { UnreadableRow } from '../../ports/store.ts';
import { type Problem, problem } from './problem.ts';

/** What is asked of a target whose row is damaged: nobody knows what stands in it, and it is not overwritten. */
export function rowUnreadable(
  rows: readonly UnreadableRow[],
  kind: keyof typeof remedies = 'machine',
): Problem<'RowUnreadable'> {
  const named = rows.map(({ key, why }) => `${key} (${why})`).join(', ');
  const { table, remedy } = remedies[kind];
  const detail = `Cannot be read in table ${table}: ${named}. Repair the body, or delete the row: the next ${remedy} makes it anew.`;
  return problem('RowUnreadable', detail, { unreadable: rows });
}

const remedies = {
  machine: { table: 'machines', remedy: 'look' },
  subscription: { table: 'subscriptions', remedy: 'sweep' },
} as const;
