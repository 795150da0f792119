/** Bytes that ASP.NET Core leaves as they are when it writes a path (PathString.ToUriComponent). */
const plainInPath = /[A-Za-z0-9\-._~!$&'()*+,;=:@/]/;

/**
 * Decodes a path as the host's web server does: valid UTF-8 escapes are decoded, `%2F` and broken escapes stay,
 * dot segments are resolved. Undefined for a path with a NUL, which is answered with 400.
 */
export function decodePath(path: string): string | undefined {
  const decoded = path.replaceAll(/(?:%[0-9a-f]{2})+/gi, decodeRun);
  return decoded.includes('\0') ? undefined : resolveDots(decoded);
}

/** Writes a decoded path into a URL; escapes that {@link decodePath} kept are not escaped again. */
export function encodePath(decoded: string): string {
  return decoded.replaceAll(/%[0-9a-f]{2}|[\s\S]/giu, (part) =>
    part.length === 3 || plainInPath.test(part) ? part : encodeURIComponent(part),
  );
}

function decodeRun(run: string): string {
  return run.replaceAll(/%2f|(?:(?!%2f)%[0-9a-f]{2})+/gi, (part) => {
    if (part.toLowerCase() === '%2f') return part;
    try {
      return decodeURIComponent(part);
    } catch {
      return part;
    }
  });
}

function resolveDots(path: string): string {
  const kept: string[] = [];
  for (const segment of path.split('/')) {
    if (segment === '..') kept.pop();
    else if (segment !== '.') kept.push(segment);
  }
  return kept.join('/') || '/';
}
