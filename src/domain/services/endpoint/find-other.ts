import { edrExtensionOf } from '../../endpoint/other-edr.ts';
import { edrByTag } from '../../endpoint/told-by-tag.ts';
import { isAccepted } from '../../findings/accepted.ts';
import type { Obstacle } from '../../findings/finding.ts';
import type { ServiceInput } from '../../findings/service.ts';
import { letsBeBesideOthers } from '../../fleet/wants-endpoint.ts';

/**
 * Another product, by its extension in whatever state it is, or by the tag that the profile names. Defender for Cloud asks nobody and may come all the same; what
 * is held is the machine's word, and every write of ours, so that a person looks before two products meet on it.
 */
export function findOther({ facts, spec, accepted }: ServiceInput): Obstacle | undefined {
  if (letsBeBesideOthers(spec.endpoint)) return undefined;
  const product = edrExtensionOf(facts.extensions) ?? edrByTag(facts.tags, spec.endpoint);
  if (product === undefined) return undefined;
  const found = { kind: 'blocked', code: 'OtherEdr', detail: product } as const;
  return isAccepted(accepted, found) ? undefined : found;
}
