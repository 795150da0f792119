import { z } from 'zod';
import type { UnreadableRow } from '../ports/store.ts';
import type { Entity } from './entity-table.ts';

/** One row that cannot be read must not hide the others. */
export function readInto<Read>(
  rows: Read[],
  unreadable: UnreadableRow[],
  entity: Entity,
  toRow: (entity: Entity) => Read,
): void {
  try {
    rows.push(toRow(entity));
  } catch (error) {
    unreadable.push(unreadableRow(entity, error));
  }
}

const mostWhy = 300;

function unreadableRow({ row, columns }: Entity, error: unknown): UnreadableRow {
  const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
  const text = cause instanceof z.ZodError ? z.prettifyError(cause) : String(cause);
  const why = text.replace(/\s+/g, ' ').slice(0, mostWhy);
  return { key: row, resourceId: typeof columns.resourceId === 'string' ? columns.resourceId : '', why };
}
