/** The URL of the next page, which begins behind `after`, without the caller's key; null after the last page. */
export function nextLink(url: string, after: string | undefined): string | null {
  if (after === undefined) return null;
  const link = new URL(url);
  for (const name of [...link.searchParams.keys()]) {
    if (name.toLowerCase() === 'code') link.searchParams.delete(name);
  }
  link.searchParams.set('after', after);
  return link.toString();
}
