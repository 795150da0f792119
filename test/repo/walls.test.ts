import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { findAzureWrites, poster, writer } from './find-azure-writes.ts';
import { findWallBreaks } from './find-wall-breaks.ts';
import { readSourceFiles, type SourceFile } from './source-files.ts';
import { walls } from './wall-table.ts';

const shipped = readSourceFiles(['src']);
const product = [...shipped, ...readSourceFiles(['local'])];

/** What the walls say of one file with one line. */
function breaksOf(path: string, text: string): readonly string[] {
  return findWallBreaks([{ path, text }], walls);
}

describe('the walls', () => {
  it('are kept by every import', () => {
    expect(findWallBreaks([...product, ...readSourceFiles(['bench', 'scripts'])], walls)).toEqual([]);
  });

  it.each([
    { path: 'src/domain/scope.ts', text: "import { x } from '../ports/ports.ts';", to: 'src/ports/ports.ts' },
    { path: 'src/domain/scope.ts', text: "import { x } from '../work/tick.ts';", to: 'src/work/tick.ts' },
    { path: 'src/domain/look/a.ts', text: "import type { x } from '../../ports/ports.ts';", to: 'src/ports/ports.ts' },
    { path: 'src/domain/look/a.ts', text: "import { x } from '@azure/core-auth';", to: '@azure/core-auth' },
    { path: 'src/domain/look/a.ts', text: "import { x } from 'node:crypto';", to: 'node:crypto' },
    { path: 'src/domain/hash.ts', text: "import { createHash, randomUUID } from 'node:crypto';", to: 'node:crypto' },
    { path: 'src/domain/hash.ts', text: "import * as crypto from 'node:crypto';", to: 'node:crypto' },
    { path: 'src/azure/a.ts', text: "import { app } from '@azure/functions';", to: '@azure/functions' },
    { path: 'src/azure/a.ts', text: "import * as df from 'durable-functions';", to: 'durable-functions' },
    { path: 'src/azure/a.ts', text: "import { x } from '../store/b.ts';", to: 'src/store/b.ts' },
    { path: 'src/store/a.ts', text: "import { x } from '../azure/b.ts';", to: 'src/azure/b.ts' },
    { path: 'src/store/a.ts', text: "import { x } from '@azure/arm-compute';", to: '@azure/arm-compute' },
    { path: 'src/work/a.ts', text: "import { x } from '../operator/b.ts';", to: 'src/operator/b.ts' },
    { path: 'src/work/a.ts', text: "import { x } from '@azure/data-tables';", to: '@azure/data-tables' },
    { path: 'src/operator/a.ts', text: "import { x } from '../store/b.ts';", to: 'src/store/b.ts' },
    { path: 'src/look/a.ts', text: "export * from '../azure/b.ts';", to: 'src/azure/b.ts' },
    { path: 'src/look/a.ts', text: "import { x } from '../operator/b.ts';", to: 'src/operator/b.ts' },
    { path: 'src/orchestrations/a.ts', text: "import type { x } from '../ports/ports.ts';", to: 'src/ports/ports.ts' },
    { path: 'src/orchestrations/a.ts', text: "import { x } from '../look/b.ts';", to: 'src/look/b.ts' },
    { path: 'src/work/a.ts', text: "import { x } from '../look/b.ts';", to: 'src/look/b.ts' },
    { path: 'src/functions/a.ts', text: "import '../azure/b.ts';", to: 'src/azure/b.ts' },
    { path: 'src/functions/api/a.ts', text: "const x = await import('../../store/b.ts');", to: 'src/store/b.ts' },
    { path: 'src/functions/contract/a.ts', text: "import { x } from '../api/b.ts';", to: 'src/functions/api/b.ts' },
    { path: 'src/functions/contract/a.ts', text: "import { app } from '@azure/functions';", to: '@azure/functions' },
    { path: 'src/functions/contract/a.ts', text: "import type { x } from '../../ports/b.ts';", to: 'src/ports/b.ts' },
    {
      path: 'src/functions/a.ts',
      text: "import type { x } from '../orchestrations/b.ts';",
      to: 'src/orchestrations/b.ts',
    },
    { path: 'src/ports/a.ts', text: "import { x } from '../domain/ids.ts';", to: 'src/domain/ids.ts' },
    { path: 'src/register-app.ts', text: "import { x } from './azure/b.ts';", to: 'src/azure/b.ts' },
    { path: 'src/config.ts', text: "import { x } from './store/b.ts';", to: 'src/store/b.ts' },
    { path: 'src/main.ts', text: "import {\n  x,\n} from '../local/start.ts';", to: 'local/start.ts' },
    { path: 'src/new-folder/a.ts', text: "const x = require('../azure/b.ts');", to: 'src/azure/b.ts' },
    { path: 'local/host/a.ts', text: "import '../../src/main.ts';", to: 'src/main.ts' },
    { path: 'local/host/a.ts', text: "import { x } from '../../test/a.ts';", to: 'test/a.ts' },
  ])('refuse in $path: $text', ({ path, text, to }) => {
    expect(breaksOf(path, text)).toEqual([`${path} imports ${to}`]);
  });

  it.each([
    { path: 'src/domain/hash.ts', text: "import { createHash } from 'node:crypto';" },
    { path: 'src/ports/a.ts', text: "import type { X } from '../domain/ids.ts';" },
    { path: 'src/azure/a.ts', text: "import { ComputeManagementClient } from '@azure/arm-compute/sub/path';" },
    { path: 'src/functions/api/a.ts', text: "import { x } from '../app-context.ts';" },
    { path: 'src/functions/contract/routes/a.ts', text: "import { x } from '../route.ts';" },
    { path: 'src/functions/api/a.ts', text: "import { x } from '../contract/route.ts';" },
    { path: 'src/domain/a.ts', text: " * import { x } from '../ports/ports.ts';" },
  ])('let pass in $path: $text', ({ path, text }) => {
    expect(breaksOf(path, text)).toEqual([]);
  });

  it('leave no file of the repo without one', () => {
    expect(breaksOf('extra/a.ts', '')).toEqual(['extra/a.ts stands behind no wall']);
  });

  it('are in AGENTS.md as they are checked', () => {
    const list = (names: readonly string[]): string => names.map((name) => `\`${name}\``).join(', ');
    const rows = walls.map(({ of, mayImport, mayImportTypesOf = [] }) => {
      const types = mayImportTypesOf.length === 0 ? [] : [`types of ${list(mayImportTypesOf)}`];
      return `| \`${of}\` | ${[...(mayImport.length === 0 ? [] : [list(mayImport)]), ...types].join(', ')} |`;
    });
    const shown = readFileSync('AGENTS.md', 'utf8').split('\n');
    expect(rows.filter((row) => !shown.includes(row))).toEqual([]);
  });
});

