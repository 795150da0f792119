import { type ArmError, armError } from '../core/request/arm-error.ts';
import { parseArmId } from '../core/store/arm-id.ts';
import type { StoredResource } from '../core/store/resource-collection.ts';

/** Whether a resource is asked for. */
type Test = (resource: StoredResource) => boolean;

const read: Readonly<Record<string, (resource: StoredResource) => string | undefined>> = {
  resourcetype: ({ type }) => type,
  resourcegroup: ({ id }) => parseArmId(id).groupName,
  resourceid: ({ id }) => id,
  name: ({ id }) => parseArmId(id).namePath,
  location: ({ location }) => location,
};

/**
 * The `$filter` of ARM's resource lists: `eq` and `ne` on resourceType, resourceGroup, resourceId, name and location,
 * `substringof('text', name)`, `startswith`, tagName and tagValue, joined by `and` or `or` (`and` binds closer).
 * Source: Azure Resource Manager REST API, "Resources - List"; `resourceId`: public recordings.
 * @throws ArmError 501 for what ARM may know and this does not execute: a filter is never ignored.
 */
export function resourceFilter(filter: string | undefined): Test {
  if (filter === undefined || filter.trim() === '') return () => true;
  const unknown = (): ArmError =>
    armError(501, 'SimulatorFilterUnknown', `The Azure simulator does not execute the $filter "${filter}".`);
  const alternatives = splitOutside(filter, 'or').map((part) =>
    splitOutside(part, 'and').map((term) => {
      const test = testOf(term.trim());
      if (test === undefined) throw unknown();
      return test;
    }),
  );
  return (resource) => alternatives.some((tests) => tests.every((test) => test(resource)));
}

/** Splits at a joining word that stands outside quotes. */
function splitOutside(text: string, word: 'and' | 'or'): string[] {
  const parts = [''];
  for (const piece of text.match(/'(?:[^']|'')*'|\s+\w+\s+|./gs) ?? []) {
    if (piece.trim().toLowerCase() === word && piece !== piece.trim()) parts.push('');
    else parts.push(`${parts.pop() ?? ''}${piece}`);
  }
  return parts;
}

function testOf(term: string): Test | undefined {
  const [, name = '', operator = '', quoted] = /^\(?\s*(\w+)\s+(eq|ne)\s+'((?:[^']|'')*)'\s*\)?$/i.exec(term) ?? [];
  if (quoted !== undefined) return comparison(name.toLowerCase(), operator.toLowerCase(), quoted.replaceAll("''", "'"));
  const [, part, partOf = ''] = /^substringof\(\s*'([^']*)'\s*,\s*(\w+)\s*\)$/i.exec(term) ?? [];
  const [, startOf = '', start] = /^startswith\(\s*(\w+)\s*,\s*'([^']*)'\s*\)$/i.exec(term) ?? [];
  const value = read[(part === undefined ? startOf : partOf).toLowerCase()];
  if (value === undefined) return undefined;
  const lower = (resource: StoredResource): string => value(resource)?.toLowerCase() ?? '';
  if (part !== undefined) return (resource) => lower(resource).includes(part.toLowerCase());
  return start === undefined ? undefined : (resource) => lower(resource).startsWith(start.toLowerCase());
}

function comparison(name: string, operator: string, wanted: string): Test | undefined {
  const equals = equalTest(name, wanted);
  return equals === undefined || operator === 'eq' ? equals : (resource) => !equals(resource);
}

function equalTest(name: string, wanted: string): Test | undefined {
  if (name === 'tagname') return ({ tags }) => Object.keys(tags ?? {}).some((key) => same(key, wanted));
  if (name === 'tagvalue') return ({ tags }) => Object.values(tags ?? {}).includes(wanted);
  const value = read[name];
  if (value === undefined) return undefined;
  const text = name === 'location' ? wanted.replaceAll(' ', '') : wanted;
  return (resource) => same(value(resource), text);
}

function same(left: string | undefined, right: string): boolean {
  return left?.toLowerCase() === right.toLowerCase();
}
