import type { z } from 'zod';
import { failureAnchor, isFailureCode } from '../../domain/failures/failure-list.ts';
import { findingKinds, type TimelineEntry, timelineKinds } from '../../domain/machine/machine-record.ts';
import { isTrouble, type Standing } from '../../domain/machine/standing.ts';
import { wordIn } from '../../domain/machine/status.ts';
import type { StepRecord } from '../../domain/step/step-record.ts';
import type { stepView, timelineEntry } from '../contract/replies/machine-detail.ts';
import type { machineRow } from '../contract/replies/machine-row.ts';

/** What happened, in the fields of this release. */
export function toTimelineView({ at, what, text, ...more }: TimelineEntry): z.input<typeof timelineEntry> {
  const { code, by, operation, resourceId, correlationId } = more;
  return { at, what: wordIn(timelineKinds, what), text, code, by, operation, resourceId, correlationId };
}

/** What was found of each service, in one word and a code. */
export function toServiceViews(
  findings: Readonly<Record<string, { readonly kind: string; readonly code?: string | undefined }>>,
  names: readonly string[],
): z.input<typeof machineRow>['services'] {
  return Object.fromEntries(
    Object.entries(findings).map(([service, { kind, code }]) => [
      wordIn(names, service),
      { kind: wordIn(findingKinds, kind), code: code ?? null },
    ]),
  );
}

/** The steps of a row by their ids. */
export function toStepViews(
  steps: Readonly<Record<string, StepRecord>>,
): Readonly<Record<string, z.input<typeof stepView>>> {
  return Object.fromEntries(Object.entries(steps).map(([id, step]) => [id, toStepView(step)]));
}

/** Without the operation's URL, which is between Azure and us, and what only decisions read. */
function toStepView({ operationUrl: _url, touches: _touches, ...step }: StepRecord): z.input<typeof stepView> {
  return step;
}

/** Where docs/OPERATIONS.md explains what holds or fails a target. */
export function runbookOf(standing: Standing): string | null {
  return isTrouble(standing) && isFailureCode(standing.code) ? failureAnchor(standing.code) : null;
}
