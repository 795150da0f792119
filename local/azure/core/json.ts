import type { JsonObject, JsonValue } from './types.ts';

export function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !isList(value);
}

export function isList(value: JsonValue | undefined): value is readonly JsonValue[] {
  return Array.isArray(value);
}

/** A member that is an object; undefined when it is absent, null or something else. */
export function objectAt(from: JsonObject | undefined, name: string): JsonObject | undefined {
  const value = from?.[name];
  return isObject(value) ? value : undefined;
}

export function listAt(from: JsonObject | undefined, name: string): readonly JsonValue[] | undefined {
  const value = from?.[name];
  return isList(value) ? value : undefined;
}

export function textAt(from: JsonObject | undefined, name: string): string | undefined {
  const value = from?.[name];
  return typeof value === 'string' ? value : undefined;
}

export function flagAt(from: JsonObject | undefined, name: string): boolean | undefined {
  const value = from?.[name];
  return typeof value === 'boolean' ? value : undefined;
}

/** A deep copy: what callers sent, or get, never shares state with the store. */
export function copyOf(value: JsonObject): JsonObject {
  return structuredClone(value);
}

/** JSON merge patch (RFC 7396) without removal at the top: null removes a member. */
export function mergePatch(target: JsonObject | undefined, patch: JsonObject): JsonObject {
  const result: Record<string, JsonValue | undefined> = { ...target };
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) delete result[name];
    else result[name] = isObject(value) ? mergePatch(objectAt(target, name), value) : value;
  }
  return result;
}
