import { parseAst } from 'vitest/node';
import type { SourceFile } from './source-files.ts';

export interface TestName {
  readonly path: string;
  /** As it is written; what a template fills in stands as `*`. */
  readonly name: string;
}

interface Node {
  readonly type: string;
  readonly [part: string]: unknown;
}

const tests: ReadonlySet<unknown> = new Set(['describe', 'it', 'test']);
const notShown: ReadonlySet<unknown> = new Set(['skip', 'todo', 'fails']);

/** The names of what a file describes and tests, tables included (`it.each`); what is skipped, or has to fail, shows nothing. */
export function findTestNames({ path, text }: SourceFile): readonly TestName[] {
  return namesBelow(parseAst(text, { lang: 'ts' })).map((name) => ({ path, name }));
}

function namesBelow(part: unknown): readonly string[] {
  if (Array.isArray(part)) return part.flatMap(namesBelow);
  if (!isNode(part)) return [];
  const words = part.type === 'CallExpression' ? wordsOf(part.callee) : [];
  const isTest = tests.has(words[0]);
  if (isTest && words.some((word) => notShown.has(word))) return [];
  const name = isTest && Array.isArray(part.arguments) ? textOf(part.arguments[0]) : undefined;
  return [...(name === undefined ? [] : [name]), ...Object.values(part).flatMap(namesBelow)];
}

/** `it.skipIf(x).each(table)` is called by the words `it`, `skipIf`, `each`; anything else by none. */
function wordsOf(callee: unknown): readonly unknown[] {
  if (!isNode(callee)) return [];
  if (callee.type === 'Identifier') return [callee.name];
  if (callee.type === 'MemberExpression') return [...wordsOf(callee.object), ...wordsOf(callee.property)];
  if (callee.type === 'CallExpression') return wordsOf(callee.callee);
  if (callee.type === 'TaggedTemplateExpression') return wordsOf(callee.tag);
  return [];
}

function textOf(argument: unknown): string | undefined {
  if (!isNode(argument)) return undefined;
  if (argument.type === 'Literal' && typeof argument.value === 'string') return argument.value;
  if (argument.type !== 'TemplateLiteral' || !Array.isArray(argument.quasis)) return undefined;
  return argument.quasis.map(rawOf).join('*');
}

function rawOf(quasi: { readonly value: { readonly raw: string } }): string {
  return quasi.value.raw;
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}
