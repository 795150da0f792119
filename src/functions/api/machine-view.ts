import type { z } from 'zod';
import type { CloudName } from '../../domain/cloud/cloud-name.ts';
import { failureAnchor, isFailureCode } from '../../domain/failures/failure-list.ts';
import { hintOfMachine } from '../../domain/look/hint-of-machine.ts';
import type { Acceptance } from '../../domain/machine/acceptance.ts';
import { findingsByService } from '../../domain/machine/foreign-parts.ts';
import {
  findingKinds,
  type MachineRecord,
  type TimelineEntry,
  timelineKinds,
} from '../../domain/machine/machine-record.ts';
import { codeOf, detailOf, isTrouble, untilOf, wordOf } from '../../domain/machine/standing.ts';
import { toCoarseStatus, unknownWord, wordIn } from '../../domain/machine/status.ts';
import { serviceNames } from '../../domain/service-name.ts';
import type { StepRecord } from '../../domain/step/step-record.ts';
import type { acceptance } from '../contract/replies/acceptance.ts';
import type { machineDetail, timelineEntry } from '../contract/replies/machine-detail.ts';
import type { machineRow } from '../contract/replies/machine-row.ts';

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
    services: servicesOf(record),
    accepted: record.acceptances.map(({ code }) => code),
    nextAttemptAt: record.lookRetryAt ?? untilOf(standing) ?? null,
    lastLookAt: record.lastLookAt ?? null,
  };
}

function servicesOf(record: MachineRecord): z.input<typeof machineRow>['services'] {
  return Object.fromEntries(
    Object.entries(findingsByService(record)).map(([service, { kind, code }]) => [
      wordIn(serviceNames, service),
      { kind: wordIn(findingKinds, kind), code: code ?? null },
    ]),
  );
}

/** What happened, in the fields of this release. */
export function toTimelineView({ at, what, text, ...more }: TimelineEntry): z.input<typeof timelineEntry> {
  const { code, by, operation, resourceId, correlationId } = more;
  return { at, what: wordIn(timelineKinds, what), text, code, by, operation, resourceId, correlationId };
}

/** Without the incarnation: where that is another one now, the acceptance has ended. */
export function toAcceptanceView({ incarnation: _, until, ...accepted }: Acceptance): z.input<typeof acceptance> {
  return { ...accepted, until: until ?? null };
}

/** Without the operation's URL, which is between Azure and us, and what only decisions read. */
function toStepView({
  operationUrl: _url,
  touches: _touches,
  ...step
}: StepRecord): z.input<typeof machineDetail>['steps'][string] {
  return step;
}

/** Where docs/OPERATIONS.md explains what holds or fails the machine. */
function runbookOf({ standing }: MachineRecord): string | null {
  return isTrouble(standing) && isFailureCode(standing.code) ? failureAnchor(standing.code) : null;
}

/** A machine with everything its row knows. */
export function toMachineDetail(record: MachineRecord, cloud: CloudName): z.input<typeof machineDetail> {
  return {
    ...toMachineRow(record, cloud),
    detail: detailOf(record.standing) ?? null,
    runbook: runbookOf(record),
    findings: record.findings,
    facts: record.facts ?? null,
    wouldWrite: record.wouldWrite,
    steps: Object.fromEntries(Object.entries(record.steps).map(([id, step]) => [id, toStepView(step)])),
    owned: record.owned,
    eligibility: record.eligibility ?? null,
    exclusion: record.exclusion,
    acceptances: record.acceptances.map(toAcceptanceView),
    spec: record.spec ?? null,
    incarnation: record.incarnation ?? null,
    firstSeenAt: record.firstSeenAt,
    notBefore: record.notBefore ?? null,
  };
}
