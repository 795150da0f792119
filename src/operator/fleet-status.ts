import { failureInfo, hintOf } from '../domain/failures/failure-list.ts';
import { hintOfWait } from '../domain/failures/pending-reasons.ts';
import { emptyGroups } from '../domain/fleet/resolve-groups.ts';
import { findingKinds } from '../domain/machine/machine-record.ts';
import { machineStatuses, toCoarseStatus, wordIn } from '../domain/machine/status.ts';
import { groupRefusals, type RefusedWriteGroup } from '../domain/refusals/group-refusals.ts';
import { sharedText } from '../domain/refusals/shared-text.ts';
import { serviceNames } from '../domain/service-name.ts';
import { isProtected } from '../domain/services/all-services.ts';
import type { Ports } from '../ports/ports.ts';
import type { MachineSummary } from '../ports/store.ts';
import { keepForAMinute } from './keep-for-a-minute.ts';
import { countSubscriptions, type SubscriptionCounts } from './subscription-status.ts';

/** Counts over the whole fleet; each machine is in exactly one status, so they add up to `machines`. */
export interface FleetCounts {
  /** App time of the scan. */
  readonly asOf: string;
  readonly machines: number;
  /** Of these: with Defender for Endpoint in place. */
  readonly protected: number;
  /** Rows that cannot even be counted; they are not among the machines. */
  readonly unreadable: number;
  readonly byStatus: Readonly<Record<string, number>>;
  /** Automanage's words; machines without one are left out. */
  readonly byCoarseStatus: Readonly<Record<string, number>>;
  /** Per service: how many machines have which finding. */
  readonly byService: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly topCauses: readonly {
    readonly status: string;
    readonly code: string;
    readonly machines: number;
    readonly hint: string | undefined;
  }[];
  /** The largest groups of writes that Azure refused in the 24 hours before the scan, the largest first. */
  readonly refusedWrites: readonly RefusedWriteGroup[];
  /** The same of subscriptions; rows that cannot be read are not among them. */
  readonly subscriptions: SubscriptionCounts & {
    readonly unreadable: number;
    /** Names of management groups in fleet.json below which no known subscription lies. */
    readonly emptyGroups: readonly string[];
  };
}

const mostCauses = 10;
const mostRefusals = 10;
const dayMs = 24 * 60 * 60_000;

/** Makes the reader of fleet counts for one process; it scans at most once a minute of app time. */
export function createFleetCounter(ports: Pick<Ports, 'store' | 'clock' | 'fleet'>): () => Promise<FleetCounts> {
  return keepForAMinute(ports.clock, (nowMs) => scan(ports, nowMs));
}

async function scan({ store, fleet }: Pick<Ports, 'store' | 'fleet'>, nowMs: number): Promise<FleetCounts> {
  const [{ machines, unreadable }, subscriptions] = await Promise.all([
    store.machines.summarize(),
    store.subscriptions.listAll(),
  ]);
  const since = new Date(nowMs - dayMs).toISOString();
  return {
    asOf: new Date(nowMs).toISOString(),
    ...countMachines(machines),
    unreadable: unreadable.length,
    refusedWrites: groupRefusals(machines, { since, most: mostRefusals }),
    subscriptions: {
      ...countSubscriptions(subscriptions.records),
      unreadable: subscriptions.unreadable.length,
      emptyGroups: emptyGroups(fleet, subscriptions.records),
    },
  };
}

/** Counts summaries; pure. */
export function countMachines(
  rows: readonly MachineSummary[],
): Omit<FleetCounts, 'asOf' | 'unreadable' | 'refusedWrites' | 'subscriptions'> {
  const byStatus = new Map<string, number>(machineStatuses.map((status) => [status, 0]));
  const byCoarseStatus = new Map<string, number>();
  const byService = new Map<string, Map<string, number>>();
  const causes = new Map<string, MachineSummary[]>();
  for (const row of rows) {
    const known = machineStatuses.find((status) => status === row.status);
    const status = wordIn(machineStatuses, row.status);
    add(byStatus, status);
    if (known !== undefined) add(byCoarseStatus, toCoarseStatus(known));
    if (row.code !== undefined && known !== 'InProgress') {
      const cause = `${row.code} ${status}`;
      const alike = causes.get(cause) ?? [];
      alike.push(row);
      causes.set(cause, alike);
    }
    for (const [service, kind] of Object.entries(row.findings)) {
      const name = wordIn(serviceNames, service);
      const kinds = byService.get(name) ?? new Map<string, number>();
      byService.set(name, add(kinds, wordIn(findingKinds, kind)));
    }
  }
  return {
    machines: rows.length,
    protected: rows.filter(({ findings }) => isProtected(findings)).length,
    byStatus: Object.fromEntries(byStatus),
    byCoarseStatus: Object.fromEntries(byCoarseStatus),
    byService: Object.fromEntries([...byService].map(([service, kinds]) => [service, Object.fromEntries(kinds)])),
    topCauses: [...causes]
      .sort((a, b) => b[1].length - a[1].length)
      .slice(0, mostCauses)
      .map(([cause, rowsOfCause]) => toCause(cause, rowsOfCause)),
  };
}

function toCause(cause: string, rows: readonly MachineSummary[]): FleetCounts['topCauses'][number] {
  const [code = ''] = cause.split(' ', 1);
  const status = cause.slice(code.length + 1);
  const words = failureInfo(code).quotesAzure === true ? sharedText(rows, code) : undefined;
  const hint = status === 'Pending' ? (hintOfWait(code) ?? hintOf(code, words)) : hintOf(code, words);
  return { status, code, machines: rows.length, hint };
}

function add(counts: Map<string, number>, name: string | undefined): Map<string, number> {
  if (name !== undefined) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}
