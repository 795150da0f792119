import {
  type AdoptionReport,
  adoptionReport,
  isSubscriptionWrittenByArming,
  isWrittenByArming,
  needsPlanHash,
} from '../domain/adoption/adoption-report.ts';
import type { FleetFile } from '../domain/fleet/fleet-schema.ts';
import { meetsScope, resolveScopes } from '../domain/fleet/meets-scope.ts';
import type { MachineRecord } from '../domain/machine/machine-record.ts';
import type { SubscriptionRecord } from '../domain/subscription/subscription-record.ts';
import { type AdoptedRow, toAdopt } from '../domain/subscription/subscription-to-adopt.ts';
import { listPages } from '../look/list-pages.ts';
import { machineKind, subscriptionKind } from '../look/target-kinds.ts';
import type { Ports } from '../ports/ports.ts';
import { isBelow } from './is-below.ts';
import { mayBeBelow } from './may-be-below.ts';
import { requestLooks } from './request-looks.ts';

export interface ArmRequest {
  /** ARM scope ids, or `*`. */
  readonly scopes: readonly string[];
  readonly planHash: string | undefined;
  readonly by: string;
  readonly why: string;
}

export type ArmOutcome =
  | {
      readonly kind: 'armed';
      /** Known below these scopes. */
      readonly machines: number;
      readonly subscriptions: number;
      /** Rows that may be below them and cannot be read. */
      readonly unreadable: number;
      readonly looksRequested: number;
      readonly planHash: string;
    }
  /** fleet.json covers nothing of this scope: nothing would ever be written. */
  | { readonly kind: 'outOfScope'; readonly scope: string }
  /** What would be written is not what was agreed to. */
  | { readonly kind: 'planChanged'; readonly report: ReadReport };

/** A report with its subscriptions, and how many rows that may be below its scopes could not be read. */
export type ReadReport = AdoptionReport & {
  /** In key order. */
  readonly subscriptions: readonly AdoptedRow[];
  /** In none of the numbers of the report. */
  readonly unreadable: number;
};

/** The report of what arming these scopes would find, from stored rows alone. */
export async function readAdoption(
  { store, fleet }: Pick<Ports, 'store' | 'fleet'>,
  scopes: readonly string[],
): Promise<ReadReport> {
  const known = await store.subscriptions.listAll();
  const resolved = resolveScopes(scopes, known.records);
  const subscriptions = adoptable(fleet, known.records, resolved);
  // Where a subscription lies whose row cannot be read is not known.
  let unreadable = known.unreadable.filter((row) => mayBeBelow(scopes, row)).length;
  const records: MachineRecord[] = [];
  for await (const page of listPages({ store })) {
    records.push(...page.records.map(withoutDetails));
    unreadable += page.unreadable.filter((row) => mayBeBelow(resolved, row)).length;
  }
  return { ...adoptionReport(records, resolved, subscriptions), subscriptions, unreadable };
}

function adoptable(
  fleet: FleetFile,
  records: readonly SubscriptionRecord[],
  resolved: readonly string[],
): readonly AdoptedRow[] {
  return records.filter((record) => isBelow(resolved, record)).map((record) => toAdopt(fleet, record));
}

/** What a report needs of a row: it holds the whole fleet at once. */
function withoutDetails(record: MachineRecord): MachineRecord {
  return { ...record, steps: {}, owned: [], latest: [], facts: undefined };
}

/**
 * Lets these scopes be written, if the plan is still the one that was read. Machines and
 * subscriptions that wait for it are looked at again.
 */
export async function armScopes(ports: Ports, request: ArmRequest): Promise<ArmOutcome> {
  const places = (await ports.store.subscriptions.listAll()).records;
  const outside = request.scopes.find((scope) => !meetsScope(ports.fleet, places, scope));
  if (outside !== undefined) return { kind: 'outOfScope', scope: outside };
  const report = await readAdoption(ports, request.scopes);
  // What a row that cannot be read would have written nobody knows, so a person must have seen that there is one.
  const needsHash = needsPlanHash(report.rows, report.subscriptions) || report.unreadable > 0;
  const isAgreed = request.planHash === undefined ? !needsHash : request.planHash === report.planHash;
  if (!isAgreed) return { kind: 'planChanged', report };
  const { by, why, planHash } = request;
  const at = new Date(ports.clock.now()).toISOString();
  for (const scope of request.scopes) await ports.store.controls.put('arm', { scope, by, at, why, planHash });
  const looksRequested = await requestConcerned(ports, request.scopes, `armed by ${by}`);
  const { machines, subscriptions } = report.totals;
  const counts = { machines, subscriptions: subscriptions.subscriptions, unreadable: report.unreadable };
  return { kind: 'armed', ...counts, looksRequested, planHash: report.planHash };
}

/**
 * Requests looks at the subscriptions and machines that arming concerns. A look that is going on may have read the controls
 * before they changed, and would settle as not armed: it is asked for again. What is leased is read before the rows, so
 * a look that ends in between is seen in its row.
 */
async function requestConcerned(ports: Ports, scopes: readonly string[], reason: string): Promise<number> {
  const leases = (await ports.store.work.listAll()).filter((row) => row.leaseUntil !== '');
  const leased: ReadonlySet<string> = new Set(leases.map((row) => row.key));
  const { records } = await ports.store.subscriptions.listAll();
  const resolved = resolveScopes(scopes, records);
  const subscriptions = adoptable(ports.fleet, records, resolved).filter((row) => {
    return isSubscriptionWrittenByArming(row) || leased.has(row.key);
  });
  const machines = listMachines(ports, (row) => {
    return isBelow(resolved, row) && (isWrittenByArming(row) || leased.has(row.key));
  });
  const ofSubscriptions = await requestLooks(ports, subscriptionKind, subscriptions, reason);
  return ofSubscriptions + (await requestLooks(ports, machineKind, machines, reason));
}

async function* listMachines(
  ports: Ports,
  isConcerned: (record: MachineRecord) => boolean,
): AsyncGenerator<MachineRecord, void, void> {
  for await (const { records } of listPages(ports)) yield* records.filter(isConcerned);
}
