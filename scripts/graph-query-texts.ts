import { globSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';

/**
 * The queries of `src/azure/queries/*.kql` as a module, because a bundle of one file, the tests and tsx all read a
 * module and nothing else alike.
 */
export function graphQueryTexts(folder: string): string {
  const texts = globSync(`${folder}/*.kql`)
    .toSorted()
    .map((path) => {
      const text = readFileSync(path, 'utf8')
        .replaceAll('\r\n', '\n')
        .replace(/[\\`]|\$\{/g, '\\$&');
      return `  ${basename(path, '.kql')}: \`${text}\`,\n`;
    });
  return `// Made from the .kql files beside it by scripts/generate-graph-queries.ts: change those, then run it.

/** The queries to Resource Graph by the name of their file. */
export const graphQueryTexts = {
${texts.join('')}} as const;
`;
}
