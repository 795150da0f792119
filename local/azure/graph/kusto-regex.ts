import { RefusedQuery } from './refused-query.ts';

/** A regular expression of a query; the flags that it begins with, `(?i)`, become those of the script's own. */
export function kustoRegex(pattern: string, flags = ''): RegExp {
  const [, inner = ''] = /^\(\?([ims]+)\)/.exec(pattern) ?? [];
  const rest = inner === '' ? pattern : pattern.slice(inner.length + 3);
  try {
    return new RegExp(rest, `u${inner}${flags}`);
  } catch {
    throw new RefusedQuery('InvalidRegex', pattern, `The regular expression '${pattern}' cannot be read.`);
  }
}
