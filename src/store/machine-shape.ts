import { z } from 'zod';
import type { TargetKey } from '../domain/ids.ts';
import type { MachineRecord } from '../domain/machine/machine-record.ts';
import { codeOf } from '../domain/machine/standing.ts';
import type { Columns, Entity } from './entity-table.ts';
import { toFindingColumns } from './findings-column.ts';
import { fitRecord, mostBodyCharacters } from './fit-record.ts';
import { parseRecord, toStoredRecord } from './record-schema.ts';
import { toRefusalsColumn } from './refusals-column.ts';
import { refusalsOf } from './refusals-of.ts';
import { nameOfTarget } from './row-table.ts';
import type { TableShape, WrittenRow } from './table-shape.ts';

export const machineFilters = ['status', 'code', 'kind', 'os', 'profile', 'subscription', 'name'] as const;

/** A machine's row: flat columns for filters and counts, everything in `body`. */
export const machineShape: TableShape<TargetKey, MachineRecord> = {
  table: 'machines',
  filters: machineFilters,
  nameOf: nameOfTarget,
  toColumns,
  toRow,
};

function toColumns(record: MachineRecord): WrittenRow {
  const whole = JSON.stringify(toStoredRecord(record));
  const body = whole.length <= mostBodyCharacters ? whole : fitRecord(record);
  const filters: Readonly<Record<(typeof machineFilters)[number], string>> = {
    status: record.standing.status === 'Unknown' ? record.standing.word : record.standing.status,
    code: codeOf(record.standing) ?? '',
    kind: record.kind,
    os: record.os,
    profile: record.profile ?? '',
    subscription: record.subscription,
    name: record.name.toLowerCase(),
  };
  const columns: Columns = {
    ...filters,
    ...toFindingColumns(record.findings),
    refusals: toRefusalsColumn(refusalsOf(record)),
    resourceId: record.resourceId,
    body,
  };
  return { columns, isWhole: body === whole };
}

function toRow({ row, columns }: Entity): MachineRecord {
  try {
    return parseRecord(JSON.parse(z.string().parse(columns.body)));
  } catch (error) {
    throw new Error(
      `The row of machine ${row} in table machines cannot be read. Repair its body, or delete the row: the next look makes it anew.`,
      { cause: error },
    );
  }
}
