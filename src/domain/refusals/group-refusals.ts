import { parseRefusal, type RefusalShape } from './refusal-shape.ts';

/** One write that Azure refused. */
export interface RefusedWrite {
  /** ISO-8601 UTC. */
  readonly at: string;
  readonly code: string;
  readonly text: string;
}

/** Refused writes for one reason. */
export interface RefusedWriteGroup {
  readonly code: string;
  /** Azure's text without ids; what differs between the writes of the group is `…`. */
  readonly text: string;
  readonly machines: number;
  /** As far as the rows have room for them: each keeps its newest. */
  readonly writes: number;
  readonly newestAt: string;
}

interface Gathered {
  readonly code: string;
  readonly shape: RefusalShape;
  /** Undefined where the writes of the group name different things. */
  readonly names: (string | undefined)[];
  machines: number;
  writes: number;
  newestAt: string;
}

/**
 * The largest groups of refused writes from `since` on (ISO-8601 UTC), by code and by text without ids and names: a
 * reason that stands in the way of a thousand machines is one line, and is seen before a thousand others. Most writes
 * first, then most machines.
 */
export function groupRefusals(
  machines: Iterable<{ readonly refusals: readonly RefusedWrite[] }>,
  { since, most }: { readonly since: string; readonly most: number },
): readonly RefusedWriteGroup[] {
  const groups = new Map<string, Gathered>();
  for (const { refusals } of machines) {
    const touched = new Set<Gathered>();
    for (const refusal of refusals) {
      if (Date.parse(refusal.at) < Date.parse(since)) continue;
      touched.add(gather(groups, refusal));
    }
    for (const group of touched) group.machines += 1;
  }
  return [...groups.values()]
    .map(describe)
    .sort(
      (a, b) => b.writes - a.writes || b.machines - a.machines || compare(a.code, b.code) || compare(a.text, b.text),
    )
    .slice(0, most);
}

function gather(groups: Map<string, Gathered>, { at, code, text }: RefusedWrite): Gathered {
  const { shape, names } = parseRefusal(text);
  const key = JSON.stringify([code, shape]);
  const known = groups.get(key);
  if (known === undefined) {
    const group: Gathered = { code, shape, names: [...names], machines: 0, writes: 1, newestAt: at };
    groups.set(key, group);
    return group;
  }
  known.writes += 1;
  if (Date.parse(at) > Date.parse(known.newestAt)) known.newestAt = at;
  for (const [index, name] of names.entries()) if (known.names[index] !== name) known.names[index] = undefined;
  return known;
}

function describe({ code, shape, names, machines, writes, newestAt }: Gathered): RefusedWriteGroup {
  const text = shape.map((part, index) => (index === 0 ? part : `${names[index - 1] ?? '…'}${part}`)).join('');
  return { code, text, machines, writes, newestAt };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
