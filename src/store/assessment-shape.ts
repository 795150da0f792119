import { z } from 'zod';
import type { EdrAssessment } from '../domain/machine/edr-assessment.ts';
import { listOf, storedTime } from './loose-schema.ts';
import { orUndefined } from './row-parts.ts';
import type { TableShape } from './table-shape.ts';

/** Of a machine, or of the reading of its whole subscription. */
export interface AssessmentName {
  readonly subscription: string;
  /** A machine's key, or {@link readingRow}. */
  readonly key: string;
}

/** One row of table `assessments`. */
export type AssessmentRow =
  | {
      readonly kind: 'machine';
      readonly name: AssessmentName;
      readonly resourceId: string;
      readonly assessments: readonly EdrAssessment[];
    }
  | {
      readonly kind: 'reading';
      readonly name: AssessmentName;
      readonly readAt: string | undefined;
      readonly refused: string | undefined;
      /** Of everything that was read: where it is the same, no row of a machine is new. */
      readonly hash: string | undefined;
    };

/** Comes before the key of any machine. */
export const readingRow = '-';

/** A machine has one for each recommendation and cloud; more is damage. */
const mostAssessments = 20;
const mostText = 1_000;

const text = z.string().transform((value) => value.slice(0, mostText));
const assessment = z.object({
  ...{ key: text, title: text, code: text },
  ...{ cause: text.optional(), since: text.optional(), link: text.optional() },
});

const readingColumns = z.object({
  readAt: orUndefined(storedTime),
  refused: orUndefined(z.string().min(1)),
  hash: orUndefined(z.string().min(1)),
});

/** What Defender assesses of machines: a partition for each subscription. Never throws: what cannot be read was not said. */
export const assessmentShape: TableShape<AssessmentName, AssessmentRow> = {
  table: 'assessments',
  filters: [],
  nameOf: ({ subscription, key }) => ({ partition: subscription.toLowerCase(), row: key }),
  toColumns: (row) => {
    if (row.kind === 'reading') {
      const { readAt = '', refused = '', hash = '' } = row;
      return { columns: { readAt, refused, hash }, isWhole: true };
    }
    const { resourceId, assessments } = row;
    const kept = assessments.slice(0, mostAssessments).map((one) => assessment.parse(one));
    return {
      columns: { resourceId, body: JSON.stringify(kept) },
      isWhole: kept.length === assessments.length,
    };
  },
  toRow: ({ partition, row, columns }) => {
    const name = { subscription: partition, key: row };
    if (row === readingRow) return { kind: 'reading', name, ...readingColumns.parse({ ...columns }) };
    const resourceId = z.string().catch('').parse(columns.resourceId);
    return { kind: 'machine', name, resourceId, assessments: readList(columns.body) };
  },
};

function readList(body: unknown): readonly EdrAssessment[] {
  try {
    return listOf(assessment).parse(JSON.parse(z.string().parse(body)));
  } catch {
    return [];
  }
}
