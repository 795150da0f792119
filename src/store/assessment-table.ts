import { sha256Hex } from '../domain/hash.ts';
import { keyOf } from '../domain/ids.ts';
import type { AssessedMachine, AssessmentTable } from '../ports/store.ts';
import { type AssessmentName, type AssessmentRow, readingRow } from './assessment-shape.ts';
import { type Columns, type EntityChange, type EntityTable, inPartition, mostInTransaction } from './entity-table.ts';
import type { TableShape } from './table-shape.ts';

type Shape = TableShape<AssessmentName, AssessmentRow>;
type Reading = Extract<AssessmentRow, { kind: 'reading' }>;

/** What Defender assesses of machines. One sweep writes; looks read. */
export function createAssessmentTable(table: EntityTable, shape: Shape): AssessmentTable {
  const { nameOf, toColumns, toRow } = shape;
  const readRow = async (name: AssessmentName): Promise<AssessmentRow | undefined> => {
    const entity = await table.read(nameOf(name));
    return entity === undefined ? undefined : toRow(entity);
  };
  const readReading = async (subscription: string): Promise<Reading> => {
    const name: AssessmentName = { subscription, key: readingRow };
    const row = await readRow(name);
    if (row?.kind === 'reading') return row;
    return { kind: 'reading', name, readAt: undefined, refused: undefined, hash: undefined };
  };
  const writeReading = async (row: Reading): Promise<void> =>
    await table.upsert(nameOf(row.name), toColumns(row).columns, 'merge');
  return {
    read: async (subscription, key) => {
      const [reading, row] = await Promise.all([readReading(subscription), readRow({ subscription, key })]);
      const { readAt, refused } = reading;
      return { readAt, refused, assessments: row?.kind === 'machine' ? row.assessments : [] };
    },
    replaceAll: async (subscription, readAt, machines) => {
      const reading = await readReading(subscription);
      const rows = new Map(machines.map((one) => [keyOf(one.resourceId), toColumns(rowOf(subscription, one)).columns]));
      const hash = hashOf(rows);
      const changed = hash === reading.hash ? [] : await writeChanges(table, shape, subscription, rows);
      await writeReading({ ...reading, readAt, refused: undefined, hash });
      return changed;
    },
    refuse: async (subscription, why) => await writeReading({ ...(await readReading(subscription)), refused: why }),
  };
}

function rowOf(subscription: string, { resourceId, assessments }: AssessedMachine): AssessmentRow {
  return { kind: 'machine', name: { subscription, key: keyOf(resourceId) }, resourceId, assessments };
}

function hashOf(rows: ReadonlyMap<string, Columns>): string {
  const told = [...rows].sort(([one], [other]) => (one < other ? -1 : 1)).map(([key, { body }]) => [key, body]);
  return sha256Hex(JSON.stringify(told));
}

/** Writes what differs, page by page of what is stored, and answers whom it is about. */
async function writeChanges(
  table: EntityTable,
  { nameOf, toRow }: Shape,
  subscription: string,
  rows: ReadonlyMap<string, Columns>,
): Promise<readonly { readonly resourceId: string }[]> {
  const { partition } = nameOf({ subscription, key: readingRow });
  const open = new Map<string, Columns>(rows);
  const changes: EntityChange[] = [];
  const changed: { resourceId: string }[] = [];
  for await (const page of table.pages({ where: [inPartition(partition)] })) {
    for (const entity of page) {
      const before = toRow(entity);
      if (before.kind === 'reading' || before.name.key === readingRow) continue;
      const { key } = before.name;
      const now = open.get(key);
      open.delete(key);
      if (now !== undefined && now.body === entity.columns.body) continue;
      changes.push(now === undefined ? { kind: 'delete', row: key } : { kind: 'replace', row: key, columns: now });
      changed.push({ resourceId: before.resourceId });
    }
  }
  for (const [key, columns] of open) {
    changes.push({ kind: 'replace', row: key, columns });
    changed.push({ resourceId: String(columns.resourceId) });
  }
  for (let index = 0; index < changes.length; index += mostInTransaction) {
    await table.transact(partition, changes.slice(index, index + mostInTransaction));
  }
  return changed;
}
