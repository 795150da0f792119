import type { Json } from '../domain/canonical-json.ts';
import { type Fields, isFields } from './json-fields.ts';
import { nameElement } from './name-element.ts';
import { pairReadings } from './pair-readings.ts';
import { isSameJson } from './same-json.ts';

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

/** An element that was read keeps what is unknown in it, wherever it stands now. One that was not read stays as it is. */
function putBackList(stored: readonly Json[], read: readonly Json[], now: readonly Json[]): readonly Json[] {
  const { storedOf, unread } = pairReadings(stored, read);
  const taken = new Set<number>();
  const ours = now.map((element) => {
    const index = read.findIndex((one, at) => !taken.has(at) && nameElement(one) === nameElement(element));
    taken.add(index);
    const before = storedOf[index];
    return before === undefined ? element : putBack(before, read[index], element);
  });
  return [...unread, ...ours];
}

function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}
