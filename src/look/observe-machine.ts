import { creationNeededSince, withCreation } from '../domain/adoption/creation-need.ts';
import { decodeFailure } from '../domain/failures/decode-failure.ts';
import type { RawFailure } from '../domain/failures/failure.ts';
import type { ReadPart } from '../domain/findings/finding.ts';
import type { FleetFile } from '../domain/fleet/fleet-schema.ts';
import { matchProfile } from '../domain/fleet/match-profile.ts';
import { fleetWithin } from '../domain/fleet/resolve-groups.ts';
import { resolveSpec } from '../domain/fleet/resolve-spec.ts';
import type { Spec } from '../domain/fleet/spec.ts';
import type { LookId } from '../domain/ids.ts';
import type { LookInput } from '../domain/look/look-input.ts';
import { operationsToRead } from '../domain/look/operations-to-read.ts';
import type { EdrReadings } from '../domain/machine/edr-assessment.ts';
import { endpointSystemOf } from '../domain/machine/endpoint-system.ts';
import { isForeignMachine } from '../domain/machine/foreign-parts.ts';
import { isSameMachine } from '../domain/machine/incarnation.ts';
import type { MachineFacts, SharedFacts } from '../domain/machine/machine-facts.ts';
import type { MachineRecord } from '../domain/machine/machine-record.ts';
import { lacksProvider } from '../domain/step/release-unregistered.ts';
import type { OperationState } from '../domain/step/step-history.ts';
import { endpointCoverageOf } from '../domain/subscription/endpoint-coverage-of.ts';
import type { Host } from '../domain/subscription/host-of-machine.ts';
import { madeForMachine, makingOf } from '../domain/subscription/made-for-machine.ts';
import type { MachineRef } from '../domain/target/machine-ref.ts';
import type { PartOutcome } from '../ports/azure.ts';
import type { Ports } from '../ports/ports.ts';
import type { SpecTable } from '../ports/store.ts';
import { readForeignWrites } from './read-foreign-writes.ts';
import { readHost, readHostNow, readSaid } from './read-host.ts';

export type Observation =
  | { readonly kind: 'found'; readonly input: LookInput; readonly host: Host }
  | { readonly kind: 'gone' }
  | { readonly kind: 'failed'; readonly failure: RawFailure }
  /** Its subscription is in another tenant, as its row says: the machine was not read. */
  | { readonly kind: 'moved'; readonly detail: string }
  /** The machine, or the spec bound to it, is of a kind that only another release knows. */
  | { readonly kind: 'foreign' };

/** Which of the dearer reads this look makes. */
export interface ObservationParts {
  readonly read: readonly ReadPart[];
  readonly operations: boolean;
  /** Whether the row of its subscription is read as it is now, and not as this process knows it for some seconds. */
  readonly freshHost: boolean;
  /** See `LookInput`. */
  readonly admitted?: number;
}

/** Reads everything that a decision about this machine is made from. Never writes; expected failures are values. */
export async function observeMachine(
  ports: Ports,
  machine: MachineRef,
  record: MachineRecord,
  lookId: LookId,
  parts: ObservationParts,
): Promise<Observation> {
  if (isForeignMachine(record)) return { kind: 'foreign' };
  const { subscription } = machine;
  // What a refused step waits for is told once: not by a row of some seconds ago.
  const known = await (lacksProvider(record) ? readHostNow : readHost)(ports, subscription);
  if (known.trouble?.kind === 'moved') return { kind: 'moved', detail: known.trouble.detail };
  const read = await ports.azure.readMachine(machine, {
    associations: parts.read.includes('associations'),
    instances: parts.read.includes('instances'),
  });
  if (read.kind === 'gone') return { kind: 'gone' };
  if (read.kind === 'failed') return { kind: 'failed', failure: read.failure };
  const dated = await dateFacts(ports, record, read.value);
  if (dated.kind === 'failed') return dated;
  const facts = dated.value;
  const boundSpec = await readBoundSpec(ports, record, facts);
  if (boundSpec === 'foreign') return { kind: 'foreign' };
  const operations = parts.operations ? await readOperations(ports, facts, record) : noOperations;
  if (operations.kind === 'failed') return operations;
  const spec = boundSpec ?? candidateSpec(fleetWithin(ports.fleet, known.place), facts);
  const [shared, foreignWrites, edrReadings] = await Promise.all([
    readSharedOf(ports, facts, spec, known),
    readForeignWrites(ports, record),
    readEdr(ports, machine, spec),
  ]);
  if (shared.kind === 'failed') return shared;
  // A permit's life begins here: no freeze that was answered before this moment can be missed by the reads below.
  const wallNowMs = ports.wallClock.now();
  const host = parts.freshHost ? await readHostNow(ports, subscription) : known;
  const said = await readSaid(ports, host.place);
  const nowMs = ports.clock.now();
  const { states } = operations;
  return {
    kind: 'found',
    host,
    input: {
      record,
      lookId,
      facts,
      shared: shared.value,
      boundSpec,
      operations: states,
      foreignWrites,
      edrReadings,
      ...said,
      hostTrouble: host.trouble,
      host,
      cloud: ports.settings.cloud,
      admitted: parts.admitted,
      nowMs,
      wallNowMs,
    },
  };
}

