import { type TargetKey, targetKeySchema } from '../domain/ids.ts';
import type { MachineRecord } from '../domain/machine/machine-record.ts';
import type {
  FleetSummary,
  MachinePage,
  MachineQuery,
  MachineSummary,
  MachineTable,
  UnreadableRow,
} from '../ports/store.ts';
import { type Condition, type EntityTable, inPartition } from './entity-table.ts';
import { machineFilters } from './machine-shape.ts';
import { readSummary, summaryColumns } from './machine-summary.ts';
import { createRowTable, nameOfTarget } from './row-table.ts';
import type { TableShape } from './table-shape.ts';
import { readInto } from './unreadable-row.ts';

const digits = [...'0123456789abcdef'];

/** Machines: their rows, and the two ways to read them all. */
export function createMachineTable(table: EntityTable, shape: TableShape<TargetKey, MachineRecord>): MachineTable {
  return {
    ...createRowTable(table, shape),
    list: (query) => list(table, shape, query),
    summarize: async () => {
      const ranges = await Promise.all(digits.map((digit) => summarizeRange(table, digit)));
      return {
        machines: ranges.flatMap(({ machines }) => machines),
        unreadable: ranges.flatMap(({ unreadable }) => unreadable),
      };
    },
  };
}

async function list(
  table: EntityTable,
  shape: TableShape<TargetKey, MachineRecord>,
  query: MachineQuery,
): Promise<MachinePage> {
  const records: MachineRecord[] = [];
  const unreadable: UnreadableRow[] = [];
  let last: TargetKey | undefined;
  let count = 0;
  for await (const page of table.pages({ where: conditionsOf(query), pageSize: query.limit + 1 })) {
    for (const entity of page) {
      const key = targetKeySchema.safeParse(entity.row);
      if (key.success) {
        if (count === query.limit) return { records, unreadable, next: last };
        last = key.data;
        count += 1;
      }
      readInto(records, unreadable, entity, shape.toRow);
    }
  }
  return { records, unreadable, next: undefined };
}

/** Keys begin with their partition's digit, so one comparison of row keys and one of partitions continue a list. */
function conditionsOf(query: MachineQuery): readonly Condition[] {
  const { after, subscription, name } = query;
  const asked = { ...query, subscription: subscription?.toLowerCase(), name: name?.toLowerCase() };
  const behind: readonly Condition[] =
    after === undefined
      ? []
      : [
          { column: 'PartitionKey', is: 'ge', value: nameOfTarget(after).partition },
          { column: 'RowKey', is: 'gt', value: after },
        ];
  const filters = machineFilters.flatMap((column): readonly Condition[] => {
    const value = asked[column];
    return value === undefined ? [] : [{ column, is: 'eq', value }];
  });
  return [...behind, ...filters];
}

async function summarizeRange(table: EntityTable, digit: string): Promise<FleetSummary> {
  const machines: MachineSummary[] = [];
  const unreadable: UnreadableRow[] = [];
  for await (const page of table.pages({ where: [inPartition(digit)], select: summaryColumns })) {
    for (const entity of page) readInto(machines, unreadable, entity, readSummary);
  }
  return { machines, unreadable };
}
