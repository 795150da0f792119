import { odata } from '@azure/data-tables';
import { z } from 'zod';
import { type TargetKey, targetKeySchema } from '../domain/ids.ts';
import type { MachineRecord } from '../domain/machine/machine-record.ts';
import { machineStatuses } from '../domain/machine/status.ts';
import { type ServiceName, serviceNames } from '../domain/service-name.ts';
import type { MachineQuery, MachineSummary, MachineTable, Swap, Versioned } from '../ports/store.ts';
import { fitRecord } from './fit-record.ts';
import { parseRecord } from './record-schema.ts';
import type { OpenTable } from './table-connection.ts';
import { orAbsent, toInserted, toSwap } from './table-outcomes.ts';

const digits = [...'0123456789abcdef'];

/** Rows that lack a filtered column are left out of a query, so every column is always written, empty for none. */
const filterColumns = ['status', 'code', 'kind', 'os', 'subscription', 'profile'] as const;

/** Machines on Azure Tables: flat columns for filters and counts, everything in `body`. */
export class TablesMachines implements MachineTable {
  readonly #open: OpenTable;

  constructor(open: OpenTable) {
    this.#open = open;
  }

  async read(key: TargetKey): Promise<Versioned<MachineRecord> | undefined> {
    const table = await this.#open();
    const entity = await orAbsent(table.getEntity(partitionOf(key), key, { queryOptions: { select: ['body'] } }));
    return entity === undefined ? undefined : { value: readBody(key, entity.body), etag: entity.etag };
  }

  async insert(record: MachineRecord): Promise<'inserted' | 'exists'> {
    const table = await this.#open();
    return toInserted(table.createEntity(toEntity(record)));
  }

  async replace(record: MachineRecord, etag: string): Promise<Swap> {
    const table = await this.#open();
    return toSwap(table.updateEntity(toEntity(record), 'Replace', { etag }), etag);
  }

  async delete(key: TargetKey, etag: string): Promise<Swap> {
    const table = await this.#open();
    return toSwap(table.deleteEntity(partitionOf(key), key, { etag }), etag);
  }

  async list(query: MachineQuery): Promise<{ records: readonly MachineRecord[]; next: TargetKey | undefined }> {
    const table = await this.#open();
    const pages = table
      .listEntities({ queryOptions: { filter: filterOf(query), select: ['RowKey', 'body'] } })
      .byPage({ maxPageSize: Math.min(query.limit + 1, 1_000) });
    const records: MachineRecord[] = [];
    for await (const page of pages) {
      for (const entity of page) {
        if (records.length === query.limit) return { records, next: records.at(-1)?.key };
        records.push(readBody(entity.rowKey ?? '', entity.body));
      }
    }
    return { records, next: undefined };
  }

  async summarize(): Promise<readonly MachineSummary[]> {
    const ranges = await Promise.all(digits.map((digit) => this.#summarizeRange(digit)));
    return ranges.flat();
  }

  async #summarizeRange(digit: string): Promise<readonly MachineSummary[]> {
    const table = await this.#open();
    const select = ['RowKey', ...filterColumns, ...serviceNames.map(findingColumn)];
    const summaries: MachineSummary[] = [];
    const filter = odata`PartitionKey eq ${digit}`;
    for await (const entity of table.listEntities({ queryOptions: { filter, select } }))
      summaries.push(readSummary(entity));
    return summaries;
  }
}

function partitionOf(key: TargetKey): string {
  return key.slice(0, 1);
}

/** Column names may hold letters, digits and underscores only. */
function findingColumn(service: ServiceName): string {
  return `finding_${service.replaceAll('-', '_')}`;
}

function toEntity(record: MachineRecord): Record<string, string> & { partitionKey: string; rowKey: string } {
  const findings = serviceNames.map((name): [string, string] => [
    findingColumn(name),
    record.findings[name]?.kind ?? '',
  ]);
  return {
    ...Object.fromEntries(findings),
    partitionKey: partitionOf(record.key),
    rowKey: record.key,
    resourceId: record.resourceId,
    name: record.name.toLowerCase(),
    status: record.status,
    code: record.code ?? '',
    kind: record.kind,
    os: record.os,
    subscription: record.subscription,
    profile: record.profile ?? '',
    body: fitRecord(record),
  };
}

/** Keys begin with their partition's digit, so one comparison of row keys and one of partitions continue a list. */
function filterOf(query: MachineQuery): string {
  const { after, status, code, kind, os, profile, subscription, name } = query;
  const conditions = [
    ...(after === undefined ? [] : [odata`PartitionKey ge ${partitionOf(after)} and RowKey gt ${after}`]),
    ...(status === undefined ? [] : [odata`status eq ${status}`]),
    ...(code === undefined ? [] : [odata`code eq ${code}`]),
    ...(kind === undefined ? [] : [odata`kind eq ${kind}`]),
    ...(os === undefined ? [] : [odata`os eq ${os}`]),
    ...(profile === undefined ? [] : [odata`profile eq ${profile}`]),
    ...(subscription === undefined ? [] : [odata`subscription eq ${subscription.toLowerCase()}`]),
    ...(name === undefined ? [] : [odata`name eq ${name.toLowerCase()}`]),
  ];
  return conditions.join(' and ');
}

function readBody(key: string, body: unknown): MachineRecord {
  try {
    return parseRecord(JSON.parse(z.string().parse(body)));
  } catch (error) {
    throw new Error(
      `The row of machine ${key} in table machines cannot be read. Repair its body, or delete the row: the next look makes it anew.`,
      { cause: error },
    );
  }
}

const summaryRow = z.object({
  rowKey: targetKeySchema,
  status: z.enum(machineStatuses),
  code: z.string(),
  kind: z.enum(['vm', 'arc']),
  os: z.enum(['windows', 'linux', 'unknown']),
  subscription: z.string(),
  profile: z.string(),
});

function readSummary(entity: Readonly<Record<string, unknown>>): MachineSummary {
  const { rowKey, code, profile, ...row } = summaryRow.parse(entity);
  const findings = serviceNames.flatMap((name): [string, string][] => {
    const kind = entity[findingColumn(name)];
    return typeof kind === 'string' && kind !== '' ? [[name, kind]] : [];
  });
  return {
    ...row,
    key: rowKey,
    code: code === '' ? undefined : code,
    profile: profile === '' ? undefined : profile,
    findings: Object.fromEntries(findings),
  };
}
