import { isAccepted } from '../../findings/accepted.ts';
import type { Obstacle } from '../../findings/finding.ts';
import type { ServiceInput } from '../../findings/service.ts';
import { letsBeBesideOthers } from '../../fleet/wants-endpoint.ts';
import type { EdrKnowledge } from '../../machine/edr-knowledge.ts';

/** Whether something is to be written, or only to be waited for. */
export type Intent = 'write' | 'wait';

/**
 * Another product, or that nobody knows of one where the profile minds. Defender for Cloud asks nobody and may come all the
 * same; what is held is the machine's word, and every write of ours, so that a person looks before two products meet on it.
 * On Linux two can hang the system ("Prerequisites for Defender for Endpoint on Linux"): there a person's acceptance is for
 * the waiting alone, and only the reviewed file lets us write.
 */
export function findOther({ edr, spec, accepted }: ServiceInput, intent: Intent): Obstacle | undefined {
  const { endpoint } = spec;
  if (edr === undefined || endpoint === 'none' || letsBeBesideOthers(endpoint)) return undefined;
  if (edr.kind === 'other') {
    const found = { kind: 'blocked', code: 'OtherEdr', ...wordsOf(edr) } as const;
    if (!isAccepted(accepted, found)) return found;
    if (intent === 'wait' || spec.os === 'windows') return undefined;
    return { ...found, detail: `${found.detail}; on Linux only endpoint.otherEdr of fleet.json lets both be there` };
  }
  if (edr.kind === 'none') return undefined;
  if (edr.isComing === true && intent === 'write') {
    return { kind: 'waiting', reason: 'SubscriptionNotReady', detail: edr.why };
  }
  if (endpoint.otherEdrUnknown === 'proceed') return undefined;
  const found = { kind: 'blocked', code: 'OtherEdrUnknown', detail: edr.why, about: [] } as const;
  return isAccepted(accepted, found) ? undefined : found;
}

/** What was seen just now needs no time; what is of another time is told with it, and accepted whatever the time. */
function wordsOf({ product, source, at }: Extract<EdrKnowledge, { kind: 'other' }>): {
  readonly detail: string;
  readonly about?: readonly string[];
} {
  if (source === 'extension' || source === 'tag') return { detail: product };
  return { detail: `${product}, as of ${at}`, about: [product] };
}
