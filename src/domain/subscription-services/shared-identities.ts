import { isSameId } from '../ids.ts';
import {
  findResource,
  type RegionInUse,
  type ResourceFacts,
  type ResourceRow,
} from '../subscription/resource-facts.ts';
import { groupIdOf, identityIdOf } from '../subscription/shared-names.ts';
import type {
  SubscriptionFinding,
  SubscriptionInput,
  SubscriptionService,
} from '../subscription/subscription-service.ts';
import { describeRoles } from './identity-roles.ts';
import { sharedGroup } from './shared-group.ts';
import { findObjects, type SharedObject, sharedStep } from './shared-object.ts';
import { stateOf, tagsOf, thereOf } from './shared-state.ts';

const service = 'shared-identities';

/** The same words as the policy's (VM_UAI_DINE 1.1.0-preview), which knows its lock by its name. */
const notes =
  'Please do not delete this User-Assigned Identity since extensions enabled by Azure Policy are relying on their existence.';

/** As the built-in policy's parameter builtInIdentityResourceGroupLocation. */
const usualLocation = 'eastus';

/**
 * The identities that agents sign in with: one for each region that has virtual machines, since Arc machines bring their
 * own, with its lock, in a group of their own. What is there already is taken as it is.
 */
export const sharedIdentitiesService: SubscriptionService = {
  name: service,
  activities: ['createIdentityGroup', 'createIdentity', 'lockIdentity'],
  find,
};

function find(input: SubscriptionInput): SubscriptionFinding {
  const { spec, facts } = input;
  const { resources, locks, roles } = facts.parts;
  if (!spec.identity.create) return { kind: 'not-applicable', reason: 'fleet.json wants no identity to be made' };
  if (resources === undefined) return { kind: 'not-read', needs: 'resources' };
  const { subscription } = facts.target;
  const regions = regionsOfVms(resources.regions);
  if (regions.length === 0) return { kind: 'satisfied', detail: 'no region has virtual machines' };
  const ids = regions.map((region) => identityIdOf(spec, subscription, region));
  const made = ids.flatMap((id) => findResource(resources, id) ?? []);
  if (made.length > 0 && spec.identity.lock && locks === undefined) return { kind: 'not-read', needs: 'locks' };
  if (!made.every((row) => isJustMade(input, row)) && roles === undefined) return { kind: 'not-read', needs: 'roles' };
  const groupId = groupIdOf(subscription, spec.identity.resourceGroup);
  const objects = [
    groupOf(input, resources, groupId),
    ...regions.map((region) => identityOf(input, resources, region, groupId)),
    ...(spec.identity.lock ? regions.map((region) => lockOf(input, region)) : []),
  ];
  const there = thereOf(resources, [groupId, ...ids]);
  return findObjects(input, objects, there, describeRoles(made, roles));
}

/** Nobody has had time to give it a role: its roles are looked at from the next look on. Milliseconds of app time. */
const justMadeMs = 30 * 60_000;

function isJustMade({ history, now }: SubscriptionInput, { name }: ResourceRow): boolean {
  const region = name.slice('Built-In-Identity-'.length).toLowerCase();
  const step = history.steps[`createIdentity:${region}`];
  return step?.writes.at(-1)?.ended === 'succeeded' && now - Date.parse(step.lastAt) < justMadeMs;
}

function regionsOfVms(regions: readonly RegionInUse[]): readonly string[] {
  return [...new Set(regions.filter(({ kind }) => kind !== 'arc').map(({ region }) => region))].sort();
}

function groupOf(input: SubscriptionInput, resources: ResourceFacts, resourceId: string): SharedObject {
  const { identity, location } = input.spec;
  return sharedGroup(input, resources, {
    service,
    activity: 'createIdentityGroup',
    on: identity.resourceGroup.replaceAll(/[^\w.-]/g, '-'),
    why: `make the resource group ${identity.resourceGroup}`,
    resourceId,
    location: identity.location ?? location ?? usualLocation,
  });
}

function identityOf(input: SubscriptionInput, resources: ResourceFacts, region: string, groupId: string): SharedObject {
  const resourceId = identityIdOf(input.spec, input.facts.target.subscription, region);
  const body = { location: region, ...tagsOf(input.spec.tags) };
  const step = sharedStep(input, {
    service,
    activity: 'createIdentity',
    on: region,
    why: `make the identity Built-In-Identity-${region}`,
    resource: { type: 'Microsoft.ManagedIdentity/userAssignedIdentities', resourceId, body },
    after: [groupId],
  });
  return { state: stateOf(resources, resourceId), step };
}

/** Whoever locked the identity against deletion, under whatever name: it is locked. */
function lockOf(input: SubscriptionInput, region: string): SharedObject {
  const identityId = identityIdOf(input.spec, input.facts.target.subscription, region);
  const name = `CanNotDeleteLock-Built-In-Identity-${region}`;
  const isLocked = (input.facts.parts.locks ?? []).some(({ scope }) => isSameId(scope, identityId));
  const step = sharedStep(input, {
    service,
    activity: 'lockIdentity',
    on: region,
    why: `lock Built-In-Identity-${region} against deletion`,
    resource: {
      type: 'Microsoft.Authorization/locks',
      resourceId: `${identityId}/providers/Microsoft.Authorization/locks/${name}`,
      body: { properties: { level: 'CanNotDelete', notes } },
    },
    after: [identityId],
  });
  return { state: isLocked ? 'present' : 'missing', step };
}
