import { RefusedQuery } from './refused-query.ts';

/**
 * What the script's own regular expressions have and those of the language have not, or read otherwise (page "RE2
 * syntax"): looking around, back references, empty sets, escapes of code points.
 */
const foreign = /\(\?<?[=!]|\\[1-9ckux]|\[\^?\]/;

/** A regular expression of a query; the flags that it begins with, `(?i)`, become those of the script's own. */
export function kustoRegex(pattern: string, flags = ''): RegExp {
  const [, inner = ''] = /^\(\?([ims]+)\)/.exec(pattern) ?? [];
  const rest = inner === '' ? pattern : pattern.slice(inner.length + 3);
  const unlike = foreign.exec(pattern.replaceAll('\\\\', '  '));
  if (unlike !== null) {
    const message = `The regular expression '${pattern}' has '${unlike[0]}', which is not supported.`;
    throw new RefusedQuery('InvalidRegex', pattern, message);
  }
  try {
    return new RegExp(rest, `u${inner}${flags}`);
  } catch {
    throw new RefusedQuery('InvalidRegex', pattern, `The regular expression '${pattern}' cannot be read.`);
  }
}
