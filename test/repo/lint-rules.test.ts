import { beforeAll, describe, expect, it } from 'vitest';
import { type Findings, lintFixtures } from './lint-fixtures.ts';

interface Fixture {
  readonly path: string;
  readonly text: string;
}

/** One file under `folder` for each line. */
function filesOf(folder: string, lines: readonly string[]): readonly Fixture[] {
  return lines.map((text, index) => ({ path: `${folder}/fixture-${index}.ts`, text: `${text}\n` }));
}

/** One re-export of each target: what a file of `folder` may or may not import. */
function importsOf(folder: string, targets: readonly string[]): readonly Fixture[] {
  return targets.map((to, index) => ({
    path: `${folder}/import-${index}.ts`,
    text: `export { thing } from '${to}';\n`,
  }));
}

const behindThePorts = ['../azure/a.ts', '../store/a.ts', '../main.ts', '../config.ts', '../../local/a.ts'];
const azurePackages = ['@azure/arm-compute', '@azure/identity', '@azure/data-tables'];
const functionsPackages = ['durable-functions', '@azure/functions'];

const refusedImports: readonly Fixture[] = [
  ...importsOf('src/domain', ['../ports/a.ts', '../work/a.ts', 'node:crypto', 'node:fs', ...functionsPackages]),
  ...importsOf('src/domain/look', ['../../ports/a.ts', '../../work/a.ts', 'node:crypto', ...azurePackages]),
  { path: 'src/domain/hash.ts', text: "export { randomUUID } from 'node:crypto';\n" },
  ...importsOf('src/azure', ['../store/a.ts', '../work/a.ts', '../look/a.ts', 'node:fs', ...functionsPackages]),
  ...importsOf('src/store', ['../azure/a.ts', '../work/a.ts', '@azure/arm-compute', ...functionsPackages]),
  ...importsOf('src/work', [
    '../operator/a.ts',
    '../look/a.ts',
    '../functions/a.ts',
    ...behindThePorts,
    ...azurePackages,
  ]),
  ...importsOf('src/operator', ['../functions/a.ts', '../orchestrations/a.ts', ...behindThePorts, ...azurePackages]),
  ...importsOf('src/sweep', ['../functions/a.ts', '../orchestrations/a.ts', ...behindThePorts, ...azurePackages]),
  ...importsOf('src/look', ['../operator/a.ts', '../sweep/a.ts', 'node:fs', ...behindThePorts, ...azurePackages]),
  ...importsOf('src/orchestrations', [
    '../ports/a.ts',
    '../work/a.ts',
    '../look/a.ts',
    'node:crypto',
    ...behindThePorts,
  ]),
  ...importsOf('src/functions', ['../orchestrations/a.ts', 'node:fs', ...behindThePorts, ...azurePackages]),
  ...importsOf('src/functions/api', ['../../azure/a.ts', '../../store/a.ts', '../../orchestrations/a.ts']),
  ...importsOf('src/functions/contract', ['../api/a.ts', '../../ports/a.ts', '../../work/a.ts', ...functionsPackages]),
  ...importsOf('src/functions/contract/routes', ['../../api/a.ts', '../../../ports/a.ts', ...functionsPackages]),
  { path: 'src/ports/ports.ts', text: "export { z } from 'zod';\n" },
  { path: 'src/settings.ts', text: "export { thing } from './store/a.ts';\n" },
  { path: 'src/register-app.ts', text: "export { thing } from './settings.ts';\n" },
  { path: 'src/main.ts', text: "export { thing } from '../local/a.ts';\n" },
  ...importsOf('local/host', ['../../test/a.ts', '../../src/main.ts', '../../bench/a.ts', '../../scripts/a.ts']),
  { path: 'src/work/type-only.ts', text: "export type { Thing } from '../azure/a.ts';\n" },
  { path: 'src/work/dynamic.ts', text: "export const thing = import('../azure/a.ts');\n" },
  { path: 'src/work/for-effect.ts', text: "import '../azure/a.ts';\n" },
];

