import { z } from 'zod';
import { type SweepKind, type SweepState, sweepKinds } from '../domain/discovery/sweep-state.ts';
import { storedTime } from './loose-schema.ts';
import { orUndefined } from './row-parts.ts';
import { joinText, splitText } from './split-text.ts';
import type { TableShape } from './table-shape.ts';

const time = orUndefined(storedTime);

/** What cannot be read is as if no run had been: then nothing counts as new that an operator has not adopted. */
const sweepColumns = z.object({
  startedAt: time,
  busyUntil: time,
  firstCompletedAt: time,
  completedAt: time,
  scopeHash: orUndefined(z.string().min(1)),
  toldHash: orUndefined(z.string().min(1)),
  toldAfter: time,
  known: orUndefined(z.string().transform(readJson).pipe(z.array(z.string()))),
  counts: z.string().transform(readJson).pipe(z.record(z.string(), z.number())).catch({}),
  gapAt: time,
  gapWhy: z.string().catch(''),
});

/** Room for ten thousand ids. */
const knownColumns = 13;

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What is known of the runs, in columns of their own, so that those of a later release stay when one of ours is written. */
export const sweepShape: TableShape<SweepKind, SweepState> = {
  table: 'sweeps',
  filters: [],
  nameOf: (kind) => ({ partition: '-', row: kind }),
  toColumns: ({ kind: _, counts, gap, known, told, ...state }) => ({
    columns: {
      startedAt: state.startedAt ?? '',
      busyUntil: state.busyUntil ?? '',
      firstCompletedAt: state.firstCompletedAt ?? '',
      completedAt: state.completedAt ?? '',
      scopeHash: state.scopeHash ?? '',
      toldHash: told?.scopeHash ?? '',
      toldAfter: told?.after ?? '',
      ...splitText('known', known === undefined ? '' : JSON.stringify(known), knownColumns),
      counts: JSON.stringify(counts),
      gapAt: gap?.at ?? '',
      gapWhy: gap?.why ?? '',
    },
    isWhole: true,
  }),
  toRow: ({ row, columns }) => {
    const known = joinText('known', columns, knownColumns);
    const { gapAt, gapWhy, toldHash, toldAfter, ...state } = sweepColumns.parse({ ...columns, known });
    const gap = gapAt === undefined ? undefined : { at: gapAt, why: gapWhy };
    const told = toldHash === undefined ? undefined : { scopeHash: toldHash, after: toldAfter };
    return { kind: z.enum(sweepKinds).parse(row), ...state, told, gap };
  },
};
