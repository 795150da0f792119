/** The kinds of runs; each has a state of its own. */
export const sweepKinds = ['subscriptions'] as const;
export type SweepKind = (typeof sweepKinds)[number];

/** What is known of the runs of one kind. All times are ISO-8601 UTC text. */
export interface SweepState {
  readonly kind: SweepKind;
  /** When the last run began. */
  readonly startedAt: string | undefined;
  /** Until then the last run may still be going on, and no other begins; undefined once it has ended. */
  readonly busyUntil: string | undefined;
  /** When the first complete run of this scope ended. */
  readonly firstCompletedAt: string | undefined;
  /** When the last complete run ended. */
  readonly completedAt: string | undefined;
  /** What the complete runs asked for, by hash: a run of another scope tells nothing of what is new in this one. */
  readonly scopeHash: string | undefined;
  /**
   * For which scope a run that was not complete owed every row a look, and after which complete one: that owed them for its
   * own, also where it was of a release that does not know this. Undefined where none has since the last complete one.
   */
  readonly told: { readonly scopeHash: string; readonly after: string | undefined } | undefined;
  /**
   * Lower-case GUIDs of what complete runs have shown, of whatever scope: none of it is new a second time, also where its
   * row was deleted. Undefined where that is not known; then nothing is new.
   */
  readonly known: readonly string[] | undefined;
  /** What the last complete run found. */
  readonly counts: Readonly<Record<string, number>>;
  /** Why the last run that ended was not complete; undefined when it was. */
  readonly gap: { readonly at: string; readonly why: string } | undefined;
}

/** The state before any run. */
export function noSweepYet(kind: SweepKind): SweepState {
  return {
    kind,
    startedAt: undefined,
    busyUntil: undefined,
    firstCompletedAt: undefined,
    completedAt: undefined,
    scopeHash: undefined,
    told: undefined,
    known: undefined,
    counts: {},
    gap: undefined,
  };
}

/** Longer than a run takes, also the first of a thousand subscriptions; one that is older was ended from outside. */
const longestRunMs = 10 * 60_000;

export interface BeginningSweep {
  /** What it asks for, by hash. */
  readonly scopeHash: string;
  /** App time. */
  readonly nowMs: number;
  /** From one run to the next. */
  readonly intervalMs: number;
}

/**
 * The state of a run that begins now; undefined when none should: one is going on, or one of the same scope has just
 * ended. Every process that starts asks for a run, also the one that was started because the file names another scope.
 */
export function beginSweep(
  state: SweepState,
  { scopeHash, nowMs, intervalMs }: BeginningSweep,
): SweepState | undefined {
  if (state.busyUntil !== undefined && Date.parse(state.busyUntil) > nowMs) return undefined;
  const doubted = doubtScopeTold(state, scopeHash);
  const isFresh = doubted === state && state.gap === undefined && state.completedAt !== undefined;
  if (isFresh && nowMs - Date.parse(state.completedAt) < intervalMs / 2) return undefined;
  const iso = (ms: number): string => new Date(ms).toISOString();
  return { ...doubted, startedAt: iso(nowMs), busyUntil: iso(nowMs + longestRunMs) };
}

/** Of no scope: a run that was ended midway has owed some rows a look, which may have found them out of its scope. */
const toldToSome = 'some';

/** The state before a run of this scope owes anything: should it end midway, a run of whatever scope owes every look. */
function doubtScopeTold(state: SweepState, scopeHash: string): SweepState {
  if (scopeTold(state) === scopeHash) return state;
  return { ...state, told: { scopeHash: toldToSome, after: state.completedAt } };
}

/** The scope for which every row was last owed a look; a run of another one owes them anew. */
export function scopeTold({ told, scopeHash, completedAt }: SweepState): string | undefined {
  return told !== undefined && told.after === completedAt ? told.scopeHash : scopeHash;
}

/** What complete runs have shown before, if one of them was of this scope: what they lacked is new now. */
export function knownOfScope(state: SweepState, scopeHash: string): ReadonlySet<string> | undefined {
  const { firstCompletedAt, known } = state;
  if (state.scopeHash !== scopeHash || firstCompletedAt === undefined || known === undefined) return undefined;
  return new Set(known);
}

/** So many are remembered, those that were shown last first; a tenant has fewer, and the stored state has room for them. */
const mostKnown = 10_000;

export interface EndedSweep {
  readonly scopeHash: string;
  /** Lower-case GUIDs. */
  readonly shown: readonly string[];
  readonly counts: SweepState['counts'];
  readonly nowMs: number;
}

/** The state after a run that was told everything. */
export function completeSweep(state: SweepState, run: EndedSweep): SweepState {
  const at = new Date(run.nowMs).toISOString();
  const first = state.scopeHash === run.scopeHash ? state.firstCompletedAt : undefined;
  const known = [...new Set([...run.shown, ...(state.known ?? [])])];
  return {
    ...state,
    busyUntil: undefined,
    firstCompletedAt: first ?? at,
    completedAt: at,
    scopeHash: run.scopeHash,
    told: undefined,
    known: run.shown.length > mostKnown ? undefined : known.slice(0, mostKnown),
    counts: run.counts,
    gap: undefined,
  };
}

/**
 * The state after a run that was not.
 * @param told the scope for which it owed every row a look; undefined where it did not come so far
 */
export function failSweep(state: SweepState, why: string, nowMs: number, told?: string): SweepState {
  return {
    ...state,
    busyUntil: undefined,
    told: told === undefined ? state.told : { scopeHash: told, after: state.completedAt },
    gap: { at: new Date(nowMs).toISOString(), why },
  };
}
