import { z } from 'zod';
import type { TargetKey } from '../domain/ids.ts';
import type { TimelineEntry } from '../domain/machine/machine-record.ts';
import { parseTimelineEntry, toStoredEntry } from './record-schema.ts';
import type { TableShape } from './table-shape.ts';
import { timeOfName } from './timeline-name.ts';

/** A longer text would not fit a column together with the rest. */
const mostText = 8_000;

/** What happened: one partition per target, row keys ascending from the newest. */
export const timelineShape: TableShape<{ readonly target: TargetKey; readonly name: string }, TimelineEntry> = {
  table: 'timeline',
  filters: [],
  nameOf: ({ target, name }) => ({ partition: target, row: name }),
  toColumns: (entry) => {
    const text = entry.text.slice(0, mostText);
    return { columns: { body: JSON.stringify(toStoredEntry({ ...entry, text })) }, isWhole: text === entry.text };
  },
  toRow: ({ row, columns }) => {
    try {
      return parseTimelineEntry(JSON.parse(z.string().parse(columns.body)));
    } catch {
      // One entry of another release must not hide the history.
      return { at: timeOfName(row), what: 'event', text: 'an entry that this release cannot read' };
    }
  },
};
