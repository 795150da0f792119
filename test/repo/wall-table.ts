/** What the files under one path may import. The entry with the longest matching path decides. */
export interface Wall {
  /** A folder, or one file. */
  readonly of: string;
  /** Folders or files of ours, packages (`*` at the end stands for any rest), and `package#name` for one name of it. */
  readonly mayImport: readonly string[];
  /** As `mayImport`, by `import type` only. */
  readonly mayImportTypesOf?: readonly string[];
}

const settings = ['src/domain', 'src/ports', 'src/clock.ts', 'src/config-error.ts', 'src/settings.ts'];
const effectful = ['src/domain', 'src/ports', 'src/work', 'src/look', 'zod'];

/** Importing it starts the app; only its bundle is loaded, by the host. */
export const compositionRoot = 'src/main.ts';

/** The walls. AGENTS.md shows the same table, and biome.json reports most breaks of it while one types. */
export const walls: readonly Wall[] = [
  { of: 'src', mayImport: [...settings, 'zod', 'node:fs'] },
  { of: 'src/ports', mayImport: [], mayImportTypesOf: ['src/ports', 'src/domain'] },
  { of: 'src/domain', mayImport: ['src/domain', 'zod'] },
  { of: 'src/domain/hash.ts', mayImport: ['node:crypto#createHash'] },
  {
    of: 'src/azure',
    mayImport: [
      'src/azure',
      'src/domain',
      'src/ports',
      'src/config.ts',
      'zod',
      '@azure/arm-*',
      '@azure/core-*',
      '@azure/identity',
    ],
  },
  {
    of: 'src/store',
    mayImport: ['src/store', 'src/domain', 'src/ports', 'src/config.ts', 'zod', '@azure/data-tables', '@azure/core-*'],
  },
  { of: 'src/work', mayImport: ['src/work', 'src/domain', 'src/ports', 'zod'] },
  { of: 'src/operator', mayImport: ['src/operator', ...effectful] },
  { of: 'src/sweep', mayImport: ['src/sweep', 'src/operator', ...effectful] },
  { of: 'src/look', mayImport: ['src/look', 'src/domain', 'src/ports', 'src/work', 'zod'] },
  { of: 'src/orchestrations', mayImport: ['src/orchestrations', 'src/domain', 'durable-functions'] },
  {
    of: 'src/functions',
    mayImport: ['src/functions', 'src/operator', 'src/sweep', ...effectful, '@azure/functions', 'durable-functions'],
  },
  { of: 'src/functions/contract', mayImport: ['src/functions/contract', 'src/domain', 'zod'] },
  {
    of: 'src/register-app.ts',
    mayImport: [
      'src/domain',
      'src/functions',
      'src/look',
      'src/operator',
      'src/orchestrations',
      'src/ports',
      'src/work',
      '@azure/functions',
      'durable-functions',
    ],
  },
  { of: 'src/main.ts', mayImport: ['src', '@azure/identity', 'node:*'] },
  { of: 'local', mayImport: ['local', 'src', '*'] },
  { of: 'bench', mayImport: ['bench', 'local', 'src', 'test', '*'] },
  { of: 'scripts', mayImport: ['scripts', 'src', '*'] },
];
