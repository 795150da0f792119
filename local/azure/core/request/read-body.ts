import { copyOf, isObject } from '../json.ts';
import type { ArmRequest, JsonObject } from '../types.ts';
import { armError } from './arm-error.ts';
import { type BodyShape, checkShape, invalidContent } from './body-shape.ts';
import { checkRegion } from './check-region.ts';
import { normaliseNames } from './normalise-names.ts';

/** The body of a write, checked against the shape of its resource type; a copy that may be stored. */
export function readBody(request: ArmRequest, shape: BodyShape, required: readonly string[] = []): JsonObject {
  if (!isObject(request.body)) throw invalidContent('The request body is missing or not an object.');
  const body = normaliseNames(request.body, shape);
  checkShape(body, shape);
  for (const name of required) {
    if (body[name] !== undefined && body[name] !== null && body[name] !== '') continue;
    if (name === 'location') {
      throw armError(400, 'LocationRequired', 'The location property is required for this definition.');
    }
    throw armError(400, 'InvalidParameter', `Required parameter '${name}' is missing (null).`);
  }
  checkRegion(request, body);
  return copyOf(body);
}
