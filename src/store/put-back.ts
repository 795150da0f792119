import { canonicalJson, type Json } from '../domain/canonical-json.ts';

type Fields = { readonly [name: string]: Json };

/**
 * What to store of a value that another release had stored. `stored` is what it wrote, `read` what this release
 * understood of it, `now` what that has become. Whatever is as it was read stays as it was stored, and fields that were
 * not understood stay beside the others. Fields of a thing that was removed go with it.
 */
export function putBack(stored: Json, read: Json | undefined, now: Json): Json {
  if (read !== undefined && isSameJson(read, now)) return stored;
  if (isList(stored) && isList(read) && isList(now)) return putBackList(stored, read, now);
  if (isFields(stored) && isFields(read) && isFields(now)) return putBackFields(stored, read, now);
  return now;
}

export function putBackFields(stored: Fields, read: Fields, now: Fields): Fields {
  const ours = Object.entries(now).map(([name, value]): [string, Json] => {
    const before = stored[name];
    return [name, before === undefined ? value : putBack(before, read[name], value)];
  });
  const theirs = Object.entries(stored).filter(([name]) => !Object.hasOwn(read, name) && !Object.hasOwn(now, name));
  return Object.fromEntries([...ours, ...theirs]);
}

/** Elements are the same thing by what names them, wherever they stand. */
function putBackList(stored: readonly Json[], read: readonly Json[], now: readonly Json[]): readonly Json[] {
  const [storedByName, readByName, nowByName] = [stored, read, now].map(
    (list) => new Map(list.map((element) => [nameOf(element), element])),
  );
  const theirs = stored.filter((element) => {
    const name = nameOf(element);
    return readByName?.has(name) !== true && nowByName?.has(name) !== true;
  });
  const ours = now.map((element) => {
    const before = storedByName?.get(nameOf(element));
    return before === undefined ? element : putBack(before, readByName?.get(nameOf(element)), element);
  });
  return [...theirs, ...ours];
}

/** Owned resources, extensions and planned writes have a name; writes and timeline entries have a time and a content. */
function nameOf(element: Json): string {
  if (!isFields(element)) return canonicalJson(element);
  const { resourceId, name, step, at, bodyHash, text } = element;
  if (typeof resourceId === 'string') return resourceId.toLowerCase();
  return canonicalJson(name ?? step ?? [at ?? null, bodyHash ?? null, text ?? null]);
}

export function isSameJson(a: Json, b: Json): boolean {
  return canonicalJson(a) === canonicalJson(b);
}

function isFields(value: Json | undefined): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}
