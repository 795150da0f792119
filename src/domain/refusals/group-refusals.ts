import { fillTemplate, parseRefusal, type RefusalShape } from './refusal-shape.ts';

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
  /** Azure's text without ids; a name that differs between the writes of the group is `…`. */
  readonly text: string;
  readonly machines: number;
  /** As far as the rows have room for them: each keeps its newest. */
  readonly writes: number;
  readonly newestAt: string;
}

interface Gathered {
  readonly code: string;
  readonly template: string;
  /** Undefined where the writes of the group name different things. */
  readonly names: (string | undefined)[];
  readonly machines: Set<object>;
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
  for (const machine of machines) {
    for (const { at, code, text } of machine.refusals) {
      if (Date.parse(at) < Date.parse(since)) continue;
      const { template, names } = parseRefusal(text);
      const one: Gathered = {
        code,
        template,
        names: [...names],
        machines: new Set([machine]),
        writes: 1,
        newestAt: at,
      };
      const key = keyOf(one);
      const known = groups.get(key);
      if (known === undefined) groups.set(key, one);
      else addTo(known, one);
    }
  }
  return joinCutTexts([...groups.values()])
    .map((group) => ({
      code: group.code,
      text: fillTemplate(group.template, group.names),
      machines: group.machines.size,
      writes: group.writes,
      newestAt: group.newestAt,
    }))
    .sort(
      (a, b) => b.writes - a.writes || b.machines - a.machines || compare(a.code, b.code) || compare(a.text, b.text),
    )
    .slice(0, most);
}

function keyOf({ code, template }: Pick<RefusalShape, 'template'> & { readonly code: string }): string {
  return `${code}\n${template}`;
}

function addTo(group: Gathered, other: Gathered): void {
  for (const machine of other.machines) group.machines.add(machine);
  group.writes += other.writes;
  if (Date.parse(other.newestAt) > Date.parse(group.newestAt)) group.newestAt = other.newestAt;
  for (const [index, name] of other.names.entries()) if (group.names[index] !== name) group.names[index] = undefined;
}

/** A text that was cut is longer than this, also without the ids that it had. */
const leastCutLength = 40;

/** Texts are cut to fit into a row, some of one reason earlier than others, as their ids are longer: they are one. */
function joinCutTexts(groups: readonly Gathered[]): readonly Gathered[] {
  const joined: Gathered[] = [];
  // In this order a text stands right behind one that it is the beginning of, or behind another such.
  for (const group of groups.toSorted((a, b) => compare(keyOf(b), keyOf(a)))) {
    const longer = joined.at(-1);
    const isCut = group.template.length >= leastCutLength && longer !== undefined;
    if (isCut && keyOf(longer).startsWith(keyOf(group))) addTo(longer, group);
    else joined.push(group);
  }
  return joined;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
