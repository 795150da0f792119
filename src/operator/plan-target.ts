import type { DeniedAction } from '../domain/failures/denied-action.ts';
import type { RawFailure } from '../domain/failures/failure.ts';
import { type LookId, lookIdSchema } from '../domain/ids.ts';
import type { JudgedStep } from '../domain/permit/judged-step.ts';
import type { StepRow } from '../domain/step/step-record.ts';
import type { AzureWrite } from '../domain/write/azure-write.ts';
import { leastRoleOf } from '../domain/write/permissions.ts';
import { claimOf } from '../domain/write/write-claim.ts';
import { findMissingPermissions } from '../look/missing-permissions.ts';
import type { Ports } from '../ports/ports.ts';

/** What a look at a target would do now; its row as that look would leave it. */
export type Plan<Row extends StepRow> =
  | { readonly kind: 'planned'; readonly record: Row; readonly steps: readonly PlannedStep[] }
  | { readonly kind: 'gone' }
  /** Azure said Retry-After, and a person's question is a call like any other. */
  | { readonly kind: 'throttled'; readonly retryAfterSeconds: number }
  | { readonly kind: 'failed'; readonly failure: RawFailure };

export interface PlannedStep {
  readonly step: string;
  readonly why: string;
  readonly action: string;
  readonly resourceId: string;
  /** What ARM asks for beside the action, on resources that the body names. */
  readonly linkedActions: readonly { readonly action: string; readonly resourceId: string }[];
  readonly creates: boolean;
  readonly changesDefaultToken: boolean;
  /** `permitted`, `waiting` (on its ladder), or why it is not sent now: what refuses it, or what keeps it back. */
  readonly verdict: string;
  /** Rights that it needs and the app's roles lack, as far as Azure lets them be seen. */
  readonly missingRights: readonly MissingRight[];
  /** What would be sent; null for a delete. */
  readonly body: unknown;
}

export interface MissingRight extends DeniedAction {
  /** The built-in role with the fewest other rights that has it; null where none is known. */
  readonly role: string | null;
}

/** What a target is read and decided to be now, in the words of its kind. */
export type TargetReading<Row extends StepRow> =
  | { readonly kind: 'decided'; readonly record: Row; readonly wanted: readonly JudgedStep[] }
  | { readonly kind: 'gone' }
  | { readonly kind: 'failed'; readonly failure: RawFailure };

/**
 * Says what a look at a target of any kind would do now; `readNow` reads it and decides as its look does, and writes
 * nothing, neither to Azure nor to the store.
 */
export async function planTarget<Row extends StepRow>(
  ports: Ports,
  record: Row,
  readNow: (lookId: LookId) => Promise<TargetReading<Row>>,
): Promise<Plan<Row>> {
  const waitMs = record.notBefore === undefined ? 0 : Date.parse(record.notBefore) - ports.clock.now();
  if (waitMs > 0) return { kind: 'throttled', retryAfterSeconds: Math.ceil(waitMs / 1_000) };
  const reading = await readNow(lookIdSchema.parse(ports.newId()));
  if (reading.kind !== 'decided') return reading;
  const steps: PlannedStep[] = [];
  // One after another: rights are kept by place, and the steps of a target share most of theirs.
  for (const judged of reading.wanted) steps.push(await describe(ports, reading.record, judged));
  return { kind: 'planned', record: reading.record, steps };
}

async function describe(ports: Ports, row: StepRow, { step, verdict, keptBackBy }: JudgedStep): Promise<PlannedStep> {
  const { id, why, creates, changesDefaultToken, write } = step;
  const claim = claimOf(write);
  const { action, resourceId, linked } = claim;
  const missing = await findMissingPermissions(ports.azure, row, claim);
  return {
    step: id,
    why,
    action,
    resourceId,
    linkedActions: linked,
    creates,
    changesDefaultToken,
    verdict: keptBackBy ?? verdict,
    missingRights: missing.map((right) => ({ ...right, role: leastRoleOf(right.action) ?? null })),
    body: bodyOf(write),
  };
}

function bodyOf(write: AzureWrite): unknown {
  if (write.kind === 'putShared') return write.resource.body;
  return 'body' in write ? write.body : null;
}
