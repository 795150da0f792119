import { isAccepted } from '../../findings/accepted.ts';
import type { Service } from '../../findings/service.ts';
import { isSupported, type SupportOptions } from '../../support/is-supported.ts';

/** Whether this machine can be onboarded at all. The options stand in fleet.json and act at once, outside the spec. */
export function supportService(options: SupportOptions): Service {
  return {
    name: 'support',
    isGate: true,
    activities: [],
    reads: [],
    handlers: [],
    find({ facts, accepted }) {
      const support = isSupported(facts, options);
      if (support.supported) return { kind: 'satisfied' };
      if (support.reason !== 'UnknownImage') return { kind: 'unsupported', reason: support.reason };
      const image = facts.platform.kind !== 'arc' ? facts.platform.image?.id : undefined;
      const found = { kind: 'blocked', code: 'UnknownImage', detail: image ?? 'the machine names no image' } as const;
      return isAccepted(accepted, found) ? { kind: 'satisfied', detail: `accepted: ${found.detail}` } : found;
    },
  };
}