const allowedImports: readonly Fixture[] = [
  ...importsOf('src/domain', ['./ids.ts', './look/a.ts', 'zod']),
  ...importsOf('src/domain/look', ['./a.ts', '../ids.ts', '../work/a.ts', 'zod']),
  { path: 'src/domain/hash.ts', text: "export { createHash } from 'node:crypto';\n" },
  ...importsOf('src/azure', ['../ports/a.ts', '../domain/ids.ts', '@azure/arm-compute', '@azure/identity', 'zod']),
  ...importsOf('src/store', ['../ports/a.ts', '../domain/ids.ts', '@azure/data-tables', '@azure/core-auth']),
  ...importsOf('src/work', ['./a.ts', '../ports/a.ts', '../domain/ids.ts', 'zod']),
  ...importsOf('src/operator', ['../work/a.ts', '../look/a.ts', '../ports/a.ts', '../domain/ids.ts']),
  ...importsOf('src/sweep', ['../operator/a.ts', '../look/a.ts', '../ports/a.ts', '../domain/ids.ts']),
  ...importsOf('src/look', ['../work/a.ts', '../ports/a.ts', '../domain/ids.ts']),
  ...importsOf('src/orchestrations', ['../domain/ids.ts', 'durable-functions']),
  ...importsOf('src/functions', ['../work/a.ts', '../operator/a.ts', '../ports/a.ts', ...functionsPackages]),
  ...importsOf('src/functions/contract', ['./a.ts', '../../domain/ids.ts', 'zod']),
  ...importsOf('src/functions/contract/routes', ['../a.ts', './a.ts', '../../../domain/ids.ts', 'zod']),
  ...importsOf('src/functions/api', ['../a.ts', '../../work/a.ts', '../../domain/ids.ts', '@azure/functions']),
  { path: 'src/main.ts', text: "export { thing } from './azure/a.ts';\n" },
  { path: 'src/register-app.ts', text: "export { thing } from './functions/a.ts';\n" },
  { path: 'src/ports/ports.ts', text: "export type { Thing } from '../domain/ids.ts';\n" },
  ...importsOf('local/host', ['../../src/register-app.ts', '../clock/a.ts', 'node:http']),
];

const ambient = [
  'export const a = Date.now();',
  'export const a = [1].map(Date.now);',
  'export const a = new Date();',
  'export const a = new Date;',
  'export const a = Date();',
  'export const a = Math.random();',
  'export const a = globalThis.Date.now();',
  'export const a = performance.now();',
  'export const a = crypto.subtle;',
  'export const a = (randomUUID: () => string): string => randomUUID();',
  'export const a = (randomBytes: (n: number) => string): string => randomBytes(5);',
  'export const a = (): unknown => setTimeout(() => 1, 5);',
  'export const a = (): unknown => setInterval(() => 1, 5);',
  'export const a = (): unknown => setImmediate(() => 1);',
  'export const a = (): unknown => queueMicrotask(() => 1);',
  "export const a = (): unknown => fetch('https://contoso.com');",
];
const environment = [
  'export const a = process.env.A;',
  "export const a = process.env['A'];",
  'export const { env } = process;',
];
const notReplaySafe = [
  'export async function* a() { yield 1; }',
  'export async function a() {}',
  'export default async function () {}',
  'export const a = async () => {};',
  'export const a = async function () {};',
  'export const a = { async m() {} };',
  'export class A { async m() {} }',
  'for await (const a of []) a();',
  'export const a = await (1 as const);',
  'export const a = Promise.all([]);',
  "console.log('a');",
];
const replaySafe = ['export const a = new Date(0);', 'export function* a(): Generator<number> { yield 1; }'];

