/** Machines with one of these tags are not scanned: names and values. */
export type ExclusionTags = Readonly<Record<string, string>>;

/** As the plan has them: a list as JSON text (Defender for Cloud, pricings 2024-01-01, `ExclusionTags`). */
export function exclusionTagsText(tags: ExclusionTags): string {
  return JSON.stringify(Object.entries(tags).map(([Key, Value]) => ({ Key, Value })));
}

/** Whether a plan has exactly these tags, in any order; the specification's examples spell both `Key` and `key`. */
export function hasExclusionTags(written: unknown, tags: ExclusionTags): boolean {
  const read = readTags(written);
  if (read === undefined) return false;
  const texts = (pairs: readonly (readonly [string, string])[]): string =>
    JSON.stringify([...new Set(pairs.map(([name, value]) => JSON.stringify([name.toLowerCase(), value])))].sort());
  return texts(read) === texts(Object.entries(tags));
}

/** Nothing there is an empty list; undefined for what is no list of tags. */
function readTags(written: unknown): readonly (readonly [string, string])[] | undefined {
  if (written === undefined || written === null || written === '') return [];
  const list = typeof written === 'string' ? parseJson(written) : undefined;
  if (!Array.isArray(list)) return undefined;
  const tags = list.map(readTag);
  return tags.every((tag) => tag !== undefined) ? tags : undefined;
}

function readTag(entry: unknown): readonly [string, string] | undefined {
  if (typeof entry !== 'object' || entry === null) return undefined;
  const members = new Map(Object.entries(entry).map(([name, value]) => [name.toLowerCase(), value]));
  const key: unknown = members.get('key');
  const value: unknown = members.get('value') ?? '';
  return typeof key === 'string' && typeof value === 'string' ? [key, value] : undefined;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
