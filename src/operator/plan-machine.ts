import type { RawFailure } from '../domain/failures/failure.ts';
import { lookIdSchema } from '../domain/ids.ts';
import { decideLook } from '../domain/look/decide-look.ts';
import type { JudgedStep } from '../domain/look/look-input.ts';
import { isForeignMachine } from '../domain/machine/foreign-parts.ts';
import type { MachineRecord } from '../domain/machine/machine-record.ts';
import { parseMachineId } from '../domain/target/machine-ref.ts';
import { actionOf, resourceIdOf } from '../domain/write/azure-write.ts';
import { observeMachine } from '../look/observe-machine.ts';
import type { Ports } from '../ports/ports.ts';

export type Plan =
  | { readonly kind: 'planned'; readonly record: MachineRecord; readonly steps: readonly PlannedStep[] }
  | { readonly kind: 'gone' }
  /** Azure said Retry-After, and a person's question is a call like any other. */
  | { readonly kind: 'throttled'; readonly retryAfterSeconds: number }
  | { readonly kind: 'failed'; readonly failure: RawFailure };

export interface PlannedStep {
  readonly step: string;
  readonly why: string;
  readonly action: string;
  readonly resourceId: string;
  readonly creates: boolean;
  readonly changesDefaultToken: boolean;
  /** `permitted`, `waiting` (on its ladder), or why it is refused now. */
  readonly verdict: string;
  /** What would be sent; null for a delete. */
  readonly body: unknown;
}

/** Reads the machine now and says what a look would do; writes nothing, neither to Azure nor to the store. */
export async function planMachine(ports: Ports, record: MachineRecord): Promise<Plan> {
  // A look leaves it alone, and so nothing would be done.
  if (isForeignMachine(record)) return { kind: 'planned', record, steps: [] };
  const machine = parseMachineId(record.resourceId);
  if (machine === undefined) return { kind: 'gone' };
  const waitMs = record.notBefore === undefined ? 0 : Date.parse(record.notBefore) - ports.clock.now();
  if (waitMs > 0) return { kind: 'throttled', retryAfterSeconds: Math.ceil(waitMs / 1_000) };
  const lookId = lookIdSchema.parse(ports.newId());
  const observed = await observeMachine(ports, machine, record, lookId, { read: ['associations'], operations: true });
  if (observed.kind === 'foreign') return { kind: 'planned', record, steps: [] };
  if (observed.kind !== 'found') return observed;
  const decision = decideLook(observed.input);
  return { kind: 'planned', record: decision.record, steps: decision.wanted.map(describe) };
}

function describe({ step, verdict }: JudgedStep): PlannedStep {
  const { id, why, creates, changesDefaultToken, write } = step;
  return {
    step: id,
    why,
    action: actionOf(write),
    resourceId: resourceIdOf(write),
    creates,
    changesDefaultToken,
    verdict,
    body: write.kind === 'deleteExtension' ? null : write.body,
  };
}
