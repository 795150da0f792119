import type { z } from 'zod';
import type { CloudName } from '../../domain/cloud/cloud-name.ts';
import { isAvailable } from '../../domain/cloud/is-available.ts';
import type { FleetFile } from '../../domain/fleet/fleet-schema.ts';
import { matchSubscription } from '../../domain/fleet/match-subscription.ts';
import { codeOf, detailOf, hintOfStanding, untilOf, wordOf } from '../../domain/machine/standing.ts';
import { subscriptionServiceNames } from '../../domain/service-name.ts';
import { defenderFeatures } from '../../domain/subscription/defender-features.ts';
import { judgeEndpointProtection } from '../../domain/subscription/endpoint-protection.ts';
import type { DefenderSummary, SubscriptionRecord } from '../../domain/subscription/subscription-record.ts';
import type { CountedMachines } from '../../operator/machines-of-subscription.ts';
import type { subscriptionDetail } from '../contract/replies/subscription-detail.ts';
import type { subscriptionRow } from '../contract/replies/subscription-row.ts';
import { reachPath, toApprovedReachView, toReachCount, toReachView } from './reach-view.ts';
import { runbookOf, toServiceViews, toStepViews } from './row-view.ts';

/** What is shown of a subscription and does not stand in its row. */
export interface Surroundings {
  readonly fleet: FleetFile;
  readonly cloud: CloudName;
  readonly counted: CountedMachines;
}

/** A subscription as lists show it. */
export function toSubscriptionRow(
  record: SubscriptionRecord,
  { fleet, cloud, counted }: Surroundings,
): z.input<typeof subscriptionRow> {
  const { key, subscription, name, resourceId, tenantId, state, standing, defender } = record;
  const until = untilOf(standing);
  return {
    key,
    subscription,
    name,
    resourceId,
    tenantId: tenantId ?? null,
    state: state ?? null,
    mode: matchSubscription(fleet, record)?.mode ?? null,
    status: wordOf(standing),
    code: codeOf(standing) ?? null,
    since: standing.since,
    until: until ?? null,
    hint: hintOfStanding(standing) ?? null,
    services: toServiceViews(record.findings, subscriptionServiceNames),
    endpointProtection: toEndpointProtection(defender, cloud),
    machines: counted.of(subscription),
    reach: record.reach === undefined ? null : toReachCount(record.reach),
    nextAttemptAt: record.lookRetryAt ?? until ?? null,
    lastLookAt: record.lastLookAt ?? null,
  };
}

/** Defender's endpoint protection in one word; null where no look has read it, and where the cloud lacks it. */
export function toEndpointProtection(
  defender: DefenderSummary | undefined,
  cloud: CloudName,
): z.input<typeof subscriptionRow>['endpointProtection'] {
  if (defender === undefined || !isAvailable(cloud, 'endpointProtection')) return null;
  return { ...judgeEndpointProtection(defender), readAt: defender.readAt };
}

/** A subscription with everything its row knows. */
export function toSubscriptionDetail(
  record: SubscriptionRecord,
  surroundings: Surroundings,
): z.input<typeof subscriptionDetail> {
  return {
    ...toSubscriptionRow(record, surroundings),
    detail: detailOf(record.standing) ?? null,
    runbook: runbookOf(record.standing),
    findings: Object.fromEntries(
      Object.entries(record.findings).map(([service, { hash: _, ...finding }]) => [service, finding]),
    ),
    facts: {
      quotaId: record.quotaId ?? null,
      tags: record.tags,
      managementGroups: record.managementGroups ?? null,
      seenAt: record.discovery.seenAt ?? null,
      missingSince: record.discovery.missingSince ?? null,
      defender: record.defender ?? null,
    },
    wouldWrite: record.wouldWrite,
    steps: toStepViews(record.steps),
    owned: record.owned,
    eligibility: record.eligibility ?? null,
    reach: record.reach === undefined ? null : { ...toReachView(record.reach), list: reachPath(record) },
    approvedReach: record.approvedReach === undefined ? null : toApprovedReachView(record.approvedReach),
    spec: record.bound?.hash ?? null,
    plannedSpec: record.plannedSpec ?? null,
    features: defenderFeatures,
    firstSeenAt: record.firstSeenAt,
    notBefore: record.notBefore ?? null,
  };
}
