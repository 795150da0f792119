/** Percent-decodes part of a URL; text that is not well-formed stays as it is. */
export function decodeText(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
