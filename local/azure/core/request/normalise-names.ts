import { isList, isObject } from '../json.ts';
import type { JsonObject, JsonValue } from '../types.ts';
import { type BodyShape, isShapeList } from './body-shape.ts';

/**
 * Gives members the spelling of the shape: ARM reads names without regard to case. Names in free maps (tags, settings)
 * and names that the shape does not have stay as they are.
 */
export function normaliseNames(body: JsonObject, shape: BodyShape): JsonObject {
  const normal = valueIn(body, shape);
  return isObject(normal) ? normal : body;
}

function valueIn(value: JsonValue | undefined, shape: BodyShape): JsonValue | undefined {
  if (typeof shape === 'string') return value;
  if (isShapeList(shape)) return isList(value) ? value.map((item) => valueIn(item, shape[0]) ?? null) : value;
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => {
      const spelling = spellingOf(name, shape);
      const memberShape = Object.hasOwn(shape, spelling) ? shape[spelling] : shape['*'];
      return [spelling, valueIn(member, memberShape ?? 'any')];
    }),
  );
}

function spellingOf(name: string, shape: { readonly [member: string]: BodyShape }): string {
  if (Object.hasOwn(shape, name)) return name;
  const wanted = name.toLowerCase();
  const [only, ...others] = Object.keys(shape).filter((known) => known.toLowerCase() === wanted);
  return only === undefined || others.length > 0 ? name : only;
}
