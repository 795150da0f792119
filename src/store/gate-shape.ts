import { z } from 'zod';
import type { Gate } from '../ports/store.ts';
import type { TableShape } from './table-shape.ts';

export type GateName = Pick<Gate, 'subscription' | 'operationClass'>;

/** As ISO-8601 UTC text, by which gates are compared; empty where it cannot be read. */
const closedUntil = z
  .union([z.string(), z.date()])
  .transform((time) => new Date(time))
  .refine((time) => !Number.isNaN(time.getTime()))
  .transform((time) => time.toISOString())
  .catch('');

/**
 * Throttle gates. A slash may not stand in a row key; the column keeps the class as it is. Never throws: what a column
 * does not say of the gate's name is read from its key, and a gate without a time is open.
 */
export const gateShape: TableShape<GateName, Gate> = {
  table: 'gates',
  filters: [],
  nameOf: ({ subscription, operationClass }) => ({
    partition: subscription,
    row: operationClass.replaceAll('/', '|'),
  }),
  toColumns: (gate) => ({ columns: { ...gate }, isWhole: true }),
  toRow: ({ partition, row, columns }) => ({
    subscription: z.string().catch(partition).parse(columns.subscription),
    operationClass: z.string().catch(row.replaceAll('|', '/')).parse(columns.operationClass),
    closedUntil: closedUntil.parse(columns.closedUntil),
  }),
};
