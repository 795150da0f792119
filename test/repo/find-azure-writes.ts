import type { SourceFile } from './source-files.ts';

/** The one file that may send a write to Azure. */
export const writer = 'src/azure/send-write.ts';

/** The one file that may POST, because a query to Resource Graph is a body; a test holds it to that one address. */
export const poster = 'src/azure/query-graph.ts';

const sdkWrite = /\b(?:begin)?[cC]reateOrUpdate\w*\s*\(|\.(?:update|delete|put|patch|post)\w*\(|\bbegin[A-Z]\w*\(/;
const writingMethod = /['"`](?:PUT|PATCH|POST|DELETE)['"`]/;
const comment = /^\s*(?:\*|\/\/|\/\*)/;

/** Every line of src/azure that could change Azure and is not in {@link writer}, as `path:line text`. */
export function findAzureWrites(files: readonly SourceFile[]): readonly string[] {
  return files
    .filter(({ path }) => path.startsWith('src/azure/') && path !== writer)
    .flatMap(({ path, text }) =>
      text.split('\n').flatMap((line, index) => {
        const isQuery = path === poster && line.trim() === "method: 'POST',";
        const writes = !comment.test(line) && !isQuery && (sdkWrite.test(line) || writingMethod.test(line));
        return writes ? [`${path}:${index + 1} ${line.trim()}`] : [];
      }),
    );
}