/** Where its profile wants endpoint protection: what the sweeps read of that of others. */
async function readEdr(
  { store }: Ports,
  { subscription, key }: MachineRef,
  spec: Spec | undefined,
): Promise<EdrReadings | undefined> {
  return spec === undefined || spec.endpoint === 'none' ? undefined : await store.assessments.read(subscription, key);
}

/** What the machine shares with others, and what of it the looks at its subscription make. */
async function readSharedOf(
  { azure, clock, fleet, settings }: Ports,
  facts: MachineFacts,
  spec: Spec | undefined,
  { record }: Host,
): Promise<PartOutcome<SharedFacts>> {
  const making = makingOf(fleet, facts.machine.subscription, record, clock.now());
  const made = madeForMachine(making, facts, settings.cloud);
  const endpointCoverage = endpointCoverageOf(making, endpointSystemOf(facts));
  const ofSubscription = spec?.subscriptionRules === true ? made.ruleIds : [];
  const read = await azure.readShared({
    subscription: facts.machine.subscription,
    region: facts.region,
    ruleIds: [...(spec?.ruleIds ?? []), ...ofSubscription],
    ...(making.identityGroup === undefined ? {} : { identityGroup: making.identityGroup }),
  });
  return read.kind === 'failed' ? read : { kind: 'found', value: { ...read.value, made, endpointCoverage } };
}

/** An Arc machine is dated by a list, which is asked only while something hangs on it. */
async function dateFacts(ports: Ports, record: MachineRecord, facts: MachineFacts): Promise<PartOutcome<MachineFacts>> {
  const sinceMs = creationNeededSince(record, facts, ports.clock.now());
  if (sinceMs === undefined) return { kind: 'found', value: withCreation(facts, record) };
  const read = await ports.azure.readCreation(facts.machine, sinceMs);
  if (read.kind === 'failed') return read;
  return { kind: 'found', value: withCreation(facts, record, { ...read.value, sinceMs }) };
}

/** The spec the row names, unless the machine behind the name is another one now. */
async function readBoundSpec(ports: Ports, record: MachineRecord, facts: MachineFacts): ReturnType<SpecTable['read']> {
  if (record.spec === undefined || !isOf(record, facts)) return undefined;
  return ports.store.specs.read(record.spec);
}

function isOf({ incarnation }: MachineRecord, facts: MachineFacts): boolean {
  if (incarnation === undefined || facts.incarnation === undefined) return incarnation === facts.incarnation;
  return isSameMachine(incarnation, facts.incarnation);
}

function candidateSpec(fleet: FleetFile, facts: MachineFacts): Spec | undefined {
  const profile = matchProfile(fleet, facts);
  return profile === undefined ? undefined : resolveSpec(profile, facts);
}

type ReadOperations =
  | { readonly kind: 'read'; readonly states: Readonly<Record<string, OperationState>> }
  | { readonly kind: 'failed'; readonly failure: RawFailure };

const noOperations: ReadOperations = { kind: 'read', states: {} };

/** An operation that cannot be read counts as running; one that tells us to wait ends the look. */
async function readOperations(ports: Ports, facts: MachineFacts, record: MachineRecord): Promise<ReadOperations> {
  const states: Record<string, OperationState> = {};
  for (const { stepId, url } of operationsToRead(record, facts)) {
    const outcome = await ports.azure.readOperation(facts.machine, url);
    if (outcome.kind === 'failed' && isThrottled(outcome.failure)) return outcome;
    states[stepId] =
      outcome.kind === 'found' ? outcome.value : { state: isOverdue(ports, record) ? 'lost' : 'running' };
  }
  return { kind: 'read', states };
}

/** An operation that cannot be read runs, for as long as most of them need. */
const patienceMs = 30 * 60_000;

function isOverdue(ports: Ports, { provisioningSince }: MachineRecord): boolean {
  return provisioningSince !== undefined && ports.clock.now() - Date.parse(provisioningSince) > patienceMs;
}

function isThrottled(failure: RawFailure): boolean {
  return decodeFailure(failure).pendingReason === 'Throttled';
}