const refusedCode: readonly Fixture[] = [
  ...['domain', 'domain/look', 'orchestrations', 'work', 'operator', 'look', 'functions', 'azure', 'store'].flatMap(
    (folder) => filesOf(`src/${folder}/ambient`, ambient),
  ),
  ...['domain', 'orchestrations', 'work', 'azure', 'functions'].flatMap((folder) =>
    filesOf(`src/${folder}/environment`, environment),
  ),
  { path: 'src/clock.ts', text: `${environment[0]}\n` },
  ...filesOf('src/orchestrations', notReplaySafe),
  ...filesOf('src/work/assertions', ['export const a = (b: unknown): string => b as string;']),
  ...filesOf('local/assertions', ['export const a = (b: unknown): string => b as unknown as string;']),
];
const misusedPromise = 'export const a = (b: () => void): void => b();\na(async () => {});\n';
const allowedCode: readonly Fixture[] = [
  { path: 'test/a.test.ts', text: misusedPromise },
  ...filesOf('src/orchestrations/safe', replaySafe),
  { path: 'src/clock.ts', text: 'export const a = Date.now();\n' },
  { path: 'src/config.ts', text: 'export const a = process.env.A;\n' },
  ...filesOf('local/free', [...ambient.slice(0, 1), ...environment.slice(0, 1)]),
  ...filesOf('src/work/safe', [
    "export const a = ['x'] as const;",
    "export const a = JSON.parse('1') as number;",
    'export const a = new Date(0);',
    'export const a = async (): Promise<void> => {};',
  ]),
];
const slips: readonly (Fixture & { readonly rule: string })[] = [
  { rule: 'noExplicitAny', path: 'src/work/slip-any.ts', text: 'export const a = (b: any): string => b;\n' },
  { rule: 'noNonNullAssertion', path: 'local/slip-bang.ts', text: 'export const a = (b?: string): string => b!;\n' },
  { rule: 'noTsIgnore', path: 'src/work/slip-ignore.ts', text: '// @ts-ignore\nexport const a: string = 1;\n' },
  {
    rule: 'noFloatingPromises',
    path: 'src/work/slip-promise.ts',
    text: 'const b = async (): Promise<void> => {};\nexport function a(): void {\n  b();\n}\n',
  },
  {
    rule: 'useExhaustiveSwitchCases',
    path: 'src/work/slip-switch.ts',
    text: "export function a(b: 'x' | 'y'): void {\n  switch (b) {\n    case 'x':\n      return;\n  }\n}\n",
  },
  { rule: 'noMisusedPromises', path: 'local/slip-misused.ts', text: misusedPromise },
  { rule: 'noImportCycles', path: 'src/work/slip-cycle.ts', text: "export { b } from './slip-cycle-b.ts';\n" },
];
const surroundings: readonly Fixture[] = [
  { path: 'src/work/slip-cycle-b.ts', text: "export { a } from './slip-cycle.ts';\nexport const b = 1;\n" },
];

describe('lint', () => {
  let refused: Findings = new Map();
  let allowed: Findings = new Map();

  beforeAll(async () => {
    // Two folders, because some paths have a good and a bad fixture.
    [refused, allowed] = await Promise.all([
      lintFixtures(asFiles([...refusedImports, ...refusedCode, ...slips, ...surroundings])),
      lintFixtures(asFiles([...allowedImports, ...allowedCode])),
    ]);
  });

  it('has a wall for every import that the table does not allow', () => {
    const has = (path: string): boolean => refused.get(path)?.includes('noRestrictedImports:1') === true;
    expect(refusedImports.filter(({ path }) => !has(path))).toEqual([]);
  });

  it('has a rule against the real clock, chance, timers, network and environment, and in orchestrators against all that is not replayed', () => {
    const has = (path: string): boolean => refused.get(path)?.some((found) => found.startsWith('plugin:')) === true;
    expect(refusedCode.filter(({ path }) => !has(path))).toEqual([]);
  });

  it.each(slips)('has $rule on', ({ rule, path }) => {
    expect(refused.get(path)).toContainEqual(expect.stringMatching(`^${rule}:`));
  });

  it('has nothing against what is allowed', () => {
    expect(Object.fromEntries(allowed)).toEqual({});
  });
});

/** Fails on two fixtures of one path: one of them would go unseen. */
function asFiles(fixtures: readonly Fixture[]): Readonly<Record<string, string>> {
  const files = Object.fromEntries(fixtures.map(({ path, text }) => [path, text]));
  expect(Object.keys(files)).toHaveLength(fixtures.length);
  return files;
}
