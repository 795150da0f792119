import type { ToldFailure } from './failure.ts';

/** What is looked at of one text: ids and reasons stand at the front. */
const longestText = 8_000;

/**
 * Everything that an error says in words, as one text: its message, its target, and the messages and targets of its
 * details. Quotes of every kind (typographic, doubled, escaped as in JSON within JSON) become `'`.
 */
export function wordsOf({ message, target, detailMessages }: ToldFailure): string {
  const named = target === undefined || target === '' ? [] : [`(target '${target}')`];
  return plainQuotes([message, ...named, ...(detailMessages ?? [])].join('\n').slice(0, longestText));
}

/** All codes that an error gives: its own, then those of its details. */
export function codesOf({ code, detailCodes }: ToldFailure): readonly string[] {
  return [code, ...(detailCodes ?? [])];
}

function plainQuotes(text: string): string {
  return text
    .replace(/\\+u002[27]|&(?:quot|apos|#39|#34);|\\*["'`\u00b4\u2018\u2019\u201c\u201d]/gi, "'")
    .replace(/%2F/gi, '/');
}
