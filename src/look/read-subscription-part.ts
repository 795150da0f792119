import { keepPolicies } from '../domain/coexistence/keep-policies.ts';
import { keepConnectors } from '../domain/connectors/connector-facts.ts';
import type { SubscriptionPart } from '../domain/findings/finding.ts';
import type { StepId } from '../domain/ids.ts';
import { activityOf } from '../domain/step/step-id.ts';
import type { SubscriptionFacts, SubscriptionParts } from '../domain/subscription/subscription-facts.ts';
import type { DefenderHalf, PartOutcome } from '../ports/azure.ts';
import type { Ports } from '../ports/ports.ts';

/** Reads one part. `step`: it is read to judge this step just before its write, so nothing kept may answer. */
type ReadPartOf = (
  ports: Ports,
  facts: SubscriptionFacts,
  step: StepId | undefined,
) => Promise<PartOutcome<SubscriptionParts>>;

const readers: Readonly<Record<SubscriptionPart, ReadPartOf>> = {
  defender: async ({ azure }, { target }, step) =>
    within('defender', await azure.readDefender(target, changedHalf(step))),
  ownPlans: async ({ azure }, { target }) => ({
    kind: 'found',
    value: { ownPlans: await azure.readOwnPlans(target) },
  }),
  vulnerabilityAssessment: async ({ azure }, { target }) =>
    within('vulnerabilityAssessment', await azure.readVulnerabilityAssessment(target)),
  autoProvisioning: async ({ azure }, { target }) =>
    within('autoProvisioning', await azure.readAutoProvisioning(target)),
  policies: async ({ azure, clock }, { target }) => {
    const read = await azure.readPolicies(target);
    if (read.kind === 'failed') return read;
    const { assignments, exemptions } = read.value;
    return { kind: 'found', value: { policies: keepPolicies(assignments, exemptions, clock.now()) } };
  },
  connectors: async ({ azure, clock }, { target }) => {
    const read = await azure.readConnectors(target);
    if (read.kind === 'failed') return read;
    return { kind: 'found', value: { connectors: keepConnectors(read.value, clock.now()) } };
  },
};

const changedHalves: Readonly<Record<string, DefenderHalf>> = {
  setDefenderPlan: 'plan',
  setEndpointSetting: 'settings',
};

function changedHalf(step: StepId | undefined): DefenderHalf | undefined {
  return step === undefined ? undefined : changedHalves[activityOf(step)];
}

export function readSubscriptionPart(
  ports: Ports,
  facts: SubscriptionFacts,
  part: SubscriptionPart,
  step: StepId | undefined,
): Promise<PartOutcome<SubscriptionParts>> {
  return readers[part](ports, facts, step);
}

function within<Part extends SubscriptionPart>(
  part: Part,
  outcome: PartOutcome<NonNullable<SubscriptionParts[Part]>>,
): PartOutcome<SubscriptionParts> {
  return outcome.kind === 'failed' ? outcome : { kind: 'found', value: { [part]: outcome.value } };
}
