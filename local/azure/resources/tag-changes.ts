import { objectAt } from '../core/json.ts';
import type { JsonObject } from '../core/types.ts';

/**
 * The tags after a write of the tags API: a PUT replaces them, a PATCH says by its `operation` what it does. Undefined for
 * an operation that there is not.
 */
export function tagsAfter(method: string, body: JsonObject | undefined, tags: JsonObject): JsonObject | undefined {
  const given = objectAt(objectAt(body, 'properties'), 'tags') ?? {};
  if (method === 'DELETE') return {};
  if (method === 'PUT') return given;
  switch (body?.operation) {
    case 'Merge':
      return merged(tags, given);
    case 'Replace':
      return given;
    case 'Delete':
      return without(tags, given);
    default:
      return undefined;
  }
}

/** Names of tags are compared without regard to case, and keep the case in which they were first written. */
function merged(tags: JsonObject, given: JsonObject): JsonObject {
  const names = Object.keys(tags);
  const added = Object.entries(given).map(([name, value]) => {
    const known = names.find((each) => each.toLowerCase() === name.toLowerCase());
    return [known ?? name, value] as const;
  });
  return { ...tags, ...Object.fromEntries(added) };
}

/** Azure docs, "Tag resources with Azure PowerShell": Delete takes away those whose name and value are given. */
function without(tags: JsonObject, given: JsonObject): JsonObject {
  const isGiven = ([name, value]: readonly [string, unknown]): boolean =>
    Object.entries(given).some(([each, wanted]) => each.toLowerCase() === name.toLowerCase() && wanted === value);
  return Object.fromEntries(Object.entries(tags).filter((tag) => !isGiven(tag)));
}
