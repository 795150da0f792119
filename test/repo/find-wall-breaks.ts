import { type FoundImport, findImports } from './find-imports.ts';
import type { SourceFile } from './source-files.ts';
import { compositionRoot, type Wall } from './wall-table.ts';

/** Every import that the walls do not allow, as `from imports to`; also every file that stands behind no wall. */
export function findWallBreaks(files: readonly SourceFile[], walls: readonly Wall[]): readonly string[] {
  return files.flatMap((file) => {
    const wall = wallOf(file.path, walls);
    if (wall === undefined) return [`${file.path} stands behind no wall`];
    return findImports(file)
      .filter((found) => !isAllowed(found, wall))
      .map(({ from, to }) => `${from} imports ${to}`);
  });
}

function wallOf(path: string, walls: readonly Wall[]): Wall | undefined {
  return walls.filter(({ of }) => isWithin(path, of)).sort((a, b) => b.of.length - a.of.length)[0];
}

function isAllowed(found: FoundImport, wall: Wall): boolean {
  if (found.to === compositionRoot) return false;
  const allowed = [...wall.mayImport, ...(found.isTypeOnly ? (wall.mayImportTypesOf ?? []) : [])];
  return allowed.some((target) => {
    const [name = '', only] = target.split('#');
    if (only !== undefined) return name === found.to && found.names?.every((imported) => imported === only) === true;
    if (name.endsWith('*')) return found.to.startsWith(name.slice(0, -1)) && !isOurs(found.to);
    return isWithin(found.to, name);
  });
}

function isWithin(path: string, folder: string): boolean {
  return path === folder || path.startsWith(`${folder}/`);
}

function isOurs(path: string): boolean {
  return /^(?:src|local|test|bench|scripts)\/|^\.\.?\//.test(path);
}
