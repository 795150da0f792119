import { approvalInTenant } from '../reach/spent-approval.ts';
import { foldOperations, type Sight } from '../step/fold-operations.ts';
import type { OwnedResource } from '../step/step-record.ts';
import { endpointFactsOf } from '../subscription/endpoint-facts.ts';
import type { SubscriptionRecord } from '../subscription/subscription-record.ts';
import { summarizeDefender } from '../subscription/summarize-defender.ts';
import { undonePlanSeen } from '../subscription/undone-plan.ts';
import { sightOfResource } from './sight-of-resource.ts';
import type { SubscriptionLookInput } from './subscription-look-input.ts';

/** The row as this look finds it: what was observed is written down, nothing is judged. */
export function observeSubscriptionRecord(input: SubscriptionLookInput): SubscriptionRecord {
  const { record, facts, lookId, nowMs, wallNowMs } = input;
  const { core, parts } = facts;
  const nowIso = new Date(nowMs).toISOString();
  const tenantId = record.tenantId ?? core.tenantId;
  const observed: SubscriptionRecord = {
    ...record,
    name: core.displayName,
    tenantId,
    approvedReach: approvalInTenant(record, tenantId),
    currentTenantId: core.tenantId,
    state: core.state,
    quotaId: core.quotaId,
    tags: core.tags,
    policies: facts.parts.policies ?? record.policies,
    connectors: facts.parts.connectors ?? record.connectors,
    autoProvisioning:
      parts.autoProvisioning === undefined ? record.autoProvisioning : { ...parts.autoProvisioning, readAt: nowIso },
    undonePlan: undonePlanSeen(record, tenantId, parts.defender?.plan),
    lookId,
    defender:
      parts.defender === undefined
        ? record.defender
        : summarizeDefender(record.defender, endpointFactsOf(parts.defender), nowIso),
    lastLookAt: nowIso,
    lookedAtWall: new Date(wallNowMs).toISOString(),
    notBefore: undefined,
    unseenCount: 0,
    lookAttempts: 0,
  };
  const sightOf = ({ resourceId }: OwnedResource): Sight => sightOfResource(facts.parts, resourceId);
  return foldOperations(observed, input.operations, sightOf, nowMs);
}
