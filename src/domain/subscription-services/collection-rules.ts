import { whyUnavailable } from '../cloud/is-available.ts';
import { isSameId } from '../ids.ts';
import { findResource, type RegionInUse, type ResourceFacts } from '../subscription/resource-facts.ts';
import { defaultGroupIdOf, ruleIdsFor } from '../subscription/shared-names.ts';
import type {
  SubscriptionFinding,
  SubscriptionInput,
  SubscriptionService,
} from '../subscription/subscription-service.ts';
import { type CodeInUse, codesInUse } from './regions-by-code.ts';
import { defaultDestination, namedDestination, type RuleDestination } from './rule-destination.ts';
import { type RulePlace, rulesOfPlace } from './rules-of-place.ts';
import { defaultGroup } from './shared-group.ts';
import { findObjects, type SharedObject } from './shared-object.ts';
import { thereOf } from './shared-state.ts';

const service = 'collection-rules';

/**
 * Rules that bring the machines' data into the workspace: one for each system of each region, and one for Windows security
 * events where they are wanted. Rules of others, and rules that are there under our names, stay as they are. Defender's
 * own default rule is made only where it is asked for: without the Azure Security agent it collects nothing.
 */
export const collectionRulesService: SubscriptionService = {
  name: service,
  activities: ['createRuleGroup', 'createDataCollectionRule'],
  find,
};

function find(input: SubscriptionInput): SubscriptionFinding {
  const { spec, facts, cloud } = input;
  if (spec.workspace === 'none') return { kind: 'not-applicable', reason: 'fleet.json wants no workspace' };
  const isDefault = spec.workspace === 'default';
  const lacking = isDefault ? whyUnavailable(cloud, 'defaultWorkspacePipeline') : undefined;
  if (lacking !== undefined) return { kind: 'not-applicable', reason: lacking };
  const { resources, workspace } = facts.parts;
  if (resources === undefined) return { kind: 'not-read', needs: 'resources' };
  if (!isDefault && workspace === undefined) return { kind: 'not-read', needs: 'workspace' };
  const codes = codesInUse(resources.regions);
  if (codes.length === 0) return { kind: 'satisfied', detail: 'no region has machines' };
  const named = isDefault ? undefined : namedDestination(input);
  if (!isDefault && named === undefined) {
    return { kind: 'not-applicable', reason: 'the workspace that fleet.json names cannot be read' };
  }
  return findRules(input, resources, codes, named);
}

/** `named`: the workspace of fleet.json; undefined: each code's default one. */
function findRules(
  input: SubscriptionInput,
  resources: ResourceFacts,
  codes: readonly CodeInUse[],
  named: RuleDestination | undefined,
): SubscriptionFinding {
  const objects: SharedObject[] = [];
  const there = new Set<string>();
  const strays: string[] = [];
  for (const code of codes) {
    const destination = named ?? defaultDestination(input, resources, code);
    if (destination.securityEvents.kind === 'not-read') return { kind: 'not-read', needs: 'defender' };
    const group = defaultGroupIdOf(input.facts.target.subscription, code.regions[0]);
    if (named !== undefined) objects.push(groupOf(input, resources, code));
    const rules = placesOf(resources.regions, code).flatMap((place) =>
      rulesOfPlace(input, resources, place, destination),
    );
    objects.push(...new Map(rules.map((rule) => [rule.step.id, rule])).values());
    strays.push(...straysOf(input, resources, code, destination));
    for (const id of thereOf(resources, [group, destination.workspaceId, ...afterOf(destination)])) there.add(id);
  }
  if (named !== undefined) there.add(named.workspaceId);
  const detail = strays.length === 0 ? undefined : `left as it is, and sends elsewhere: ${strays.join(', ')}`;
  return findObjects(input, objects, [...there], detail);
}

/** Rules that are there under our names and send nothing to the workspace. */
function straysOf(
  { spec, facts }: SubscriptionInput,
  resources: ResourceFacts,
  code: CodeInUse,
  { workspaceId }: RuleDestination,
): readonly string[] {
  return placesOf(resources.regions, code)
    .flatMap(({ region, os }) => ruleIdsFor(spec, facts.target.subscription, region, os))
    .flatMap((id) => findResource(resources, id) ?? [])
    .filter(({ workspaceIds }) => !workspaceIds.some((one) => isSameId(one, workspaceId)))
    .map(({ name }) => name);
}

function afterOf({ securityEvents }: RuleDestination): readonly string[] {
  return securityEvents.kind === 'comes' ? securityEvents.after : [];
}

/** Each region of the code with each system that is there. */
function placesOf(inUse: readonly RegionInUse[], { regions }: CodeInUse): readonly RulePlace[] {
  return regions.flatMap((region) => {
    const systems = new Set(inUse.filter((one) => one.region === region).map(({ os }) => os));
    return (['windows', 'linux'] as const).filter((os) => systems.has(os)).map((os) => ({ region, os }));
  });
}

/** Our rules lie beside where a default workspace would; a group for them is made where there is none. */
function groupOf(input: SubscriptionInput, resources: ResourceFacts, code: CodeInUse): SharedObject {
  const why = `make the resource group DefaultResourceGroup-${code.code} for rules`;
  return defaultGroup(input, resources, code, { service, activity: 'createRuleGroup', why });
}
