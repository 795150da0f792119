import { convert } from './kusto-convert.ts';
import { kustoRegex } from './kusto-regex.ts';
import { isList, textOf, type Value } from './kusto-value.ts';
import { notSupported } from './refused-query.ts';
import type { ScalarFunction } from './scalar-functions.ts';

const integer = (value: Value | undefined, otherwise: number): number => {
  const number = convert(value ?? null, 'long');
  return typeof number === 'number' ? number : otherwise;
};

const first = (args: readonly Value[]): string => textOf(args[0] ?? null);
const second = (args: readonly Value[]): string => textOf(args[1] ?? null);

/** Functions on text. A null that comes as text is the empty text. */
export const textFunctions: Readonly<Record<string, ScalarFunction>> = {
  tolower: (args) => first(args).toLowerCase(),
  toupper: (args) => first(args).toUpperCase(),
  strlen: (args) => [...first(args)].length,
  strcat: (args, { types }) => args.map((arg, index) => textOf(arg, types[index])).join(''),
  strcat_delim: (args, { types }) =>
    args
      .slice(1)
      .map((arg, index) => textOf(arg, types[index + 1]))
      .join(first(args)),
  strcat_array: ([list = null, delimiter = null]) =>
    isList(list) ? list.map((item) => textOf(item)).join(textOf(delimiter)) : '',
  split: (args) => {
    if (second(args) === '') throw notSupported('delimiter of split', "''");
    const parts = first(args).split(second(args));
    return args.length < 3 ? parts : parts.filter((_, index) => index === integer(args[2], -1));
  },
  substring: (args) => {
    const source = first(args);
    const start = integer(args[1], 0);
    const from = start < 0 ? Math.max(0, source.length + start) : start;
    const length = integer(args[2], source.length);
    if (length < 0) throw notSupported('length of substring', String(length));
    return source.slice(from, from + length);
  },
  indexof: (args) => indexOf(args),
  replace_string: (args) => {
    if (second(args) === '') throw notSupported('lookup of replace_string', "''");
    return first(args).replaceAll(second(args), () => textOf(args[2] ?? null));
  },
  replace: (args) => replaceRegex(textOf(args[2] ?? null), first(args), second(args)),
  replace_regex: (args) => replaceRegex(first(args), second(args), textOf(args[2] ?? null)),
  trim: (args) => second(args).replace(kustoRegex(`^(?:${first(args)})+|(?:${first(args)})+$`, 'g'), ''),
  extract: ([pattern = null, group = null, source = null, type = null]) => {
    const found = kustoRegex(textOf(pattern)).exec(textOf(source))?.[integer(group, 0)];
    return found === undefined ? null : convert(found, type === null ? 'string' : textOf(type));
  },
};

function indexOf(args: readonly Value[]): number | null {
  const [source, match] = [first(args), second(args)];
  const [start, length, occurrence] = [integer(args[2], 0), integer(args[3], -1), integer(args[4], 1)];
  if (length < -1 || occurrence < 0) return null;
  const from = start < 0 ? Math.max(0, source.length + start) : start;
  let found = from - 1;
  for (let count = 0; count < occurrence; count += 1) {
    // The length counts anew from behind each find, as the example with two occurrences on the page has it.
    const begin = found + 1;
    found = (length === -1 ? source : source.slice(0, begin + length)).indexOf(match, begin);
    if (found === -1) return -1;
  }
  return found;
}

/** `\0` is the whole match, `\1` the first group (page "replace_regex()"). */
function replaceRegex(source: string, pattern: string, rewrite: string): string {
  return source.replace(kustoRegex(pattern, 'g'), (...found) => {
    // Where one follows a match the script's own expressions differ from those of the language.
    if (found[0] === '') throw notSupported('match of no text', pattern);
    return rewrite.replace(/\\(.?)/gs, (written, digit: string) => {
      const groups = found.findIndex((item) => typeof item === 'number');
      const group: unknown = found[Number(digit)];
      if (digit === '\\') return digit;
      if (!/^\d$/.test(digit) || Number(digit) >= groups) throw notSupported('part of a rewrite', written);
      return typeof group === 'string' ? group : '';
    });
  });
}
