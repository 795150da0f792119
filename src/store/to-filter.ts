import { odata } from '@azure/data-tables';
import type { Condition } from './entity-table.ts';

/** The conditions as an OData filter, texts quoted; undefined for none. */
export function toFilter(conditions: readonly Condition[]): string | undefined {
  if (conditions.length === 0) return undefined;
  // The space stands inside: without anything before it, `odata` does not quote a text.
  return conditions.map(({ column, is, value }) => `${column} ${is}${odata` ${value}`}`).join(' and ');
}
