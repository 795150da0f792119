import type { MachineRecord } from '../machine/machine-record.ts';
import { covers } from '../scope.ts';
import { type PlannedSubscription, planHash } from './plan-hash.ts';

/** How many targets of one kind are in which group: every one in exactly one. */
export interface AdoptionGroups {
  /** Everything was seen as wanted. */
  readonly alreadyRight: number;
  /** Would be written if its scope were armed. */
  readonly wouldChange: number;
  /** Something is missing, but its profile only observes. */
  readonly observeOnly: number;
  /** Something is missing, but the machine was there before us and no operator has adopted it. */
  readonly awaitingAdoption: number;
  /** Held: a person must decide. */
  readonly conflicts: number;
  readonly failed: number;
  readonly unsupported: number;
  readonly excluded: number;
  /** Not looked at to the end yet: discovered, in progress, pending, or a status of another release. */
  readonly undecided: number;
  readonly gone: number;
}

/** What arming would find. The groups add up to `machines`, and those of subscriptions to `subscriptions.subscriptions`. */
export interface AdoptionTotals extends AdoptionGroups {
  readonly machines: number;
  readonly subscriptions: AdoptionGroups & { readonly subscriptions: number };
}

/** What the report needs of a row of any kind. */
type AdoptionRow = Pick<MachineRecord, 'standing' | 'eligibility' | 'wouldWrite'>;

/** A subscription's row as the report sees it. */
export interface SubscriptionToAdopt extends AdoptionRow {
  /** Its part of the plan; undefined where fleet.json wants nothing of it, so that arming writes nothing to it. */
  readonly planned: PlannedSubscription | undefined;
}

export interface AdoptionReport {
  readonly totals: AdoptionTotals;
  /** Writes that arming would cause, by activity. */
  readonly writes: Readonly<Record<string, number>>;
  /** Machines on which code would get another token by default. */
  readonly changesDefaultToken: number;
  /** Machines of which a person has accepted something; each is in one of the groups too. */
  readonly accepted: number;
  readonly planHash: string;
  /** The rows it was made from, in key order, for pages. */
  readonly rows: readonly MachineRecord[];
}

export type AdoptionGroup = keyof AdoptionGroups;

/**
 * The report and the plan for the machines below any of the scopes (ARM ids or `*`), and for the subscriptions that lie
 * below them, from stored rows alone.
 */
export function adoptionReport(
  records: readonly MachineRecord[],
  scopes: readonly string[],
  subscriptions: readonly SubscriptionToAdopt[],
): AdoptionReport {
  const rows = records
    .filter((record) => scopes.some((scope) => covers(scope, record.resourceId)))
    .sort((a, b) => (a.key < b.key ? -1 : 1));
  const writtenRows = rows.filter(isWrittenByArming);
  const writtenSubscriptions = subscriptions.filter(isSubscriptionWrittenByArming);
  const wanted = [...writtenRows, ...writtenSubscriptions].flatMap(({ wouldWrite }) => wouldWrite);
  return {
    totals: {
      machines: rows.length,
      ...countGroups(rows),
      subscriptions: { subscriptions: subscriptions.length, ...countGroups(subscriptions) },
    },
    writes: countBy(wanted.map(({ step }) => step.split(':', 1).join(''))),
    changesDefaultToken: writtenRows.filter((row) => row.wouldWrite.some((write) => write.changesDefaultToken)).length,
    accepted: rows.filter(({ acceptances }) => acceptances.length > 0).length,
    planHash: planHash(
      rows,
      subscriptions.flatMap(({ planned }) => (planned === undefined ? [] : [planned])),
    ),
    rows,
  };
}

function countGroups(rows: readonly AdoptionRow[]): AdoptionGroups {
  const groups = rows.map(adoptionGroup);
  const count = (group: AdoptionGroup): number => groups.filter((other) => other === group).length;
  return {
    alreadyRight: count('alreadyRight'),
    wouldChange: count('wouldChange'),
    observeOnly: count('observeOnly'),
    awaitingAdoption: count('awaitingAdoption'),
    conflicts: count('conflicts'),
    failed: count('failed'),
    unsupported: count('unsupported'),
    excluded: count('excluded'),
    undecided: count('undecided'),
    gone: count('gone'),
  };
}

/** Arming without a plan hash is for scopes in which nothing is waiting to be written. */
export function needsPlanHash(rows: readonly MachineRecord[], subscriptions: readonly SubscriptionToAdopt[]): boolean {
  return (
    rows.some((row) => isWrittenByArming(row) || isAcceptedAnew(row)) ||
    subscriptions.some(isSubscriptionWrittenByArming)
  );
}

/** A person has accepted what held this row, and no look has said yet what would be written now. */
function isAcceptedAnew({ acceptances, findings }: MachineRecord): boolean {
  const held = Object.values(findings).filter(({ kind }) => kind === 'blocked');
  return acceptances.some((one) => held.some(({ code, hash }) => code === one.code && hash === one.hash));
}

/**
 * Whether arming is all that keeps this row from being written. Its status does not tell: a machine that is held for
 * one service can still be written for another. Nor does the row tell whether its profile only observes: then one write
 * too many is reported rather than one too few.
 */
export function isWrittenByArming({ standing, eligibility, wouldWrite }: AdoptionRow): boolean {
  if (wouldWrite.length === 0) return false;
  return standing.status === 'Observed' ? standing.code === 'NotArmed' : eligibility?.state !== 'awaiting';
}

/** The same of a subscription: of one that fleet.json wants nothing of any more, what a look once wanted is past. */
export function isSubscriptionWrittenByArming(row: SubscriptionToAdopt): boolean {
  return row.planned !== undefined && isWrittenByArming(row);
}

/** The one group in which the report counts a row. */
export function adoptionGroup({ standing }: Pick<AdoptionRow, 'standing'>): AdoptionGroup {
  switch (standing.status) {
    case 'Configured':
      return 'alreadyRight';
    case 'Observed':
      if (standing.code === 'NotAdopted') return 'awaitingAdoption';
      return standing.code === 'ObserveMode' ? 'observeOnly' : 'wouldChange';
    case 'Held':
      return 'conflicts';
    case 'Failed':
      return 'failed';
    case 'Unsupported':
      return 'unsupported';
    case 'Excluded':
      return 'excluded';
    case 'Gone':
      return 'gone';
    case 'Discovered':
    case 'InProgress':
    case 'Pending':
    case 'Unknown':
      return 'undecided';
  }
}

function countBy(names: readonly string[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}
