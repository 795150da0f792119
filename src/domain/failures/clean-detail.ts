/** Longest failure text kept in a row, in characters. */
export const detailLimit = 400;

const secretPatterns: readonly [RegExp, string][] = [
  [/\beyJ[\w-]{5,}\.[\w-]+(?:\.[\w-]*)?/g, '(token)'],
  [/\bbearer\s+[\w.~+/=-]+/gi, 'Bearer (removed)'],
  [/([?&](?:sig|code|sv|se|skoid)=)[^&\s"']+/gi, '$1(removed)'],
  [
    /((?:password|passwd|pwd|secret|accountkey|sharedaccesskey|accesskey|apikey|clientsecret|workspacekey|defenderforendpointonboardingscript)["']?\s*[=:]\s*)("[^"]*"|'[^']*'|[^\s,;&}]+)/gi,
    '$1(removed)',
  ],
  [/(\/\/[^\s/:@]+:)[^\s/@]+(@)/g, '$1(removed)$2'],
  // Long runs of base64 are keys, certificates or scripts, never something to read.
  [/[A-Za-z0-9+/]{80,}={0,2}/g, '(removed)'],
];

/** Text of others made fit for a row, a log or a reply: secrets out, control characters out, one line, bounded. */
export function cleanDetail(text: string): string {
  // Bounded first too: patterns never run over a megabyte of somebody's output.
  let clean = text.slice(0, 20 * detailLimit);
  for (const [pattern, replacement] of secretPatterns) clean = clean.replace(pattern, replacement);
  clean = clean
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  return clean.length <= detailLimit ? clean : `${clean.slice(0, detailLimit - 1)}…`;
}
