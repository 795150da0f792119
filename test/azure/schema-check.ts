import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { schemaFolder as folder } from './schema-folder.ts';

/** Where there are none, test/announce-skips.ts says so once per run. */
const hasSchemas = existsSync(folder);

interface Schema {
  readonly $ref?: string;
  readonly type?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: false | Schema;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly allOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly readOnly?: boolean;
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly $defs?: Readonly<Record<string, Schema>>;
}

export interface BodyCheck {
  /** A PATCH: members that a PUT must have may be missing at the top. */
  readonly patch?: boolean;
}

/**
 * Throws, with every path that is wrong, unless the body is one that the resource type takes in this api-version; also
 * where there is no schema of it. Does nothing when the schemas are not there at all.
 */
export function assertValidBody(type: string, apiVersion: string, body: unknown, check: BodyCheck = {}): void {
  if (!hasSchemas) return;
  const root = loadSchema(type, apiVersion);
  const wrong = findErrors(body, root, root.$defs ?? {}, '').filter(
    (error) => !(check.patch && /^ needs /.test(error)),
  );
  if (wrong.length > 0) throw new Error(`${type}@${apiVersion} does not take this body:\n${wrong.join('\n')}`);
}

/** Checks the body of any ARM request by its path and api-version; a request without a body is let through. */
export function assertValidRequest(request: {
  readonly method: string;
  readonly url: string;
  readonly body: unknown;
}): void {
  if (request.body === undefined) return;
  const { pathname, searchParams } = new URL(request.url);
  const apiVersion = searchParams.get('api-version');
  if (apiVersion === null) throw new Error(`${request.method} ${pathname} has no api-version`);
  const action = actionBodies.find(({ path }) => request.method === 'POST' && path.test(pathname));
  if (action === undefined) {
    const type = typeOf(pathname);
    const patch = request.method === 'PATCH';
    assertValidBody(type, apiVersion, patch ? withoutOperation(type, request.body) : request.body, { patch });
    return;
  }
  const wrong = findErrors(request.body, action.schema, {}, '');
  if (wrong.length > 0) throw new Error(`${pathname} does not take this body:\n${wrong.join('\n')}`);
}

/** A PATCH of tags says beside them what is done with them (Azure REST API, "Tags - Update At Scope"), which the schema of a PUT lacks. */
function withoutOperation(type: string, body: unknown): unknown {
  if (type !== 'Microsoft.Resources/tags' || typeof body !== 'object' || body === null) return body;
  const { operation, ...rest } = body as Record<string, unknown>;
  if (!['Merge', 'Replace', 'Delete'].includes(String(operation)))
    throw new Error(`no operation on tags: ${operation}`);
  return rest;
}

/** Bodies of actions, of which the folder has no schemas. Compute REST API 2026-04-01, `VirtualMachineScaleSetVMInstanceRequiredIDs`. */
const actionBodies: readonly { readonly path: RegExp; readonly schema: Schema }[] = [
  {
    path: /\/virtualMachineScaleSets\/[^/]+\/manualupgrade$/i,
    schema: {
      type: 'object',
      required: ['instanceIds'],
      additionalProperties: false,
      properties: { instanceIds: { type: 'array', items: { type: 'string' } } },
    },
  },
];

/** `Microsoft.X/a/b` of a path that ends in `/providers/Microsoft.X/a/1/b/2`. */
function typeOf(pathname: string): string {
  if (/^\/subscriptions\/[^/]+\/resourceGroups\/[^/]+$/i.test(pathname)) return 'Microsoft.Resources/resourceGroups';
  const [provider = '', ...rest] = pathname
    .slice(pathname.lastIndexOf('/providers/') + '/providers/'.length)
    .split('/');
  return [provider, ...rest.filter((_, index) => index % 2 === 0)].join('/');
}

const loaded = new Map<string, Schema>();