describe('writes to Azure', () => {
  it('are sent by one file', () => {
    expect(findAzureWrites(shipped)).toEqual([]);
    expect(shipped.map(({ path }) => path)).toContain(writer);
  });

  it.each([
    'await client.virtualMachineExtensions.createOrUpdate(group, name, body);',
    'const poller = client.beginDeleteAndWait(group, name);',
    'client.machines.update(group, name, body);',
    'client.machines.delete(group, name);',
    "const call = { method: 'PATCH', path };",
    'send({ method: "DELETE", path });',
    "const method = isNew ? 'PUT' : 'GET';",
  ])('are found in another one: %s', (line) => {
    const file: SourceFile = { path: 'src/azure/other.ts', text: `\n  ${line}\n` };
    expect(findAzureWrites([file])).toEqual([`src/azure/other.ts:2 ${line}`]);
    expect(findAzureWrites([{ ...file, path: writer }])).toEqual([]);
  });

  it('are not what the one file that posts beside it sends: its only address is Resource Graph', () => {
    const text = shipped.find(({ path }) => path === poster)?.text ?? '';
    expect(text.match(/\/providers\/[\w.]+\/\w+/g)).toEqual(['/providers/Microsoft.ResourceGraph/resources']);
  });

  it('leave by one door', () => {
    const sends = product.filter(({ path, text }) => path.startsWith('src/') && /\bsendWrite\b/.test(text));
    expect(sends.map(({ path }) => path).sort()).toEqual(['src/azure/create-azure-port.ts', writer]);
  });

  it('are permitted to one caller: who asks for a permit sends what it is for', () => {
    expect(findPermitUses(shipped)).toEqual({
      named: ['src/domain/permit/write-permit.ts', 'src/look/machine-steps.ts', 'src/look/subscription-steps.ts'],
      decided: ['src/domain/permit/write-permit.ts'],
      asValue: [],
    });
  });

  it.each([
    ["import { permitWrite } from '../domain/permit/write-permit.ts';", 'named'],
    ['const permit = permits.permitWrite(request);', 'named'],
    ['const permit = WritePermit.decide(request);', 'decided'],
    ["import { WritePermit } from '../domain/permit/write-permit.ts';", 'asValue'],
    ["import { type Refusal, WritePermit as Permit } from '../domain/permit/write-permit.ts';", 'asValue'],
    ["import * as permits from '../domain/permit/write-permit.ts';", 'asValue'],
  ])('are not permitted in another file by %s', (line, use) => {
    const none = { named: [], decided: [], asValue: [] };
    const file: SourceFile = { path: 'src/work/other.ts', text: `${line}\n` };
    expect(findPermitUses([file])).toEqual({ ...none, [use]: ['src/work/other.ts'] });
  });
});

