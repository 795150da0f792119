import type { ToldFailure } from './failure.ts';

/** What is looked at of one text: ids and reasons stand at the front. */
const longestText = 8_000;

/** Ids of extensions that an error gives as its target, or as the target of a detail. */
export function extensionTargetsOf({ target, detailMessages }: ToldFailure): readonly string[] {
  return [target ?? '', ...(detailMessages ?? [])].map(plainQuotes).filter((one) => extensionId.test(one));
}

const extensionId = /^\/?subscriptions\/\S+\/extensions\/[^/\s]+\/?$/i;

/**
 * Everything that an error says in words, as one text: its message, its target, and the messages and targets of its
 * details. Quotes of every kind and language (typographic, doubled, escaped as in JSON within JSON) become `'`.
 */
export function wordsOf({ message, target, detailMessages }: ToldFailure): string {
  const named = target === undefined || target === '' ? [] : [`(target '${target}')`];
  return plainQuotes([message, ...named, ...(detailMessages ?? [])].join('\n').slice(0, longestText));
}

/** All codes that an error gives: its own, then those of its details. */
export function codesOf({ code, detailCodes }: ToldFailure): readonly string[] {
  return [code, ...(detailCodes ?? [])];
}

/** Those that stand apart from what they quote, as in French, and all others. */
const apart = /([\u00ab\u2039])[ \t\u00a0\u202f]+|[ \t\u00a0\u202f]+([\u00bb\u203a])/g;
const quote =
  /\\+u002[27]|&(?:quot|apos|[lr][ad]?quo|#39|#34);|\\*["'`\u00b4\u00ab\u00bb\u2018-\u201f\u2032\u2033\u2039\u203a\u300a-\u300f\u301d-\u301f\uff02\uff07\uff62\uff63]/gi;

/** The text with every quote as `'`. */
export function plainQuotes(text: string): string {
  return text.replace(apart, '$1$2').replace(quote, "'").replace(/%2F/gi, '/');
}
