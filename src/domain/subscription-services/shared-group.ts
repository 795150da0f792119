import type { ResourceFacts } from '../subscription/resource-facts.ts';
import { defaultGroupIdOf } from '../subscription/shared-names.ts';
import type { SubscriptionInput } from '../subscription/subscription-service.ts';
import type { CodeInUse } from './regions-by-code.ts';
import { type SharedObject, type SharedStepParts, sharedStep } from './shared-object.ts';
import { stateOf, tagsOf } from './shared-state.ts';

interface GroupParts extends Pick<SharedStepParts, 'service' | 'activity' | 'on' | 'why'> {
  readonly resourceId: string;
  readonly location: string;
}

/** A resource group for what a service makes; one that is there stays as it is, wherever it is. */
export function sharedGroup(
  input: SubscriptionInput,
  resources: ResourceFacts,
  { resourceId, location, ...named }: GroupParts,
): SharedObject {
  const body = { location, ...tagsOf(input.spec.tags) };
  const resource = { type: 'Microsoft.Resources/subscriptions/resourceGroups', resourceId, body } as const;
  return { state: stateOf(resources, resourceId), step: sharedStep(input, { ...named, resource, after: [] }) };
}

/** The group that the default workspace of a region's code lies in, and our rules beside it. */
export function defaultGroup(
  input: SubscriptionInput,
  resources: ResourceFacts,
  { code, regions: [first] }: CodeInUse,
  named: Pick<GroupParts, 'service' | 'activity' | 'why'>,
): SharedObject {
  const { spec, facts } = input;
  const resourceId = defaultGroupIdOf(facts.target.subscription, first);
  return sharedGroup(input, resources, { ...named, on: code, resourceId, location: spec.location ?? first });
}
