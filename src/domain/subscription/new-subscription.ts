import type { TargetRef } from '../target/target-ref.ts';
import type { SubscriptionRecord } from './subscription-record.ts';

/** The row of a subscription that was heard of and not yet looked at. */
export function newSubscription(target: TargetRef, nowIso: string): SubscriptionRecord {
  return {
    key: target.key,
    resourceId: target.resourceId,
    subscription: target.subscription,
    name: target.subscription,
    tenantId: undefined,
    currentTenantId: undefined,
    state: undefined,
    quotaId: undefined,
    tags: {},
    managementGroups: undefined,
    discovery: {
      ...{ seenAt: undefined, missingSince: undefined, shown: undefined, told: undefined },
      ...{ owesMachines: false, owedBy: undefined },
    },
    defender: undefined,
    eligibility: undefined,
    policies: undefined,
    connectors: undefined,
    bound: undefined,
    plannedSpec: undefined,
    standing: { status: 'Discovered', since: nowIso },
    firstSeenAt: nowIso,
    shared: { present: [], places: [], toldRoles: [] },
    findings: {},
    wouldWrite: [],
    reach: undefined,
    approvedReach: undefined,
    steps: {},
    owned: [],
    unread: undefined,
    notBefore: undefined,
    lookId: undefined,
    lastLookAt: undefined,
    lookedAtWall: undefined,
    waitingSince: undefined,
    provisioningSince: undefined,
    lookAttempts: 0,
    lookRetryAt: undefined,
    unseenCount: 0,
    latest: [],
  };
}
