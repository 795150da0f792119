import type { Addressed } from './addressed.ts';
import { type NamedExtension, namedExtensions } from './named-extensions.ts';

/** Which extension failed, and what of the words is about it. */
export interface AtFault {
  /** The other extension at fault; undefined: ours, or none is named. */
  readonly other: NamedExtension | undefined;
  readonly words: string;
  /** The words before the handler on the machine is quoted. */
  readonly told: string;
}

/** From here on an error quotes what the handler on the machine printed: names in it are not Compute's. */
const quoteBegins = /error (?:message|details?|output)'?\s*[:=]|extension message\s*:|\[stdout\]|\[stderr\]/i;
/** Arc hands on what the handler said, and nothing else. */
const onlyQuote = /extension (?:message|error output)\s*:|\[stdout\]|\[stderr\]/i;
const becauseOf = /\b(?:because|since|as|until|after|due to|blocked by|waits? for|waiting for)\b/i;
/** Compute, when several failed (Azure/WALinuxAgent#3162). */
const eachOfSeveral = /extension name\s*:\s*'([^']{1,150})'/gi;

/**
 * Tells whether an error with plain quotes is the failure of another extension than the one addressed: the first that
 * Compute names before it quotes the handler, or one that ours depends on.
 */
export function extensionAtFault(words: string, about: Addressed | undefined): AtFault {
  const several = [...words.matchAll(eachOfSeveral)];
  if (several.length > 1 && about?.extension !== undefined) return amongSeveral(words, several, about);
  const named = namedExtensions(words);
  const isOther = (one: NamedExtension) => !isOurs(one, about);
  const cause = named.find((one) => one.isCause && isOther(one));
  const quotedAt = quoteOf(words, named[0]?.at);
  const told = words.slice(0, quotedAt);
  if (cause !== undefined) return { other: cause, words, told };
  const [first, ...rest] = named.filter(({ at, isCause }) => at < quotedAt && !isCause);
  if (first === undefined || isOther(first)) return { other: first, words, told };
  const blocker = rest.find((one) => isOther(one) && becauseOf.test(words.slice(first.at, one.at)));
  return { other: blocker, words, told };
}

/** Ours is judged by its own part of the list. */
function amongSeveral(words: string, several: readonly RegExpMatchArray[], about: Addressed): AtFault {
  const parts = several.map(({ 1: label = '', index = 0 }, order): AtFault => {
    const part = words.slice(index, several[order + 1]?.index);
    const quote = quoteBegins.exec(part);
    const said = quote === null ? part : part.slice(quote.index + quote[0].length);
    return { other: { label, at: index, isCause: false }, words: said, told: '' };
  });
  const ours = parts.find(({ other }) => other !== undefined && isOurs(other, about));
  return ours === undefined ? { other: parts[0]?.other, words, told: '' } : extensionAtFault(ours.words, about);
}

function quoteOf(words: string, firstAt: number | undefined): number {
  if (firstAt === undefined) return words.length;
  const whole = words.slice(0, firstAt).search(onlyQuote);
  if (whole >= 0) return whole;
  const after = words.slice(firstAt).search(quoteBegins);
  return after < 0 ? words.length : firstAt + after;
}

/** Names, types and handlers are compared without case; a version behind a handler does not count. */
function isOurs({ label, publisher, type }: NamedExtension, about: Addressed | undefined): boolean {
  // The machine's own GET: no extension can be at fault for it.
  if (about === undefined) return true;
  const ours = about.extension;
  if (ours === undefined) return false;
  if (publisher !== undefined && type !== undefined)
    return isSame(publisher, ours.publisher) && isSame(type, ours.type);
  const known = [ours.name, ours.type, `${ours.publisher}.${ours.type}`, `${ours.publisher}/${ours.type}`];
  const said = (label ?? '').replace(/-\d+(?:\.\d+)+$/, '');
  return known.some((name) => isSame(name, said) || isSame(name, said.slice(said.lastIndexOf('/') + 1)));
}

function isSame(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
