import { findResource, type ResourceFacts } from '../subscription/resource-facts.ts';
import { solutionIdOf } from '../subscription/shared-names.ts';
import type { SubscriptionInput } from '../subscription/subscription-service.ts';
import { type CodeInUse, defaultWorkspaceOf } from './regions-by-code.ts';
import { solutionOfPlan } from './solution-of-plan.ts';

/** Where the rules of some regions send to. */
export interface RuleDestination {
  readonly workspaceId: string;
  /** A rule is in the region of its workspace (built-in policies of the default pipeline, of VM Insights, of Defender). */
  readonly location: string;
  readonly securityEvents: SecurityEventsTable;
}

/**
 * Whether the workspace has the table that security events go to: it comes with the solution Security or with Microsoft
 * Sentinel, and a rule for it is refused before (InvalidOutputTable, hashicorp/terraform-provider-azurerm issue 28709).
 * `after`: ids of the solutions that have to be there first.
 */
export type SecurityEventsTable =
  | { readonly kind: 'comes'; readonly after: readonly string[] }
  | { readonly kind: 'missing' | 'not-read' };

const bringers = ['Security', 'SecurityInsights'];

export function defaultDestination(
  input: SubscriptionInput,
  resources: ResourceFacts,
  code: CodeInUse,
): RuleDestination {
  const { id, location } = defaultWorkspaceOf(resources, input.facts.target.subscription, code);
  return { workspaceId: id, location, securityEvents: tableOfDefault(input, resources, id) };
}

function tableOfDefault(input: SubscriptionInput, resources: ResourceFacts, workspaceId: string): SecurityEventsTable {
  if (input.spec.securityEvents === 'none') return { kind: 'missing' };
  const ids = bringers.map((product) => solutionIdOf(workspaceId, product));
  const there = ids.find((id) => findResource(resources, id) !== undefined);
  if (there !== undefined) return { kind: 'comes', after: [there] };
  const product = solutionOfPlan(input);
  if (product === 'not-read') return { kind: 'not-read' };
  return product === 'Security' ? { kind: 'comes', after: ids.slice(0, 1) } : { kind: 'missing' };
}

/** The workspace that fleet.json names; undefined while it is not there or cannot be read. */
export function namedDestination({ facts }: SubscriptionInput): RuleDestination | undefined {
  const { workspace } = facts.parts;
  if (workspace?.state !== 'present') return undefined;
  const { id, location, solutions } = workspace;
  // What cannot be read is left to Azure, which refuses a rule without a table.
  const has = solutions?.some((one) => bringers.some((each) => each.toLowerCase() === one.toLowerCase())) ?? true;
  return { workspaceId: id, location, securityEvents: has ? { kind: 'comes', after: [] } : { kind: 'missing' } };
}
