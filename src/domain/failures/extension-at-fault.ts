import type { Addressed } from './addressed.ts';
import { extensionWord, type NamedExtension, namedExtensions } from './named-extensions.ts';

/** Which extension failed, and what of the words is about it. */
export interface AtFault {
  /** The other extension at fault; undefined: ours, or none is named. */
  readonly other: NamedExtension | undefined;
  readonly words: string;
  /** The platform's own words, before it quotes what the handler on the machine printed. */
  readonly told: string;
  /** Besides these the guest agent's, which quotes nobody: the words before a handler's exit code. */
  readonly beforeExit: string;
  /** Ours is named as the one that failed: by its name, or by publisher and type. */
  readonly isOursNamed: boolean;
  /** None is named in words that are known, but something is that may be one: nothing of ours follows from them. */
  readonly isDoubtful: boolean;
}

/** From here on an error quotes what the handler on the machine printed: names in it are not Compute's. */
const quoteBegins =
  /error (?:message|details?|output)'?\s*[:=]|fehlermeldung\s*:|message d'erreur\s*:|mensaje de error\s*:|messaggio di errore\s*:|(?<!publisher|type|name|names|id|target|extensions?)\s*[:\uff1a]\s*'|extension message\s*:|\[stdout\]|\[stderr\]/i;
/** Arc hands on what the handler said, and nothing else. */
const onlyQuote = /extension (?:message|error output)\s*:|\[stdout\]|\[stderr\]/i;
/** How a handler ended: what follows is what it printed. */
const exitTold = /(?:non-zero )?exit(?:ed)?(?: with)? (?:code|status)|\binstall: \d/i;
const becauseOf = /\b(?:because|since|as|until|after|due to|blocked by|waits? for|waiting for)\b/i;
/** Compute, when several failed (Azure/WALinuxAgent#3162). */
const eachOfSeveral = /extension name\s*:\s*'([^']{1,150})'/gi;
/** What may be the name of an extension: one word in quotes, or one written like a type or a handler. */
const nameLike =
  /(?<!\w)'(?=[^']{0,40}[a-z])[\w.-]{2,150}'(?!\w)|\b(?!\w*(?:Error|Exception)\b)(?:[A-Z][a-z]+){2,}\w*|\b[A-Z]\w+\.[A-Z]\w+/;

/**
 * Tells whether an error with plain quotes is the failure of another extension than the one addressed: the first that
 * Compute names before it quotes the handler, one that ours depends on, or one whose id is among its `targets`.
 */
export function extensionAtFault(
  words: string,
  about: Addressed | undefined,
  targets: readonly string[] = [],
): AtFault {
  const several = [...words.matchAll(eachOfSeveral)];
  if (several.length > 1 && about?.extension !== undefined) return amongSeveral(words, several, about);
  const named = namedExtensions(words);
  const isOther = (one: NamedExtension) => !isOurs(one, about);
  const quotedAt = quoteOf(words, named[0]?.at);
  const before = words.slice(0, quotedAt);
  const beforeExit = upToExit(words);
  const told = upToExit(before);
  const found = { words, told, beforeExit, isOursNamed: false, isDoubtful: false };
  const cause = named.find((one) => one.isCause && isOther(one));
  if (cause !== undefined) return { ...found, other: cause };
  const [first, ...rest] = named.filter(({ at, isCause }) => at < quotedAt && !isCause);
  if (first === undefined) return { ...found, ...byTarget(before, targets, about) };
  if (isOther(first)) return { ...found, other: first };
  // What ours printed may be the failure of another, told as Compute tells it; behind the exit code it is only output.
  const printed = words.slice(quotedAt).search(exitTold);
  const failedWithin = named.find((one) => isOther(one) && quotedAt <= one.at && one.at < quotedAt + printed);
  const blocker = failedWithin ?? rest.find((one) => isOther(one) && becauseOf.test(words.slice(first.at, one.at)));
  return { ...found, other: blocker, isOursNamed: blocker === undefined };
}

/** Where the words before the quote name none. */
function byTarget(
  before: string,
  targets: readonly string[],
  about: Addressed | undefined,
): Pick<AtFault, 'other' | 'isOursNamed' | 'isDoubtful'> {
  const pointed = targets.flatMap((id) => namedExtensions(id));
  const other = pointed.find((one) => !isOurs(one, about));
  const isOursToo = pointed.some((one) => isOurs(one, about));
  if (isOursToo) return { other: undefined, isOursNamed: other === undefined, isDoubtful: other !== undefined };
  const isDoubtful = other === undefined && about?.extension !== undefined && nameLike.test(before);
  return { other, isOursNamed: false, isDoubtful };
}

/** Ours is judged by its own part of the list. */
function amongSeveral(words: string, several: readonly RegExpMatchArray[], about: Addressed): AtFault {
  const parts = several.map(({ 0: heading, 1: label = '', index = 0 }, order) => {
    const part = words.slice(index + heading.length, several[order + 1]?.index);
    const quote = quoteBegins.exec(part);
    const said = quote === null ? part : part.slice(quote.index + quote[0].length);
    return { label, at: index, isCause: false, said };
  });
  const ours = parts.find((part) => isOurs(part, about));
  if (ours === undefined) {
    return { other: parts[0], words, told: '', beforeExit: '', isOursNamed: false, isDoubtful: false };
  }
  const fault = extensionAtFault(ours.said, about);
  return { ...fault, told: '', isOursNamed: fault.other === undefined, isDoubtful: false };
}

function upToExit(text: string): string {
  const at = text.search(exitTold);
  return at < 0 ? text : text.slice(0, at);
}

const anyExtension = new RegExp(extensionWord, 'i');

function quoteOf(words: string, firstAt: number | undefined): number {
  const whole = words.slice(0, firstAt).search(onlyQuote);
  if (whole >= 0) return whole;
  // The platform quotes its own parts with the same words: a handler speaks only where an extension is spoken of.
  const from = firstAt ?? words.search(anyExtension);
  if (from < 0) return words.length;
  const after = words.slice(from).search(quoteBegins);
  return after < 0 ? words.length : from + after;
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
