import type { Obstacle } from '../findings/finding.ts';
import type { ResourceFacts } from '../subscription/resource-facts.ts';
import {
  collectionRuleIdOf,
  defaultGroupIdOf,
  type RuleSystem,
  securityAgentRuleIdOf,
  securityEventsRuleIdOf,
} from '../subscription/shared-names.ts';
import type { SubscriptionInput } from '../subscription/subscription-service.ts';
import { collectionRuleBody, type RuleBody, securityAgentRuleBody, securityEventsRuleBody } from './rule-body.ts';
import type { RuleDestination } from './rule-destination.ts';
import { type SharedObject, sharedStep } from './shared-object.ts';
import { stateOf, tagsOf } from './shared-state.ts';

/** Machines of one system in one region. */
export interface RulePlace {
  readonly region: string;
  readonly os: RuleSystem;
}

/**
 * The rules that machines of a place shall have: `ruleIdsFor` names the same ones. One that both systems of a region have
 * is among those of each.
 */
export function rulesOfPlace(
  input: SubscriptionInput,
  resources: ResourceFacts,
  place: RulePlace,
  destination: RuleDestination,
): readonly SharedObject[] {
  const rules = rulesOfSystem(input, resources, place, destination);
  if (input.spec.azureSecurityAgent === 'none') return rules;
  const ofAgent = ruleOf(input, resources, place, destination, {
    resourceId: securityAgentRuleIdOf(input.facts.target.subscription, place.region),
    on: `${place.region}-security-agent`,
    body: securityAgentRuleBody(destination.workspaceId),
    after: [],
  });
  return [...rules, ofAgent];
}

function rulesOfSystem(
  input: SubscriptionInput,
  resources: ResourceFacts,
  place: RulePlace,
  destination: RuleDestination,
): readonly SharedObject[] {
  const { collect, securityEvents } = input.spec;
  const { region, os } = place;
  const { subscription } = input.facts.target;
  const collection = ruleOf(input, resources, place, destination, {
    resourceId: collectionRuleIdOf(subscription, region, os),
    on: `${region}-${os}`,
    body: collectionRuleBody(collect, os, destination.workspaceId),
    after: [],
  });
  if (securityEvents === 'none' || os !== 'windows') return [collection];
  const table = destination.securityEvents;
  const events = ruleOf(input, resources, place, destination, {
    resourceId: securityEventsRuleIdOf(subscription, region),
    on: `${region}-security-events`,
    body: securityEventsRuleBody(securityEvents, destination.workspaceId),
    after: table.kind === 'comes' ? table.after : [],
  });
  return [collection, table.kind === 'comes' ? events : { ...events, obstacle: withoutTable(destination, events) }];
}

function withoutTable({ workspaceId }: RuleDestination, { step }: SharedObject): Obstacle {
  const name = workspaceId.slice(workspaceId.lastIndexOf('/') + 1);
  return {
    kind: 'blocked',
    code: 'SolutionMissing',
    detail: `the workspace ${name} has no table for security events`,
    keptBack: [step],
  };
}

interface RuleParts {
  readonly resourceId: string;
  readonly on: string;
  readonly body: RuleBody;
  readonly after: readonly string[];
}

function ruleOf(
  input: SubscriptionInput,
  resources: ResourceFacts,
  { region }: RulePlace,
  { workspaceId, location }: RuleDestination,
  { resourceId, on, body, after }: RuleParts,
): SharedObject {
  const step = sharedStep(input, {
    service: 'collection-rules',
    activity: 'createDataCollectionRule',
    on,
    why: `make the rule ${resourceId.slice(resourceId.lastIndexOf('/') + 1)}`,
    resource: {
      type: 'Microsoft.Insights/dataCollectionRules',
      resourceId,
      body: { location, ...body, ...tagsOf(input.spec.tags) },
    },
    after: [defaultGroupIdOf(input.facts.target.subscription, region), workspaceId, ...after],
  });
  return { state: stateOf(resources, resourceId), step };
}
