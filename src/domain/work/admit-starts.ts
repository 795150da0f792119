import type { WorkRow } from './work-row.ts';

/** What is counted against one limit: always the starts of the running tick. */
interface StartLimit {
  /** What counts as well: the rows leased when the tick began, or the starts of the minute before it. */
  readonly before?: 'leased' | 'lastMinute';
  /** Rows of one group count against each other. */
  groupOf(row: WorkRow): string;
}

/** All rows of a kind are one group. */
const together = (): string => '';

/** By the names that `limits` of fleet.json has for them, in the order in which they are asked. */
const table = {
  startsPerMinute: { before: 'lastMinute', groupOf: together },
  inFlight: { before: 'leased', groupOf: together },
  perSubscription: { before: 'leased', groupOf: ({ subscription }) => subscription },
} as const satisfies Readonly<Record<string, StartLimit>>;

export type LimitName = keyof typeof table;

export const limitNames: readonly LimitName[] = Object.keys(table).filter(isLimitName);

/** How much work of one kind may run at once. What is left out is not limited. */
export type StartLimits = Readonly<Partial<Record<LimitName, number>>>;

/** Admits the starts of one tick, one after the other. */
export interface Admission {
  /** The first limit that a start of this row would break; undefined: it may be started. */
  limitOf(row: WorkRow): LimitName | undefined;
  /** This row was started. */
  add(row: WorkRow): void;
  /** This row waits for room: under the limit that it would break, nothing of its group takes that room in this tick. */
  keepRoomFor(row: WorkRow): void;
}

/** Begins the admission of a tick, from what is there when it begins. */
export function admitStarts(
  limits: StartLimits,
  before: { readonly leased: readonly WorkRow[]; readonly lastMinute: readonly WorkRow[] },
): Admission {
  const counters = limitNames.map((name) => {
    const limit: StartLimit = table[name];
    const counter = createCounter(limit.groupOf);
    for (const row of limit.before === undefined ? [] : before[limit.before]) counter.add(row);
    return { name, most: limits[name] ?? Number.POSITIVE_INFINITY, ...counter };
  });
  return {
    limitOf: (row) => counters.find((counter) => isBroken(counter, row))?.name,
    add(row) {
      for (const counter of counters) counter.add(row);
    },
    keepRoomFor(row) {
      for (const counter of counters) if (isBroken(counter, row)) counter.keepRoom(row);
    },
  };
}

/** What is larger than a limit is started alone. */
function isBroken({ most, ...counter }: Counter & { readonly most: number }, row: WorkRow): boolean {
  const count = counter.countOf(row);
  return counter.isKept(row) || (count > 0 && count + loadOf(row) > most);
}

function loadOf({ load = 1 }: WorkRow): number {
  return load;
}

interface Counter {
  countOf(row: WorkRow): number;
  add(row: WorkRow): void;
  keepRoom(row: WorkRow): void;
  isKept(row: WorkRow): boolean;
}

function createCounter(groupOf: StartLimit['groupOf']): Counter {
  const counts = new Map<string, number>();
  const kept = new Set<string>();
  const countOf = (row: WorkRow): number => counts.get(groupOf(row)) ?? 0;
  return {
    countOf,
    add: (row) => void counts.set(groupOf(row), countOf(row) + loadOf(row)),
    keepRoom: (row) => void kept.add(groupOf(row)),
    isKept: (row) => kept.has(groupOf(row)),
  };
}

function isLimitName(name: string): name is LimitName {
  return Object.hasOwn(table, name);
}
