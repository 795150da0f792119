import { posix } from 'node:path';
import type { SourceFile } from './source-files.ts';

export interface FoundImport {
  readonly from: string;
  /** A path from the root of the repo, or the name of a package. */
  readonly to: string;
  readonly isTypeOnly: boolean;
  /** What is imported by name; undefined when that cannot be told. */
  readonly names: readonly string[] | undefined;
}

// Biome formats every file, so a statement begins its line; that keeps this scan small.
const statement = /^(import|export)\b(\s+type\b)?([^;'"]*?)\bfrom\s*['"]([^'"]+)['"]/gm;
const sideEffect = /^import\s*['"]([^'"]+)['"]/gm;
const call = /\b(?:import|require)\(\s*['"]([^'"]+)['"]/g;
const comment = /^\s*(?:\*|\/\/|\/\*).*$/gm;

/** Every import of a file: statements, re-exports, `import()` and `require()` with a literal. */
export function findImports({ path, text }: SourceFile): readonly FoundImport[] {
  const code = text.replace(comment, '');
  const found = (to: string, isTypeOnly = false, names?: readonly string[]): FoundImport => ({
    from: path,
    to: to.startsWith('.') ? posix.join(posix.dirname(path), to) : packageOf(to),
    isTypeOnly,
    names,
  });
  return [
    ...[...code.matchAll(statement)].map(([, , type, clause = '', to = '']) =>
      found(to, type !== undefined, namesOf(clause)),
    ),
    ...[...code.matchAll(sideEffect)].map(([, to = '']) => found(to)),
    ...[...code.matchAll(call)].map(([, to = '']) => found(to)),
  ];
}

function namesOf(clause: string): readonly string[] | undefined {
  const inner = /^\s*\{([^}]*)\}\s*$/.exec(clause)?.[1];
  return inner?.split(',').flatMap((name) => /\w+(?=\s*(?: as |$))/.exec(name.replace(/^\s*type\s+/, ''))?.[0] ?? []);
}

/** `@azure/identity/x` is the package `@azure/identity`; node modules keep their paths. */
function packageOf(specifier: string): string {
  if (specifier.startsWith('node:')) return specifier;
  return specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');
}