describe('files', () => {
  const sizes = product.map(({ path, text }) => ({ path, lines: text.split('\n').length - 1 }));

  it('are short: the median under 80 lines, none over 400', () => {
    const sorted = sizes.map(({ lines }) => lines).sort((a, b) => a - b);
    expect(sorted[Math.floor(sorted.length / 2)]).toBeLessThan(80);
    expect(sizes.filter(({ lines }) => lines > 400)).toEqual([]);
  });

  it('have names that say what is in them, in kebab-case', () => {
    const all = [...product, ...readSourceFiles(['test', 'bench', 'scripts'])];
    expect(all.map(({ path }) => path).filter((path) => !isGoodPath(path))).toEqual([]);
  });

  it.each([
    'src/work/tickWork.ts',
    'src/work/Tick.ts',
    'src/utils/a.ts',
    'src/work/tick-helpers.ts',
    'local/common.ts',
  ])('may not be called %s', (path) => {
    expect(isGoodPath(path)).toBe(false);
  });

  it('silence no check', () => {
    const silencers = /@ts-(?:ignore|expect-error|nocheck)|biome-ignore/;
    expect(product.filter(({ text }) => silencers.test(text)).map(({ path }) => path)).toEqual([]);
  });

  it('name no type with an I in front', () => {
    const names = product.flatMap(({ text }) => [...text.matchAll(/\b(?:interface|type) (I[A-Z][a-z]\w*)/g)]);
    expect(names.map(([, name]) => name)).toEqual([]);
  });
});

/** The files that could come by a permit: by its function, by its class, or by the class under another name. */
function findPermitUses(files: readonly SourceFile[]): Readonly<Record<'named' | 'decided' | 'asValue', string[]>> {
  const withText = (pattern: RegExp): string[] =>
    files
      .filter(({ text }) => pattern.test(text))
      .map(({ path }) => path)
      .sort();
  return {
    // The sender's complaint names the function, and calls nothing.
    named: withText(/(?<!ask )\bpermitWrite\b/),
    decided: withText(/\bWritePermit\s*\.\s*decide\b/),
    asValue: withText(
      /import (?!type\b)[^;]*?(?:(?<!type )\bWritePermit\b[^;]*|\*[^;]*)from '[^']*permit\/write-permit\.ts'/,
    ),
  };
}

/** kebab-case all the way, with none of the words that say nothing. */
function isGoodPath(path: string): boolean {
  const empty = /(?:^|[/-])(?:utils?|helpers?|common|managers?)(?=[/.-])/;
  return !empty.test(path) && path.split('/').every((part) => /^[a-z0-9]+(?:-[a-z0-9]+)*(?:\.[a-z]+)*$/.test(part));
}
