import type { RawFailure } from '../domain/failures/failure.ts';
import { type SubscriptionPart, subscriptionParts } from '../domain/findings/finding.ts';
import { matchSubscription } from '../domain/fleet/match-subscription.ts';
import type { LookId, StepId } from '../domain/ids.ts';
import type { OperationState } from '../domain/step/step-history.ts';
import type { SubscriptionFacts, SubscriptionParts } from '../domain/subscription/subscription-facts.ts';
import type { SubscriptionRecord, SubscriptionSpec } from '../domain/subscription/subscription-record.ts';
import type { SubscriptionService } from '../domain/subscription/subscription-service.ts';
import { wantedSpecOf } from '../domain/subscription/subscription-spec.ts';
import { decideSubscription } from '../domain/subscription-look/decide-subscription.ts';
import type {
  SubscriptionDecision,
  SubscriptionLookInput,
} from '../domain/subscription-look/subscription-look-input.ts';
import type { PartOutcome } from '../ports/azure.ts';
import type { Ports } from '../ports/ports.ts';
import { confirmStep } from './confirm-step.ts';
import { readForeignWrites } from './read-foreign-writes.ts';
import { readControls } from './read-host.ts';
import { type PartReading, readSubscriptionPart } from './read-subscription-part.ts';

export type SubscriptionObservation =
  | { readonly kind: 'found'; readonly input: SubscriptionLookInput; readonly decision: SubscriptionDecision }
  | { readonly kind: 'gone' }
  | { readonly kind: 'failed'; readonly failure: RawFailure };

export interface SubscriptionObserving {
  readonly record: SubscriptionRecord;
  readonly lookId: LookId;
  /** Undefined: all of them, as a look does. */
  readonly services?: readonly SubscriptionService[];
  /** The step that is judged again just before its write; what it changes is then read anew. */
  readonly step?: StepId;
}

/** Services may need what they learn to want from another part, and one may ask for the parts of others one by one. */
const mostRounds = subscriptionParts.length + 2;

/** Reads a subscription part by part, as far as the decision asks for it. Never writes; expected failures are values. */
export async function observeSubscription(
  ports: Ports,
  observing: SubscriptionObserving,
): Promise<SubscriptionObservation> {
  const { record, lookId, services, step } = observing;
  const core = await ports.azure.readSubscription(record, step !== undefined);
  if (core.kind !== 'found') return core.kind === 'gone' ? { kind: 'gone' } : core;
  const operations = step === undefined ? await readOperations(ports, record) : noOperations;
  if (operations.kind === 'failed') return operations;
  const foreignWrites = await readForeignWrites(ports, record);
  let isConfirmed = step === undefined;
  let facts: SubscriptionFacts = { target: record, core: core.value, parts: {} };
  for (let round = 0; round < mostRounds; round++) {
    // A permit's life begins here: no freeze that was answered before this moment can be missed by the reads below.
    const wallNowMs = ports.wallClock.now();
    const controls = await readControls(ports, record.subscription);
    const input: SubscriptionLookInput = {
      record,
      lookId,
      facts,
      operations: operations.value,
      controls,
      foreignWrites,
      fleet: ports.fleet,
      cloud: ports.settings.cloud,
      events: ports.settings.events,
      nowMs: ports.clock.now(),
      wallNowMs,
    };
    const decision = decideSubscription(input, services);
    const reading = { record, lookId, facts, step, spec: specOf(ports, decision.record) };
    const isComplete = decision.needs.length === 0;
    if (isComplete && isConfirmed) return { kind: 'found', input, decision };
    const read = await readOn(ports, reading, decision);
    if (read === undefined) return { kind: 'found', input, decision };
    if (read.kind === 'failed') return read;
    isConfirmed ||= isComplete;
    facts = { ...facts, parts: { ...facts.parts, ...read.value } };
  }
  throw new Error(`A look at ${record.resourceId} still lacks a part after ${mostRounds} rounds of reading.`);
}

/** What the decision lacks; when that is all there, what the step that is judged makes. Undefined: nothing more. */
async function readOn(
  ports: Ports,
  reading: Omit<PartReading, 'spec'> & { readonly spec: SubscriptionSpec | undefined },
  decision: SubscriptionDecision,
): Promise<PartOutcome<SubscriptionParts> | undefined> {
  const { spec, step } = reading;
  if (spec === undefined) return undefined;
  if (decision.needs.length > 0) return await readParts(ports, { ...reading, spec }, decision.needs);
  return step === undefined ? undefined : await confirmStep(ports, { ...reading, spec }, decision, step);
}

/** What is wanted of it: as bound, else as fleet.json would bind it now. */
function specOf({ fleet }: Ports, record: SubscriptionRecord): SubscriptionSpec | undefined {
  const profile = matchSubscription(fleet, record);
  return profile === undefined ? record.bound?.spec : wantedSpecOf(record, profile);
}

async function readParts(
  ports: Ports,
  reading: PartReading,
  needs: readonly SubscriptionPart[],
): Promise<PartOutcome<SubscriptionParts>> {
  const outcomes = await Promise.all(needs.map((part) => readSubscriptionPart(ports, part, reading)));
  let value: SubscriptionParts = {};
  for (const outcome of outcomes) {
    if (outcome.kind === 'failed') return outcome;
    value = { ...value, ...outcome.value };
  }
  return { kind: 'found', value };
}

type Operations = Readonly<Record<string, OperationState>>;
const noOperations: PartOutcome<Operations> = { kind: 'found', value: {} };

/** An operation that cannot be read runs on: what it makes is looked at anyway. */
async function readOperations(ports: Ports, record: SubscriptionRecord): Promise<PartOutcome<Operations>> {
  const states: Record<string, OperationState> = {};
  for (const [stepId, { operationUrl }] of Object.entries(record.steps)) {
    if (operationUrl === undefined) continue;
    const outcome = await ports.azure.readOperation(record, operationUrl);
    if (outcome.kind === 'failed' && outcome.failure.source === 'http' && outcome.failure.status === 429)
      return outcome;
    states[stepId] = outcome.kind === 'found' ? outcome.value : { state: 'lost' };
  }
  return { kind: 'found', value: states };
}
