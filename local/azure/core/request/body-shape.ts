import { isList, isObject } from '../json.ts';
import type { JsonValue } from '../types.ts';
import { ArmError } from './arm-error.ts';

/**
 * What a body may hold: a type, a list of one shape, or an object by member name (`'*'` for any name).
 * Members that Azure fills in are listed too: clients send back what they have read, and Azure ignores it.
 */
export type BodyShape =
  | 'string'
  | 'boolean'
  | 'number'
  | 'any'
  | readonly [BodyShape]
  | { readonly [member: string]: BodyShape };

/** Refuses unknown members and wrong types with 400, as ARM (top level) and Compute (below `properties`) word it. */
export function checkShape(value: JsonValue | undefined, shape: BodyShape, path = ''): void {
  if (shape === 'any' || value === undefined || value === null) return;
  if (typeof shape === 'string') {
    if (typeof value !== shape) throw wrongType(value, shape, path);
  } else if (isShapeList(shape)) {
    if (!isList(value)) throw wrongType(value, 'list', path);
    for (const [index, item] of value.entries()) checkShape(item, shape[0], `${path}[${index}]`);
  } else checkMembers(value, shape, path);
}

function checkMembers(value: JsonValue, shape: { readonly [member: string]: BodyShape }, path: string): void {
  if (!isObject(value)) throw wrongType(value, 'object', path);
  for (const [name, member] of Object.entries(value)) {
    const memberPath = path === '' ? name : `${path}.${name}`;
    const memberShape = Object.hasOwn(shape, name) ? shape[name] : shape['*'];
    if (memberShape === undefined) throw unknownMember(name, memberPath);
    checkShape(member, memberShape, memberPath);
  }
}

/** A list of one shape. */
export function isShapeList(shape: BodyShape): shape is readonly [BodyShape] {
  return Array.isArray(shape);
}

function unknownMember(name: string, path: string): ArmError {
  if (!path.includes('.')) {
    const message = `Could not find member '${name}' on object of type 'ResourceDefinition'. Path '${path}', line 1, position 1.`;
    return invalidContent(message);
  }
  const owner = path.split('.').at(-2) ?? 'properties';
  return new ArmError(400, {
    code: 'BadRequest',
    message: `Could not find member '${name}' on object of type '${owner}'. Path '${path}', line 1, position 1.`,
    target: path,
  });
}

function wrongType(value: JsonValue, wanted: string, path: string): ArmError {
  const message = `Error converting value ${JSON.stringify(value)?.slice(0, 80)} to type '${wanted}'. Path '${path}', line 1, position 1.`;
  return path.includes('.')
    ? new ArmError(400, { code: 'BadRequest', message, target: path })
    : invalidContent(message);
}

/** 400 for a body that is not what the resource type takes. */
export function invalidContent(why: string): ArmError {
  return new ArmError(400, {
    code: 'InvalidRequestContent',
    message: `The request content was invalid and could not be deserialized: '${why}'.`,
  });
}
