import type { TargetKey } from '../../src/domain/ids.ts';
import type { EntityTable } from '../../src/store/entity-table.ts';

/** Breaks the body of a subscription's row below the store; its other columns stay. */
export async function damageSubscription(open: (table: string) => EntityTable, key: TargetKey): Promise<void> {
  await open('subscriptions').upsert({ partition: '-', row: key }, { body: '{"schemaVersion":' }, 'merge');
}
