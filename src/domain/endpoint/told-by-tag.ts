import type { ResolvedProfile } from '../fleet/resolved-profile.ts';
import { isSameName } from '../ids.ts';

/** Values by which a tag says that there is none. */
const none: readonly string[] = ['', 'none', 'no', 'false', '0'];

/**
 * The endpoint protection of somebody else that the machine's own tag names, where the profile says which tag that is: also
 * products that no extension shows (Sophos, Cortex XDR), and machines that no assessment covers.
 */
export function edrByTag(
  tags: Readonly<Record<string, string>>,
  endpoint: ResolvedProfile['endpoint'],
): string | undefined {
  const tag = typeof endpoint === 'object' ? endpoint.otherEdrTag : '';
  if (tag === '') return undefined;
  const [name, value = ''] = Object.entries(tags).find(([one]) => isSameName(one, tag)) ?? [];
  const product = value.trim();
  if (name === undefined || none.some((word) => isSameName(word, product))) return undefined;
  return `${product} (tag ${name})`;
}
