/**
 * Whether tags have this name with this value, or with one of these. Names are case-insensitive, values are not (Azure
 * docs, "Use tags to organize your Azure resources").
 */
export function hasTag(
  tags: Readonly<Record<string, string>>,
  name: string,
  wanted: string | readonly string[],
): boolean {
  const found = Object.entries(tags).find(([key]) => key.toLowerCase() === name.toLowerCase());
  if (found === undefined) return false;
  return typeof wanted === 'string' ? found[1] === wanted : wanted.includes(found[1]);
}
