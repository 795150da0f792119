import { z } from 'zod';
import { targetKeySchema } from '../domain/ids.ts';
import type { MachineSummary } from '../ports/store.ts';
import type { Entity } from './entity-table.ts';
import { findingsColumn, flatFindings, readFindings } from './findings-column.ts';
import { readRefusals } from './refusals-column.ts';

const word = z.string().min(1);
const orNone = z.string().transform((text) => (text === '' ? undefined : text));

/** Words are taken as they are: another release may have written them. */
const flatColumns = z.object({
  status: word,
  code: orNone,
  kind: word,
  os: word,
  subscription: word,
  profile: orNone,
});

/** What a summary brings of each row; `body` is most of it and stays. */
export const summaryColumns: readonly string[] = [
  ...Object.keys(flatColumns.shape),
  findingsColumn,
  ...flatFindings.map(([, column]) => column),
  'refusals',
  'resourceId',
];

const summaryRow = flatColumns.extend({ key: targetKeySchema });

/** Flat columns as a summary; throws what zod says of a row that lacks them. */
export function readSummary({ row, columns }: Entity): MachineSummary {
  const flat = summaryRow.parse({ ...columns, key: row });
  return { ...flat, findings: readFindings(columns), refusals: readRefusals(columns.refusals) };
}
