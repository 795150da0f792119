import type { JsonObject, SimContext } from '../core/types.ts';
import { globMatcher } from '../faults/glob.ts';
import { type GraphSources, type ResourceRow, resourceRows } from './resource-rows.ts';

interface Lag {
  matches(id: string): boolean;
  readonly seconds: number;
}

interface Seen {
  readonly atMs: number;
  /** Undefined: it was not there. */
  readonly row: ResourceRow | undefined;
}

/** As Resource Graph has it for a user: 15 queries in 5 s. */
const usualQuota = 15;

/**
 * What Resource Graph knows: each row as it was some time ago. Without a lag that is now. A row with a lag is noted
 * at every request and event; a change that a timer makes is noted with the next of them, so a row may be older than
 * its lag, but never newer.
 */
export class GraphIndex {
  readonly #sources: GraphSources;
  /** By lower-case id, the oldest first. */
  readonly #seen = new Map<string, readonly Seen[]>();
  #lags: readonly Lag[] = [];
  /** Queries that a caller may send in each window of 5 s. */
  quota = usualQuota;

  constructor(sources: GraphSources) {
    this.#sources = sources;
  }

  /** From now on rows whose id matches the glob are seen `seconds` of app time late; what was set last counts. */
  setLag(context: SimContext, glob: string, seconds: number): void {
    this.#lags = [{ matches: globMatcher(glob), seconds }, ...this.#lags];
    // What is there already has been there long enough.
    this.#note(context, Number.NEGATIVE_INFINITY);
  }

  clear(): void {
    this.#lags = [];
    this.#seen.clear();
    this.quota = usualQuota;
  }

  /** Notes how the rows with a lag are now. */
  note(context: SimContext): void {
    this.#note(context, context.time.now());
  }

  /** Every row, each as late as its lag. */
  rows(context: SimContext): readonly ResourceRow[] {
    const current = this.#current(context);
    if (this.#lags.length === 0) return current;
    this.note(context);
    const late = [...this.#seen].flatMap(([id, states]) => {
      const atMs = context.time.now() - 1_000 * (this.#lagOf(id)?.seconds ?? 0);
      const row = states.findLast((state) => state.atMs <= atMs)?.row;
      return row === undefined ? [] : [row];
    });
    return [...current.filter(({ id }) => this.#lagOf(id) === undefined), ...late];
  }

  #note(context: SimContext, atMs: number): void {
    if (this.#lags.length === 0) return;
    const rows = new Map(this.#current(context).map((row) => [row.id.toLowerCase(), row]));
    for (const id of new Set([...rows.keys(), ...this.#seen.keys()])) {
      if (this.#lagOf(id) === undefined) continue;
      const states = this.#seen.get(id) ?? [];
      const row = rows.get(id);
      const since = states.length === 0 ? atMs : context.time.now();
      if (textOf(states.at(-1)?.row) !== textOf(row)) this.#seen.set(id, [...states, { atMs: since, row }]);
    }
  }

  #lagOf(id: string): Lag | undefined {
    return this.#lags.find((lag) => lag.matches(id));
  }

  /** Copies, for the resources go on changing. */
  #current(context: SimContext): readonly ResourceRow[] {
    return resourceRows(context, this.#sources).map((row) => ({ ...row, values: plain(row.values) }));
  }
}

function textOf(row: ResourceRow | undefined): string | undefined {
  return row === undefined ? undefined : JSON.stringify(row.values);
}

function plain(values: JsonObject): JsonObject {
  return JSON.parse(JSON.stringify(values));
}
