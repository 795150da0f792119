import type { TargetKey } from '../domain/ids.ts';
import { codeOf, wordOf } from '../domain/machine/standing.ts';
import type { SubscriptionRecord } from '../domain/subscription/subscription-record.ts';
import type { Entity } from './entity-table.ts';
import { joinText, splitText } from './split-text.ts';
import { parseSubscription, toStoredSubscription } from './subscription-schema.ts';
import type { TableShape, WrittenRow } from './table-shape.ts';

/** A region has up to nine steps and as many resources of ours: so many columns take thirty regions and more. */
const bodyColumns = 12;

/** A subscription's row: one partition, since there are hundreds at most and they are listed whole. */
export const subscriptionShape: TableShape<TargetKey, SubscriptionRecord> = {
  table: 'subscriptions',
  filters: ['status', 'code'],
  nameOf: (key) => ({ partition: '-', row: key }),
  toColumns,
  toRow,
};

function toColumns(record: SubscriptionRecord): WrittenRow {
  const columns = {
    status: wordOf(record.standing),
    code: codeOf(record.standing) ?? '',
    name: record.name,
    resourceId: record.resourceId,
    ...splitText('body', JSON.stringify(toStoredSubscription(record)), bodyColumns),
  };
  return { columns, isWhole: true };
}

function toRow({ row, columns }: Entity): SubscriptionRecord {
  try {
    return parseSubscription(JSON.parse(joinText('body', columns, bodyColumns)));
  } catch (error) {
    throw new Error(
      `The row of subscription ${row} in table subscriptions cannot be read. Repair its body, or delete the row: the next sweep makes it anew.`,
      { cause: error },
    );
  }
}
