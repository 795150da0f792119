import { execFile } from 'node:child_process';
import { cpSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readFixture } from '../fixtures/read-fixture.ts';

const name = 'inventory';
const run = promisify(execFile);
const copy = mkdtempSync(join(tmpdir(), 'amo-new-service-'));

/** What is done in a copy of the repo to give it a service that installs an extension: each file, and its new text. */
const edits: Readonly<Record<string, (before: string) => string>> = {
  [`src/domain/services/${name}/${name}.ts`]: () => readFixture('new-service/service.ts.txt'),
  'src/domain/service-name.ts': insert(/'data-collection'/, `, '${name}'`),
  'src/domain/services/all-services.ts': (before) =>
    insert(
      /\n {2}amaService,/,
      `\n  ${name}Service,`,
    )(insert(/identity\/identity\.ts';\n/, `import { ${name}Service } from './${name}/${name}.ts';\n`)(before)),
  'local/azure/extensions/handler-catalogue.ts': insert(
    /const handlers: .*\[\n/,
    "  handler('Contoso.Inventory', 'InventoryWindows', windows, ['1.0.0.0']),\n  handler('Contoso.Inventory', 'InventoryLinux', linux, ['1.0.0.0']),\n",
  ),
  [`test/domain/services/${name}/${name}.test.ts`]: () => readFixture('new-service/service.test.ts.txt'),
  [`test/scenario/${name}.test.ts`]: () => readFixture('new-service/scenario.test.ts.txt'),
};

function insert(after: RegExp, text: string): (before: string) => string {
  return (before) => {
    if (!after.test(before)) throw new Error(`Nothing in the file looks like ${after}: mend this test.`);
    return before.replace(after, (found) => found + text);
  };
}

/** The files that AGENTS.md tells to touch for it: what each point of its list begins with. */
function listedFiles(): readonly string[] {
  const list = /^\*\*A service that installs an extension\*\*[\s\S]*?\n\n(1\. [\s\S]*?)\n\n/m.exec(
    readFileSync('AGENTS.md', 'utf8'),
  )?.[1];
  const points = [...(list ?? '').matchAll(/^\d+\. (.*)$/gm)];
  return points.map(([, point = '']) => (/^`([^`]+)`/.exec(point)?.[1] ?? point).replaceAll('<name>', name));
}

function textOf(root: string, path: string): string | undefined {
  return globSync(path, { cwd: root }).length === 0 ? undefined : readFileSync(join(root, path), 'utf8');
}

beforeAll(() => {
  for (const path of ['src', 'local', 'package.json', 'tsconfig.json', 'vitest.config.ts']) {
    cpSync(path, join(copy, path), { recursive: true });
  }
  for (const path of globSync('test/**/*.ts').filter((one) => !one.endsWith('.test.ts')))
    cpSync(path, join(copy, path));
  symlinkSync(resolve('node_modules'), join(copy, 'node_modules'), 'junction');
  for (const [path, edit] of Object.entries(edits)) {
    mkdirSync(dirname(join(copy, path)), { recursive: true });
    writeFileSync(join(copy, path), edit(textOf('.', path) ?? ''));
  }
});

afterAll(() => rmSync(copy, { recursive: true, force: true }));

test('the list in AGENTS.md names every file that a new service touches, and no other', () => {
  const files = globSync(
    ['src', 'local', 'test'].map((folder) => `${folder}/**/*.ts`),
    { cwd: copy },
  );
  const touched = files
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => textOf('.', path) !== textOf(copy, path));
  expect([...listedFiles()].sort()).toEqual(touched.sort());
});

test('a service made by the list compiles', async () => {
  const options = { extends: './tsconfig.json', include: ['src', ...Object.keys(edits)] };
  // The types of packages are checked in the repo itself; here they would only take time.
  const compilerOptions = { skipLibCheck: true };
  writeFileSync(join(copy, 'tsconfig.service.json'), JSON.stringify({ ...options, compilerOptions }));
  await expectSuccess(['node_modules/typescript/bin/tsc', '-p', 'tsconfig.service.json']);
});

test('its machines end Configured with its extension, and its failures are its own', async () => {
  const tests = Object.keys(edits).filter((path) => path.endsWith('.test.ts'));
  await expectSuccess(['node_modules/vitest/vitest.mjs', 'run', ...tests]);
});

/** Runs a tool in the copy; what it prints is what a failure says. */
async function expectSuccess(tool: readonly string[]): Promise<void> {
  const ended = run(process.execPath, tool, { cwd: copy, env: { ...process.env, NO_COLOR: '1' } });
  const outcome = await ended.then(
    () => 'success',
    (error: { readonly stdout?: string; readonly stderr?: string }) => `${error.stdout}\n${error.stderr}`,
  );
  expect(outcome).toBe('success');
}
