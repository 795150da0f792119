/** Longest failure text kept in a row, in characters. */
export const detailLimit = 400;

/** Longest text of Azure that is looked at, in characters: what tells failures apart may stand behind a long id. */
export const messageLimit = 4_000;

const removed = '(removed)';

/** Names whose value opens a door, in whatever form it is written: JSON, settings, command lines, query strings. */
const secretNames = [
  'pass(?:word|wd|phrase|code)?',
  'pwd',
  '[\\w-]{0,40}(?:secret|credential)s?(?:[_-]?(?:value|key))?',
  '[\\w-]{0,40}(?:account|access|shared|primary|secondary|private|storage|workspace|subscription|function|host|master|system|api|encryption|onboarding|sas)[_-]?(?:access)?[_-]?(?:key|script|signature)s?',
  '[\\w-]{0,40}(?:access|refresh|id|auth|bearer|sas|session|registration)[_-]?token',
  'token',
  'x-functions-key',
  '(?:adal|commandto)execute',
  'defenderforendpointonboardingscript',
  '[\\w-]{0,40}(?:password|passwd)',
  'protectedSettings',
].join('|');

/** `"a\"b"`, `\"a\"` as in JSON within a text, `'a'`, `{...}`, or a bare word. */
const secretValue = String.raw`(?!\(removed\))(?:"(?:[^"\\]|\\.)*(?:"|$)|\\+"(?:[^"\\]|\\+[^"\\])*(?:\\+"|$)|\\*'[^']*(?:'|$)|\{[^{}]*\}|[^\s,;&}<>"']+)`;

const secretPatterns: readonly [RegExp, string][] = [
  [/-----BEGIN [^-]{1,60}-----[\s\S]*?(?:-----END [^-]{1,60}-----|$)/g, removed],
  [/\beyJ[\w-]{5,}(?:\.[\w-]*){0,4}/g, '(token)'],
  [/\b(bearer|basic|sharedkey(?:lite)?|sharedaccesssignature)\s+[\w.~+/=:%&-]{6,}/gi, `$1 ${removed}`],
  // The query of a signed URL: what it signs with, and what it signs (Azure Storage SAS, ARM's signed operation URLs).
  [
    /((?:[?&;]|%3F|%26)(?:se|sv|skt|ske|sks|skv|sktid|spr|srt|sp|sr|code|t|c|s|h)(?:=|%3D))(?!\(removed\))[^&\s"'<>)]+/gi,
    `$1${removed}`,
  ],
  [/(\b(?:sig|signature|skoid)(?:=|%3D))(?!\(removed\))[^&\s"'<>)]+/gi, `$1${removed}`],
  [new RegExp(`(\\b(?:${secretNames})\\b\\\\*["']?\\s*(?:[=:]|%3D)\\s*)${secretValue}`, 'gi'), `$1${removed}`],
  [new RegExp(`(<(${secretNames})>)[^<]*`, 'gi'), `$1${removed}`],
  [
    /((?:--?|\/)(?:password|passwd|pwd|pass|secret|token|key|account-key|client-secret|sas-token)\s+)[^\s"']+/gi,
    `$1${removed}`,
  ],
  [/(\/\/[^\s/:@]*:)[^\s/]+(@)/g, `$1${removed}$2`],
  // Tokens that are known by their looks: GitHub, Entra client secrets.
  [/\bgh[pousr]_\w{20,}|\bgithub_pat_\w{20,}|\b[\w~.-]{3}[78]Q~[\w~.-]{31,}/g, removed],
  // Keys of 256 bits end in one `=`; longer runs of base64 are keys, certificates or scripts, never something to read.
  [/(?<![\w+/])[A-Za-z0-9+/]{42,}={1,2}/g, removed],
  [/[A-Za-z0-9+/]{80,}={0,2}/g, removed],
];

/**
 * Text of others made fit for a row, a log or a reply: no secret, no control character, one line, at most
 * `longest` characters. The only scrubber: whatever comes from Azure or a machine passes here before it is kept.
 */
export function redact(text: string, longest: number = detailLimit): string {
  let clean = cutAtWord(text, 20 * longest);
  for (const [pattern, replacement] of secretPatterns) clean = clean.replace(pattern, replacement);
  clean = clean
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  if (clean.length <= longest) return clean;
  // The reason often stands behind ids: their long beginnings give way first.
  const short = clean.replace(idBeginning, '…/');
  return short.length <= longest ? short : `${short.slice(0, longest - 1)}…`;
}

const idBeginning = /\/subscriptions\/[\w-]+(?:\/resourceGroups\/[^/\s'"]+)?\/providers\//gi;

/** Bounded first, so that patterns never run over a megabyte; a cut through a secret would hide it from them. */
function cutAtWord(text: string, longest: number): string {
  if (text.length <= longest) return text;
  const cut = text.slice(0, longest).replace(/[^\s]{1,}$/, '');
  return cut === '' ? removed : cut;
}

/** The text without these names, where they stand as whole words: quoted, or within a sentence. */
export function withoutNames(text: string, names: readonly string[]): string {
  return names.reduce((left, name) => left.replace(wholeWord(name), '<name>'), text);
}

function wholeWord(text: string): RegExp {
  return new RegExp(`(?<![\\w.-])${text.replace(/[^\w\s]/g, '\\$&')}(?![\\w-]|\\.\\w)`, 'gi');
}
