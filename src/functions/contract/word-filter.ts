import { shortText } from './short-text.ts';

const shownAsUnknown = /^unknown \((.*)\)$/;

/**
 * Filters rows by a word: one of these in any case, or any other, which another release may have written; also as it is
 * shown, `unknown (<word>)`. What {@link openWord} shows can be listed by it.
 */
export function wordFilter(words: readonly string[]) {
  const known = words.map((word) => `\`${word}\``).join(', ');
  return shortText
    .transform((text) => {
      const foreign = shownAsUnknown.exec(text)?.[1];
      return foreign ?? words.find((word) => word.toLowerCase() === text.toLowerCase()) ?? text;
    })
    .optional()
    .describe(`${known}; or a word of another release, also as it is shown: \`unknown (<word>)\``);
}
