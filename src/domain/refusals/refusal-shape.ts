/** The parts of a text around the names in it: one more than there are names. */
export type RefusalShape = readonly string[];

/** What names one resource, one request or one moment, and so tells two refusals for one reason apart. */
const ids: readonly (readonly [RegExp, string])[] = [
  [/\/(?:subscriptions|providers|resourceGroups)\/[^\s'"`,;)\]}]*[^\s'"`,;)\]}.]/gi, '<id>'],
  [/\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/gi, '<id>'],
  [/\b\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2})?/g, '<time>'],
  // Etags, trace ids, numbers of requests.
  [/\b(?=[0-9a-f]*\d)[0-9a-f]{16,}\b/gi, '<id>'],
  [/\b\d{5,}\b/g, '<id>'],
];

/** A word in quotes: the name of a machine, a group, an extension. An apostrophe within a word opens none. */
const quotedName = /(?<!\w)(?:'[^'\s]+'|"[^"\s]+"|`[^`\s]+`)(?!\w)/g;

/** A published action; two that the app may not do are two reasons. */
const action = /^.[\w.]+\/[\w./]+\/(?:read|write|delete|action).$/i;

/**
 * Takes ids out of a text, and the quoted names in it apart; quoted words with spaces (a policy) and actions stay in
 * the shape. Names at one place in two texts of one shape stand for the same thing.
 */
export function parseRefusal(text: string): { readonly shape: RefusalShape; readonly names: readonly string[] } {
  let clean = text.replace(/\s+/g, ' ').trim();
  for (const [pattern, word] of ids) clean = clean.replace(pattern, word);
  const shape: string[] = [];
  const names: string[] = [];
  let endOfLast = 0;
  for (const { 0: name, index } of clean.matchAll(quotedName)) {
    if (action.test(name)) continue;
    shape.push(clean.slice(endOfLast, index));
    names.push(name);
    endOfLast = index + name.length;
  }
  return { shape: [...shape, clean.slice(endOfLast)], names };
}
