import { globSync, readFileSync } from 'node:fs';

export interface SourceFile {
  /** From the root of the repo, with `/`. */
  readonly path: string;
  readonly text: string;
}

/** Every TypeScript file under these folders of the repo; fails when a folder has none, for then nothing is checked. */
export function readSourceFiles(folders: readonly string[]): readonly SourceFile[] {
  return folders.flatMap((folder) => {
    const paths = globSync(`${folder}/**/*.ts`).sort();
    if (paths.length === 0) throw new Error(`No TypeScript file under ${folder}: run the tests from the repo's root.`);
    return paths.map((path) => ({ path: path.replaceAll('\\', '/'), text: readFileSync(path, 'utf8') }));
  });
}
