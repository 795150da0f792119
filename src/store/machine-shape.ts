import { z } from 'zod';
import type { TargetKey } from '../domain/ids.ts';
import { findingsByService } from '../domain/machine/foreign-parts.ts';
import type { MachineRecord } from '../domain/machine/machine-record.ts';
import type { RefusedWrite } from '../domain/refusals/group-refusals.ts';
import { unreadableOperation } from '../domain/step/fold-operations.ts';
import type { Columns, Entity } from './entity-table.ts';
import { toFindingColumns } from './findings-column.ts';
import { fitRecord, hasRoomToWork } from './fit-record.ts';
import { parseRecord, toStoredRecord } from './record-schema.ts';
import { toRefusalsColumn } from './refusals-column.ts';
import { nameOfTarget } from './row-table.ts';
import type { TableShape, WrittenRow } from './table-shape.ts';

export const machineFilters = ['status', 'code', 'kind', 'os', 'profile', 'subscription', 'name', 'accepted'] as const;

/** A machine's row: flat columns for filters and counts, everything in `body`. */
export const machineShape: TableShape<TargetKey, MachineRecord> = {
  table: 'machines',
  filters: machineFilters,
  nameOf: nameOfTarget,
  toColumns,
  toRow,
};

function toColumns(record: MachineRecord): WrittenRow {
  const stored = toStoredRecord(record);
  const whole = JSON.stringify(stored);
  const body = fitRecord(record);
  const filters: Readonly<Record<(typeof machineFilters)[number], string>> = {
    status: textOf(stored.status),
    code: textOf(stored.code),
    kind: textOf(stored.kind),
    os: textOf(stored.os),
    profile: textOf(stored.profile),
    subscription: record.subscription,
    name: record.name.toLowerCase(),
    accepted: record.acceptances.length > 0 ? 'true' : '',
  };
  const columns: Columns = {
    ...filters,
    ...toFindingColumns(findingsByService(record)),
    refusals: toRefusalsColumn(refusalsOf(record)),
    resourceId: record.resourceId,
    body,
  };
  return { columns, isWhole: body === whole };
}

/**
 * The writes that Azure refused, of which the record tells: what is counted over the fleet without reading bodies. What
 * was not answered, or not followed to its end, was not refused.
 */
export function refusalsOf({ steps }: MachineRecord): readonly RefusedWrite[] {
  return Object.values(steps).flatMap(({ refusals }) =>
    refusals
      .filter(({ code, text }) => code !== 'NetworkFailure' && text !== unreadableOperation.detail)
      .flatMap(({ code, text, at }) => at.map((one) => ({ at: one, code, text }))),
  );
}

/** Words as they are stored: what another release wrote stays findable. */
function textOf(stored: unknown): string {
  return typeof stored === 'string' ? stored : '';
}

function toRow({ row, columns }: Entity): MachineRecord {
  try {
    return leaveFull(parseRecord(JSON.parse(z.string().parse(columns.body))));
  } catch (error) {
    throw new Error(
      `The row of machine ${row} in table machines cannot be read. Repair its body, or delete the row: the next look makes it anew.`,
      { cause: error },
    );
  }
}

/** A row without room for what a look or a step adds is left alone: neither could save what it has done. */
function leaveFull(record: MachineRecord): MachineRecord {
  if (record.foreign === undefined || hasRoomToWork(record)) return record;
  return { ...record, foreign: { ...record.foreign, isFull: true } };
}
