import { keepPolicies } from '../domain/coexistence/keep-policies.ts';
import { keepConnectors } from '../domain/connectors/connector-facts.ts';
import { isUnregistered } from '../domain/failures/is-unregistered.ts';
import type { SubscriptionPart } from '../domain/findings/finding.ts';
import type { LookId, StepId } from '../domain/ids.ts';
import { activityOf } from '../domain/step/step-id.ts';
import { groupIdOf } from '../domain/subscription/shared-names.ts';
import type { SubscriptionFacts, SubscriptionParts } from '../domain/subscription/subscription-facts.ts';
import type { SubscriptionRecord, SubscriptionSpec } from '../domain/subscription/subscription-record.ts';
import { findTopic } from '../domain/subscription/system-topic.ts';
import { withoutDefender } from '../domain/subscription/without-defender.ts';
import type { DefenderHalf, PartOutcome } from '../ports/azure.ts';
import type { Ports } from '../ports/ports.ts';
import { confirmRecent } from './confirm-recent.ts';
import { readReach } from './read-reach.ts';

/** What a part is read for. */
export interface PartReading {
  /** As stored before this look. */
  readonly record: SubscriptionRecord;
  readonly lookId: LookId;
  readonly facts: SubscriptionFacts;
  /** What is wanted of the subscription. */
  readonly spec: SubscriptionSpec;
  /** It is read to judge this step just before its write: what decides that write is read anew. */
  readonly step: StepId | undefined;
}

type ReadPartOf = (ports: Ports, reading: PartReading) => Promise<PartOutcome<SubscriptionParts>>;

const readers: Readonly<Record<SubscriptionPart, ReadPartOf>> = {
  defender: async ({ azure }, { facts, step }) =>
    within('defender', await azure.readDefender(facts.target, changedHalf(step))),
  ownPlans: async ({ azure }, { facts }) => ({
    kind: 'found',
    value: { ownPlans: await azure.readOwnPlans(facts.target) },
  }),
  vulnerabilityAssessment: async ({ azure }, { facts }) =>
    within('vulnerabilityAssessment', await azure.readVulnerabilityAssessment(facts.target)),
  autoProvisioning: async ({ azure }, { facts }) =>
    within('autoProvisioning', await azure.readAutoProvisioning(facts.target)),
  reach: async (ports, { facts }) => within('reach', { kind: 'found', value: await readReach(ports, facts.target) }),
  // The steps of a look build on what it read; the resource that a step makes is confirmed before its write.
  resources: async (ports, reading) => {
    const read = await ports.azure.readResources(reading.facts.target, useOf(reading));
    if (read.kind === 'failed' || reading.step !== undefined) return within('resources', read);
    return within('resources', await confirmRecent(ports, reading.record, read.value));
  },
  locks: async ({ azure }, { facts, spec }) => {
    const group = groupIdOf(facts.target.subscription, spec.identity.resourceGroup);
    return within('locks', await azure.readLocks(facts.target, group));
  },
  // Told by looks only: no write follows from it.
  roles: async ({ azure }, { facts, step }) =>
    step === undefined ? within('roles', await azure.readRoles(facts.target)) : found({ roles: [] }),
  workspace: async ({ azure }, reading) => {
    const { facts, spec } = reading;
    if (typeof spec.workspace === 'string') return found({ workspace: { state: 'missing' } });
    return within('workspace', await azure.readNamedWorkspace(facts.target, spec.workspace.id, useOf(reading)));
  },
  // Registering what is registered changes nothing, so what the look read will do.
  providers: async ({ azure }, reading) =>
    within('providers', await azure.readProviders(reading.facts.target, useOf(reading))),
  policies: async ({ azure, clock }, { facts, record }) => {
    const read = await azure.readPolicies(facts.target);
    if (read.kind === 'failed') return read;
    return { kind: 'found', value: { policies: keepPolicies(read.value, record, clock.now()) } };
  },
  connectors: async ({ azure, clock }, { facts }) => {
    const read = await azure.readConnectors(facts.target);
    if (read.kind === 'failed') return read;
    return { kind: 'found', value: { connectors: keepConnectors(read.value, clock.now()) } };
  },
  wiring: async ({ azure, settings }, { facts }) => {
    const { resources } = facts.parts;
    const topic = resources === undefined ? undefined : findTopic(resources, facts.target.subscription);
    if (topic === undefined || settings.events === undefined) return found({ wiring: { state: 'missing' } });
    return within('wiring', await azure.readWiring(facts.target, topic.id, settings.events.name));
  },
};

function found(value: SubscriptionParts): PartOutcome<SubscriptionParts> {
  return { kind: 'found', value };
}

const changedHalves: Readonly<Record<string, DefenderHalf>> = {
  setDefenderPlan: 'plan',
  setEndpointSetting: 'settings',
};

function changedHalf(step: StepId | undefined): DefenderHalf | undefined {
  return step === undefined ? undefined : changedHalves[activityOf(step)];
}

/** That the subscription is not registered for Defender for Cloud is a fact: nothing of it is there. */
export async function readSubscriptionPart(
  ports: Ports,
  part: SubscriptionPart,
  reading: PartReading,
): Promise<PartOutcome<SubscriptionParts>> {
  const read = await readers[part](ports, reading);
  if (read.kind === 'found' || !isUnregistered(read.failure)) return read;
  const value = withoutDefender(part, ports.clock.now());
  return value === undefined ? read : { kind: 'found', value };
}

function useOf({ lookId, step }: PartReading): { readonly lookId: LookId; readonly isStep: boolean } {
  return { lookId, isStep: step !== undefined };
}

function within<Part extends SubscriptionPart>(
  part: Part,
  outcome: PartOutcome<NonNullable<SubscriptionParts[Part]>>,
): PartOutcome<SubscriptionParts> {
  return outcome.kind === 'failed' ? outcome : { kind: 'found', value: { [part]: outcome.value } };
}
