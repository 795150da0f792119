/** The text without what is of one machine alone: ids, GUIDs and numbers. */
export function textWithoutIds(text: string): string {
  return text
    .replace(/\/subscriptions\/[^\s'",)]+/gi, '<id>')
    .replace(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi, '<id>')
    .replace(/\d+/g, '<n>')
    .slice(0, 200);
}
