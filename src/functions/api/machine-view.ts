import type { z } from 'zod';
import type { CloudName } from '../../domain/cloud/cloud-name.ts';
import { endpointByConnector } from '../../domain/connectors/endpoint-by-connector.ts';
import { hintOfMachine } from '../../domain/look/hint-of-machine.ts';
import type { Acceptance } from '../../domain/machine/acceptance.ts';
import type { EdrReadings } from '../../domain/machine/edr-assessment.ts';
import { findingsByService } from '../../domain/machine/foreign-parts.ts';
import type { MachineRecord } from '../../domain/machine/machine-record.ts';
import type { RemovalOrder } from '../../domain/machine/removal-order.ts';
import { codeOf, detailOf, untilOf, wordOf } from '../../domain/machine/standing.ts';
import { toCoarseStatus, unknownWord } from '../../domain/machine/status.ts';
import { serviceNames } from '../../domain/service-name.ts';
import { isProtected, pendingRedeploy } from '../../domain/services/all-services.ts';
import type { acceptance } from '../contract/replies/acceptance.ts';
import type { machineDetail } from '../contract/replies/machine-detail.ts';
import type { machineRow } from '../contract/replies/machine-row.ts';
import type { removalOrder } from '../contract/replies/removal-order.ts';
import { toEdrView } from './edr-view.ts';
import { runbookOf, toServiceViews, toStepViews } from './row-view.ts';

/** A machine as lists show it: flat, without what only one machine's page needs. */
export function toMachineRow(record: MachineRecord, cloud: CloudName): z.input<typeof machineRow> {
  const { key, name, resourceId, kind, os, subscription, resourceGroup, region, profile, standing, foreign } = record;
  return {
    key,
    name,
    resourceId,
    kind: kind === 'unknown' ? unknownWord(foreign?.kind ?? '') : kind,
    os: foreign?.os === undefined ? os : unknownWord(foreign.os),
    subscription,
    resourceGroup,
    region: region ?? null,
    profile: profile ?? null,
    status: wordOf(standing),
    code: codeOf(standing) ?? null,
    coarseStatus: standing.status === 'Unknown' ? null : (toCoarseStatus(standing.status) ?? null),
    since: standing.since,
    hint: hintOfMachine(record, cloud) ?? null,
    services: toServiceViews(findingsByService(record), serviceNames),
    protected: isProtected(kindsOf(findingsByService(record))),
    endpoint: endpointByConnector(record.facts?.connector) ?? null,
    accepted: record.acceptances.map(({ code }) => code),
    nextAttemptAt: record.lookRetryAt ?? untilOf(standing) ?? null,
    lastLookAt: record.lastLookAt ?? null,
  };
}

function kindsOf(findings: ReturnType<typeof findingsByService>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(findings).map(([service, { kind }]) => [service, kind]));
}

/** Without the incarnation: where that is another one now, the acceptance has ended. */
export function toAcceptanceView({ incarnation: _, until, ...accepted }: Acceptance): z.input<typeof acceptance> {
  return { ...accepted, until: until ?? null };
}

function toPendingRemoval(order: RemovalOrder | undefined): z.input<typeof removalOrder> | null {
  return order === undefined ? null : toRemovalView(order);
}

/** What a person has let be deleted. */
export function toRemovalView({ extension, by, at, why, until }: RemovalOrder): z.input<typeof removalOrder> {
  return { extension, by, at, why, until };
}

/** A machine with everything its row knows and what sweeps read of it; `nowMs`: app time. */
export function toMachineDetail(
  record: MachineRecord,
  readings: EdrReadings,
  cloud: CloudName,
  nowMs: number,
): z.input<typeof machineDetail> {
  return {
    ...toMachineRow(record, cloud),
    detail: detailOf(record.standing) ?? null,
    runbook: runbookOf(record.standing),
    passedOver: record.passedOver ?? [],
    findings: record.findings,
    facts: record.facts ?? null,
    wouldWrite: record.wouldWrite,
    steps: toStepViews(record.steps),
    owned: record.owned,
    eligibility: record.eligibility ?? null,
    exclusion: record.exclusion,
    reachedByPlatform: record.reachedByPlatform ?? null,
    redeploy: toPendingRemoval(pendingRedeploy(record, nowMs)),
    edr: toEdrView(record, readings),
    acceptances: record.acceptances.map(toAcceptanceView),
    spec: record.spec ?? null,
    incarnation: record.incarnation ?? null,
    firstSeenAt: record.firstSeenAt,
    notBefore: record.notBefore ?? null,
  };
}
