/** Azure Policy's `like`: `*` stands for any text, the rest is compared without regard to case. */
export function matchesPattern(pattern: string, text: string): boolean {
  const [first = '', ...rest] = pattern.toLowerCase().split('*');
  const value = text.toLowerCase();
  if (!value.startsWith(first)) return false;
  if (rest.length === 0) return value.length === first.length;
  const last = rest.pop() ?? '';
  let position = first.length;
  for (const part of rest) {
    const found = value.indexOf(part, position);
    if (found < 0) return false;
    position = found + part.length;
  }
  return value.length - last.length >= position && value.endsWith(last);
}
