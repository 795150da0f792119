import { comparableArmId } from '../domain/arm-id.ts';
import type { StepId } from '../domain/ids.ts';
import { isNewIn } from '../domain/step/new-in.ts';
import { producedIn } from '../domain/step/produced-in.ts';
import type { WantedStep } from '../domain/step/wanted-step.ts';
import { groupIdOf } from '../domain/subscription/shared-names.ts';
import type { SubscriptionParts } from '../domain/subscription/subscription-facts.ts';
import type { SubscriptionDecision } from '../domain/subscription-look/subscription-look-input.ts';
import { needOf } from '../domain/subscription-services/shared-object.ts';
import type { PartOutcome } from '../ports/azure.ts';
import type { Ports } from '../ports/ports.ts';
import { confirmResources, confirmTopics } from './confirm-recent.ts';
import type { PartReading } from './read-subscription-part.ts';

/**
 * The parts again with the resource that the step makes as it is now, and with what it builds on, unless that was made
 * by a step before it in this look; a group that such a step made holds nothing that is not known. Undefined: the step
 * is not wanted, makes no resource, or cannot be sent yet.
 */
export async function confirmStep(
  ports: Ports,
  reading: PartReading,
  decision: SubscriptionDecision,
  stepId: StepId,
): Promise<PartOutcome<SubscriptionParts> | undefined> {
  const step = decision.wanted.find((one) => one.step.id === stepId && one.verdict === 'permitted')?.step;
  const { record, facts } = reading;
  const { resources, locks } = facts.parts;
  if (step?.write.kind !== 'putShared' || resources === undefined) return undefined;
  const made = producedIn(record, reading.lookId);
  const mayBeThere = [...decision.met, ...made, ...(record.shared.unshown ?? []).map(needOf)];
  if (!step.needs.every((need) => mayBeThere.includes(need))) return undefined;
  const { type, resourceId } = step.write.resource;
  const below = neededOf(step, made);
  const isLock = type === 'Microsoft.Authorization/locks';
  const topics =
    type === 'Microsoft.EventGrid/systemTopics' ? await confirmTopics(ports, record, resources) : undefined;
  if (topics?.kind === 'failed') return topics;
  const around = resourceGroupOf(resourceId);
  const isInNewGroup = around !== undefined && isNewIn(record, reading.lookId, around, ports.clock.now());
  const own = isLock || topics !== undefined || isInNewGroup ? [] : [resourceId];
  const read = await confirmResources(ports, record, topics?.value ?? resources, [...own, ...below]);
  if (read.kind === 'failed') return read;
  if (!isLock || locks !== undefined) return { kind: 'found', value: { resources: read.value } };
  if (isInNewGroup) return { kind: 'found', value: { resources: read.value, locks: [] } };
  const group = groupIdOf(facts.target.subscription, reading.spec.identity.resourceGroup);
  const locked = await ports.azure.readLocks(record, group);
  return locked.kind === 'failed' ? locked : { kind: 'found', value: { resources: read.value, locks: locked.value } };
}

/** `/subscriptions/{id}/resourceGroups/{name}` of what lies in one; for a group itself, nothing. */
function resourceGroupOf(resourceId: string): string | undefined {
  const segments = resourceId.split('/');
  const isBelowGroup = segments.length > 5 && segments[3]?.toLowerCase() === 'resourcegroups';
  return isBelowGroup ? segments.slice(0, 5).join('/') : undefined;
}

const resourceNeed = /^resource:(\/.*)$/;

function neededOf({ needs }: WantedStep, made: readonly string[]): readonly string[] {
  return needs.flatMap((need) => {
    const [, id] = resourceNeed.exec(need) ?? [];
    return id === undefined || made.includes(need) ? [] : [comparableArmId(id)];
  });
}
