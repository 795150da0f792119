import { z } from 'zod';
import { isFailureCode } from '../src/domain/failures/failure-list.ts';
import { allRoutes } from '../src/functions/contract/all-routes.ts';
import { bodyLimit } from '../src/functions/contract/body-limit.ts';
import { type ProblemCode, problemEntry } from '../src/functions/contract/problem-codes.ts';
import { type Route, readsBody } from '../src/functions/contract/route.ts';
import { problemsOf } from '../src/functions/contract/route-problems.ts';
import { replyFields } from './api-reply-fields.ts';

/** The text of docs/API.md, made from the contract that the app reads requests by and answers by. */
export function apiPage(routes: readonly Route[] = allRoutes): string {
  return `${[
    '# HTTP API',
    '',
    'All routes are below `/api` and answer JSON. The function key goes into header `x-functions-key` or parameter `code`;',
    `${listOf(routes.filter(({ access }) => access === 'open').map(addressOf))} needs none. Routes marked *write* need \`AMO_ALLOW_KEY_WRITES=true\`, else they are 403`,
    '`KeyWritesNotAllowed`. Who wrote by key is recorded as "a function key", with the `why` of the request. Made by',
    '`node --import tsx scripts/generate-api.ts` from `src/functions/contract`.',
    '',
    '| route | takes | answers | problems |',
    '|---|---|---|---|',
    ...routes.map(toRow),
    '',
    '## What goes in',
    '',
    `Parts of the path, query parameters of \`GET\` and \`DELETE\`, fields of a JSON body of at most ${bodyLimit.text} of \`POST\`.`,
    'Those with `?` may be left out. Nothing that is not read is accepted: unknown fields, unknown parameters, bodies where',
    'none belongs, percent escapes in a query that are not UTF-8.',
    '',
    '| route | name | |',
    '|---|---|---|',
    ...routes.flatMap(toFieldRows),
    '',
    '## What comes out',
    '',
    'The fields that their names do not explain; one that means the same in several replies stands at the first. Times are',
    'ISO-8601 UTC. A word that another release has left in a row is shown as `unknown (<word>)`.',
    '',
    '| route | field | |',
    '|---|---|---|',
    ...toReplyRows(routes),
    '',
    '## Problems',
    '',
    'Problem documents (RFC 9457, `application/problem+json`) with `code`, `detail` and what the table says. Every route',
    `can answer ${listOf(impliedCodes().map(codeText))}, where they apply. No or a wrong key is 401, no such route or method 404, both without a body.`,
    '',
    '| status | code | when |',
    '|---|---|---|',
    ...toProblemRows(routes),
    '',
  ].join('\n')}`;
}

function addressOf({ method, path }: Route): string {
  const readable = path.replace(/\{(\w+)\}/g, (_, name: string) => `{${name.replace(/[A-Z]/g, ' $&').toLowerCase()}}`);
  return `\`${method} /${readable}\``;
}

function toRow(route: Route): string {
  const access = route.access === 'write' ? ' *write*' : '';
  return `| ${addressOf(route)}${access} | ${takesOf(route)} | ${route.answers} | ${problemsText(route)} |`;
}

interface Field {
  readonly name: string;
  readonly isOptional: boolean;
  readonly about: string;
}

/** What stands in the query, or in the body where one is read. */
function fieldsOf(route: Route): readonly Field[] {
  return readFields(readsBody(route) ? route.body : route.query);
}

function readFields(of: z.ZodType): readonly Field[] {
  const schema = jsonSchema.parse(z.toJSONSchema(of, { io: 'input', unrepresentable: 'any' }));
  return Object.entries(schema.properties).map(([name, property]) => ({
    name,
    isOptional: !schema.required.includes(name),
    about: aboutField(property),
  }));
}

const property = z.looseObject({
  description: z.string().optional(),
  enum: z.array(z.string()).optional(),
  default: z.union([z.string(), z.number()]).optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  maxLength: z.number().optional(),
  maxItems: z.number().optional(),
});
const jsonSchema = z.looseObject({
  properties: z.record(z.string(), property).default({}),
  required: z.array(z.string()).default([]),
});

function aboutField(field: z.output<typeof property>): string {
  return [
    field.description,
    field.enum?.map((word) => `\`${word}\``).join(', '),
    field.minimum === undefined ? undefined : `${field.minimum} to ${field.maximum}`,
    field.maxLength === undefined ? undefined : `at most ${field.maxLength} characters`,
    field.maxItems === undefined ? undefined : `at most ${field.maxItems}`,
    field.default === undefined ? undefined : `\`${field.default}\` when left out`,
  ]
    .filter((part) => part !== undefined)
    .join('; ');
}

function takesOf(route: Route): string {
  const names = fieldsOf(route).map(({ name, isOptional }) => `${name}${isOptional ? '?' : ''}`);
  if (names.length === 0) return '';
  return readsBody(route) ? `\`{ ${names.join(', ')} }\`` : names.map((name) => `\`${name}\``).join(', ');
}

function toFieldRows(route: Route): readonly string[] {
  return [...readFields(route.params), ...fieldsOf(route)].map(
    ({ name, isOptional, about }) => `| ${addressOf(route)} | \`${name}${isOptional ? '?' : ''}\` | ${about} |`,
  );
}

function toReplyRows(routes: readonly Route[]): readonly string[] {
  const told = new Set<string>();
  return routes.flatMap((route) =>
    replyFields(route).flatMap(({ path, about }) => {
      const meaning = `${path.split('.').at(-1)} ${about}`;
      if (told.has(meaning)) return [];
      told.add(meaning);
      return [`| ${addressOf(route)} | \`${path}\` | ${about} |`];
    }),
  );
}

const failureText = 'any failure code of [OPERATIONS.md](OPERATIONS.md)';

/** Without the codes that every route can have. */
function problemsText({ problems }: Route): string {
  const own = problems.filter((code) => !isOfAzure(code)).map(codeText);
  return [...own, ...(own.length < problems.length ? [failureText] : [])].join(', ');
}

function isOfAzure(code: ProblemCode): boolean {
  return isFailureCode(code) && problemEntry(code).status === 502;
}

/** Codes that routes have beside those that they declare. */
function impliedCodes(): readonly ProblemCode[] {
  const implied = allRoutes.flatMap((route) => {
    const declared: ReadonlySet<ProblemCode> = new Set(route.problems);
    return problemsOf<ProblemCode>(route).filter((code) => !declared.has(code));
  });
  return [...new Set(implied)].sort(byStatus);
}

function toProblemRows(routes: readonly Route[]): readonly string[] {
  const codes = [...new Set(routes.flatMap((route) => problemsOf(route)))].filter((code) => !isOfAzure(code));
  const rows = codes.sort(byStatus).map((code) => ({ ...problemEntry(code), code: codeText(code) }));
  const ofAzure = { status: 502, code: failureText, when: 'Azure would not let the machine or subscription be read' };
  return [...rows, ofAzure]
    .sort((a, b) => a.status - b.status)
    .map(({ status, code, when }) => `| ${status} | ${code} | ${when} |`);
}

function byStatus(a: ProblemCode, b: ProblemCode): number {
  return problemEntry(a).status - problemEntry(b).status || (a < b ? -1 : 1);
}

function codeText(code: ProblemCode): string {
  return `\`${code}\``;
}

function listOf(words: readonly string[]): string {
  return words.join(', ');
}
