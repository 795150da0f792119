import type { EndpointCoverage } from '../machine/endpoint-coverage.ts';
import type { EndpointSystem } from '../machine/endpoint-system.ts';
import { type EndpointFacts, type EndpointPart, judgeEndpointProtection } from './endpoint-protection.ts';
import type { DefenderSummary, SubscriptionSpec } from './subscription-record.ts';

/** What is known of the subscription. */
export interface CoveringSubscription {
  readonly defender: DefenderSummary | undefined;
  /** What is wanted of it; undefined where no entry of the file is for it. */
  readonly spec: SubscriptionSpec | undefined;
  /** Why nothing of that will be written; undefined: it is. */
  readonly whyNot: string | undefined;
  /** Whether looks at it read how Defender stands there. */
  readonly isLookedAt: boolean;
  /** What it waits for itself. */
  readonly heldUp: string | undefined;
}

export function endpointCoverageOf(host: CoveringSubscription, system: EndpointSystem): EndpointCoverage {
  const { defender, spec, whyNot, isLookedAt, heldUp } = host;
  if (defender === undefined) {
    const why = whyNot ?? heldUp;
    const detail = `nobody has read yet how Defender stands in its subscription${why === undefined ? '' : `: ${why}`}`;
    return { kind: isLookedAt ? 'unread' : 'unknown', detail };
  }
  const missing = missingParts(defender, system);
  if (missing.length === 0) return { kind: 'on', since: defender.onSince?.[system] };
  const names = missing.map((part) => partNames[part]).join(', ');
  const lacksPlan = missing.includes('plan');
  const unwanted = missing.filter((part) => !isWanted(spec, part));
  if (whyNot === undefined && unwanted.length === 0) {
    return {
      kind: 'coming',
      lacksPlan,
      detail: `its subscription has yet to turn on ${names}${heldUp === undefined ? '' : `; ${heldUp}`}`,
    };
  }
  const why = whyNot ?? 'fleet.json does not turn that on';
  return { kind: 'off', lacksPlan, detail: `off in its subscription: ${names}; ${why}` };
}

const partNames: Readonly<Record<EndpointPart, string>> = {
  plan: 'a plan for servers',
  defender: 'WDATP',
  unified: 'WDATP_UNIFIED_SOLUTION',
  linux: 'Linux (WDATP_EXCLUDE_LINUX_PUBLIC_PREVIEW)',
};

/**
 * What keeps Defender from machines of a system, in the order in which it is turned on. The unified solution is the agent of
 * Windows Server 2012 R2 and 2016; Linux and that have a setting of their own.
 */
export function missingParts(facts: EndpointFacts, system: EndpointSystem): readonly EndpointPart[] {
  const { missing } = judgeEndpointProtection(facts);
  return missing.filter((part) => part === 'plan' || part === 'defender' || part === system);
}

function isWanted(spec: SubscriptionSpec | undefined, part: EndpointPart): boolean {
  if (spec === undefined) return false;
  return part === 'plan' ? spec.plan === 'P1' || spec.plan === 'P2' : spec.endpoint[part] === 'on';
}
