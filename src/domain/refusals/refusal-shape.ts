/** A text without what tells two refusals for one reason apart. */
export interface RefusalShape {
  /** The text, with `…` for each name. */
  readonly template: string;
  /** In the order of the text. */
  readonly names: readonly string[];
}

/** Stands for a name. */
const anyName = '…';

/** What names one resource, one request or one moment. */
const ids: readonly (readonly [RegExp, string])[] = [
  // An id whose beginning gave way to what stands behind it.
  [/…\/[^\s'"`,;)\]}]*[^\s'"`,;)\]}.…]/g, '<id>'],
  [/\/(?:subscriptions|providers|resourceGroups)\/[^\s'"`,;)\]}]*[^\s'"`,;)\]}.]/gi, '<id>'],
  [/\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/gi, '<id>'],
  [/\b\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2})?/g, '<time>'],
  // A machine by its full name, as it calls itself; the hosts of platforms are the same for all.
  [
    /(?<![\w./-])(?![\w.-]*\b(?:microsoft|azure|windows|ubuntu|redhat|suse|debian)\b)[a-z0-9][\w-]*(?:\.[a-z0-9][\w-]*)*\.(?:local|lan|corp|internal|intra|com|net|org)\b(?![./\w-])/gi,
    '<host>',
  ],
  // A time in which the numbers are taken out already.
  [/<n>-<n>-<n>[T ]<n>:<n>(?::<n>(?:\.<n>)?)?(?:Z|[+-]<n>:<n>)?/g, '<time>'],
  // Etags, trace ids, numbers of requests.
  [/\b(?=[0-9a-f]*\d)[0-9a-f]{16,}\b/gi, '<id>'],
  [/\b\d{5,}\b/g, '<id>'],
];

/** A word in quotes: the name of a machine, a group, an extension. An apostrophe within a word opens none. */
const quotedName = /(?<!\w)(?:'[^'\s]+'|"[^"\s]+"|`[^`\s]+`)(?!\w)/g;

/** What was taken out already, or a published action: two actions that the app may not do are two reasons. */
const noName = /^.(?:<\w+>|[\w.]+\/[\w./]+\/(?:read|write|delete|action)).$/i;

/** The end of a text that was cut to fit: within a name, it is no name. */
const cutEnd = /(?:(?<=^|[\s([{=:,])['"`][^'"`\s<]*)?…?$/;

/** A word, often an id, in which a text was cut: what is left of it says nothing. */
const cutWord = /[^\s…]+…$/;

/** Takes ids out of a text, and the quoted names in it apart; quoted words with spaces, such as a policy, stay. */
export function parseRefusal(text: string): RefusalShape {
  let clean = text.replace(/\s+/g, ' ').trim().replace(cutWord, anyName);
  for (const [pattern, word] of ids) clean = clean.replace(pattern, word);
  const names: string[] = [];
  const template = clean.replace(cutEnd, '').replace(quotedName, (name) => {
    if (noName.test(name)) return name;
    names.push(name);
    return anyName;
  });
  return { template, names };
}

/** A text that goes on to its end; what was cut ends in the middle of a sentence, or of an id in quotes. */
const wholeEnd = /(?:[.!?)\]}]|\w['"`]|<\w+>['"`]?)$/;
const openQuote = /(?<!\w)['"`]<\w+>$/;

/** The text of a template with these names; those that are not known stay open, and so does the end of a cut text. */
export function fillTemplate(template: string, names: readonly (string | undefined)[]): string {
  const text = template
    .split(anyName)
    .map((part, index) => (index === 0 ? part : `${names[index - 1] ?? anyName}${part}`))
    .join('');
  return wholeEnd.test(text) && !openQuote.test(text) ? text : `${text.trimEnd()} ${anyName}`;
}
