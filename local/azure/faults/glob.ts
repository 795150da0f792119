/**
 * Matches a whole text against a pattern without regard to case: `*` is anything within a path segment,
 * `**` anything at all.
 */
export function globMatcher(pattern: string): (text: string) => boolean {
  const source = pattern
    .split('**')
    .map((part) => part.split('*').map(escaped).join('[^/]*'))
    .join('.*');
  const expression = new RegExp(`^${source}$`, 'i');
  return (text) => expression.test(text);
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
