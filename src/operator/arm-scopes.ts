import {
  type AdoptionReport,
  adoptionReport,
  isWrittenByArming,
  needsPlanHash,
} from '../domain/adoption/adoption-report.ts';
import { meetsScope, resolveScopes } from '../domain/fleet/meets-scope.ts';
import type { MachineRecord } from '../domain/machine/machine-record.ts';
import { covers } from '../domain/scope.ts';
import type { SubscriptionRecord } from '../domain/subscription/subscription-record.ts';
import type { Ports } from '../ports/ports.ts';
import { listPages } from './list-pages.ts';
import { mayBeBelow } from './may-be-below.ts';
import { readPlaces, readScopes } from './read-places.ts';
import { requestLooks, requestSubscriptionLooks } from './request-looks.ts';

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
      /** Rows that may be below them and cannot be read. */
      readonly unreadable: number;
      readonly looksRequested: number;
      readonly planHash: string;
    }
  /** fleet.json covers nothing of this scope: nothing would ever be written. */
  | { readonly kind: 'outOfScope'; readonly scope: string }
  /** What would be written is not what was agreed to. */
  | { readonly kind: 'planChanged'; readonly report: ReadReport };

/** A report, and how many rows that may be below its scopes could not be read: they are in none of its numbers. */
export type ReadReport = AdoptionReport & { readonly unreadable: number };

/** The report of what arming these scopes would find, from stored rows alone. */
export async function readAdoption(ports: Pick<Ports, 'store'>, scopes: readonly string[]): Promise<ReadReport> {
  const resolved = await readScopes(ports, scopes);
  const records: MachineRecord[] = [];
  let unreadable = 0;
  for await (const page of listPages(ports)) {
    records.push(...page.records.map(withoutDetails));
    unreadable += page.unreadable.filter((row) => mayBeBelow(resolved, row)).length;
  }
  return { ...adoptionReport(records, resolved), unreadable };
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
  const places = await readPlaces(ports, request.scopes, ports.fleet);
  const outside = request.scopes.find((scope) => !meetsScope(ports.fleet, places, scope));
  if (outside !== undefined) return { kind: 'outOfScope', scope: outside };
  const report = await readAdoption(ports, request.scopes);
  // What a row that cannot be read would have written nobody knows, so a person must have seen that there is one.
  const needsHash = needsPlanHash(report.rows) || report.unreadable > 0;
  const isAgreed = request.planHash === undefined ? !needsHash : request.planHash === report.planHash;
  if (!isAgreed) return { kind: 'planChanged', report };
  const { by, why, planHash } = request;
  const at = new Date(ports.clock.now()).toISOString();
  for (const scope of request.scopes) await ports.store.controls.put('arm', { scope, by, at, why, planHash });
  const resolved = resolveScopes(request.scopes, places);
  const looksRequested = await requestConcerned(ports, resolved, `armed by ${by}`);
  const { totals, unreadable } = report;
  return { kind: 'armed', machines: totals.machines, unreadable, looksRequested, planHash: report.planHash };
}

/**
 * Looks at the subscriptions and machines that arming concerns. A look that is going on may have read the controls
 * before they changed, and would settle as not armed: it is asked for again. What is leased is read before the rows, so
 * a look that ends in between is seen in its row.
 */
async function requestConcerned(ports: Ports, scopes: readonly string[], reason: string): Promise<number> {
  const leases = (await ports.store.work.listAll()).filter((row) => row.leaseUntil !== '');
  const leased: ReadonlySet<string> = new Set(leases.map((row) => row.key));
  const isConcerned = (row: MachineRecord | SubscriptionRecord): boolean =>
    scopes.some((scope) => covers(scope, row.resourceId)) && (isWrittenByArming(row) || leased.has(row.key));
  const subscriptions = (await ports.store.subscriptions.listAll()).records.filter(isConcerned);
  const ofSubscriptions = await requestSubscriptionLooks(ports, subscriptions, reason);
  return ofSubscriptions + (await requestLooks(ports, listMachines(ports, isConcerned), reason));
}

async function* listMachines(
  ports: Ports,
  isConcerned: (record: MachineRecord) => boolean,
): AsyncGenerator<MachineRecord, void, void> {
  for await (const { records } of listPages(ports)) yield* records.filter(isConcerned);
}
