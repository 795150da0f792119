import type { UnreadableRow } from '../ports/store.ts';

/** What was found of one target that was named by its key or name. */
export type FoundRow<Row> =
  | { readonly kind: 'found'; readonly record: Row }
  | { readonly kind: 'unknown' }
  /** It is there, and damaged; of one name there may be several. */
  | { readonly kind: 'unreadable'; readonly rows: readonly UnreadableRow[] }
  /** The name is not unique. */
  | { readonly kind: 'ambiguous'; readonly candidates: readonly Row[]; readonly unreadable: readonly UnreadableRow[] };

export const mostCandidates = 10;

/** The one row of a name, if only one has it; a damaged row of that name may be the one that is meant. */
export function pickNamed<Row>({ records, unreadable }: NamedRows<Row>): FoundRow<Row> {
  const [first] = records;
  if (first === undefined) {
    return unreadable.length === 0 ? { kind: 'unknown' } : { kind: 'unreadable', rows: unreadable };
  }
  if (records.length + unreadable.length === 1) return { kind: 'found', record: first };
  return { kind: 'ambiguous', candidates: records.slice(0, mostCandidates), unreadable };
}

interface NamedRows<Row> {
  readonly records: readonly Row[];
  readonly unreadable: readonly UnreadableRow[];
}
