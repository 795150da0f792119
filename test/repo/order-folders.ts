import { findImports } from './find-imports.ts';
import type { SourceFile } from './source-files.ts';

/** Folders in layers, lowest first; or the folders of a circle, in the order in which they import each other. */
export type FolderOrder =
  | { readonly kind: 'layers'; readonly layers: readonly (readonly string[])[] }
  | { readonly kind: 'circle'; readonly folders: readonly string[] };

/** Orders the folders right below `root` so that each imports only folders of lower layers, types included. */
export function orderFolders(root: string, files: readonly SourceFile[]): FolderOrder {
  const imports = importsOf(root, files);
  const layerOf = new Map<string, number>();
  const place = (folder: string, path: readonly string[]): readonly string[] | undefined => {
    if (path.includes(folder)) return path.slice(path.indexOf(folder));
    if (layerOf.has(folder)) return undefined;
    let layer = 0;
    for (const below of imports.get(folder) ?? []) {
      const circle = place(below, [...path, folder]);
      if (circle !== undefined) return circle;
      layer = Math.max(layer, (layerOf.get(below) ?? 0) + 1);
    }
    layerOf.set(folder, layer);
    return undefined;
  };
  for (const folder of imports.keys()) {
    const circle = place(folder, []);
    if (circle !== undefined) return { kind: 'circle', folders: circle };
  }
  const layers = Array.from({ length: Math.max(-1, ...layerOf.values()) + 1 }, (_, layer) =>
    [...layerOf.keys()].filter((folder) => layerOf.get(folder) === layer).sort(),
  );
  return { kind: 'layers', layers };
}

/** By folder: the other folders that its files import. A file that stands in no folder is in `.`. */
function importsOf(root: string, files: readonly SourceFile[]): ReadonlyMap<string, ReadonlySet<string>> {
  const imports = new Map<string, Set<string>>();
  for (const file of files) {
    const from = folderOf(root, file.path);
    const targets = imports.get(from) ?? new Set<string>();
    imports.set(from, targets);
    for (const { to } of findImports(file)) {
      const target = to.startsWith(`${root}/`) ? folderOf(root, to) : from;
      if (target !== from) targets.add(target);
    }
  }
  return imports;
}

function folderOf(root: string, path: string): string {
  const [folder = '', ...rest] = path.slice(root.length + 1).split('/');
  return rest.length === 0 ? '.' : folder;
}