function loadSchema(type: string, apiVersion: string): Schema {
  const prefix = `${type.replaceAll('/', '_')}@`.toLowerCase();
  const versions = readdirSync(folder).filter((name) => name.toLowerCase().startsWith(prefix));
  const name = versions.find((each) => each.toLowerCase() === `${prefix}${apiVersion}.json`);
  if (name === undefined)
    throw new Error(`No schema for ${type} of ${apiVersion}; there are: ${versions.join(', ') || 'none'}`);
  const schema = loaded.get(name) ?? (JSON.parse(readFileSync(join(folder, name), 'utf8')) as Schema);
  loaded.set(name, schema);
  return schema;
}

type Definitions = Readonly<Record<string, Schema>>;

function findErrors(value: unknown, schema: Schema, definitions: Definitions, path: string): string[] {
  const { $ref } = schema;
  const target = $ref === undefined ? undefined : definitions[$ref.replace('#/$defs/', '')];
  if ($ref !== undefined && target === undefined) return [`${path} has a schema that points nowhere: ${$ref}`];
  return [
    ...(target === undefined ? [] : findErrors(value, target, definitions, path)),
    ...(schema.allOf ?? []).flatMap((part) => findErrors(value, part, definitions, path)),
    ...findChoiceErrors(value, schema, definitions, path),
    ...findTypeErrors(value, schema, definitions, path),
    ...findScalarErrors(value, schema, path),
  ];
}

function findChoiceErrors(value: unknown, schema: Schema, definitions: Definitions, path: string): string[] {
  if (schema.oneOf === undefined) return [];
  const fits = schema.oneOf.some((choice) => findErrors(value, choice, definitions, path).length === 0);
  return fits ? [] : [`${path} fits none of ${schema.oneOf.length} choices`];
}

function findTypeErrors(value: unknown, schema: Schema, definitions: Definitions, path: string): string[] {
  switch (schema.type) {
    case undefined:
      return [];
    case 'object':
      return isObject(value) ? findMemberErrors(value, schema, definitions, path) : [`${path} must be an object`];
    case 'array':
      return Array.isArray(value)
        ? value.flatMap((item, index) => findErrors(item, schema.items ?? {}, definitions, `${path}[${index}]`))
        : [`${path} must be an array`];
    case 'integer':
      return Number.isInteger(value) ? [] : [`${path} must be a whole number`];
    default:
      return typeof value === schema.type ? [] : [`${path} must be a ${schema.type}, not ${typeof value}`];
  }
}

function findMemberErrors(
  value: Readonly<Record<string, unknown>>,
  schema: Schema,
  definitions: Definitions,
  path: string,
): string[] {
  const { properties = {}, required = [], additionalProperties } = schema;
  const missing = required.filter((name) => value[name] === undefined).map((name) => `${path} needs ${name}`);
  const wrong = Object.entries(value).flatMap(([name, member]) => {
    const at = path === '' ? name : `${path}.${name}`;
    const known = Object.hasOwn(properties, name) ? properties[name] : undefined;
    if (known?.readOnly === true) return [`${at} is filled in by Azure only`];
    if (known !== undefined) return findErrors(member, known, definitions, at);
    if (additionalProperties === false) return [`${at} is not known`];
    return findErrors(member, additionalProperties ?? {}, definitions, at);
  });
  return [...missing, ...wrong];
}

function findScalarErrors(value: unknown, schema: Schema, path: string): string[] {
  const errors: string[] = [];
  if (schema.enum !== undefined && !schema.enum.includes(value))
    errors.push(`${path} is none of ${schema.enum.join(', ')}`);
  if (schema.const !== undefined && schema.const !== value) errors.push(`${path} must be ${String(schema.const)}`);
  if (typeof value === 'string') {
    if (value.length < (schema.minLength ?? 0)) errors.push(`${path} is too short`);
    if (value.length > (schema.maxLength ?? Number.POSITIVE_INFINITY)) errors.push(`${path} is too long`);
    if (schema.pattern !== undefined && !new RegExp(schema.pattern).test(value))
      errors.push(`${path} must match ${schema.pattern}`);
  }
  if (typeof value === 'number' && (value < (schema.minimum ?? value) || value > (schema.maximum ?? value))) {
    errors.push(`${path} is out of range`);
  }
  return errors;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
