import { textAt } from '../core/json.ts';
import { parseArmId } from '../core/store/arm-id.ts';
import { findResource } from '../core/store/stored-resource.ts';
import type { JsonObject, SimContext } from '../core/types.ts';
import type { Workspaces } from '../operational-insights/workspace.ts';
import type { Solutions } from '../operations-management/solution.ts';
import type { PayloadFlaw } from './invalid-payload.ts';
import { destinationsOf, flowsOf, type RulePart, textsAt } from './rule-parts.ts';

/** What the data of a rule can be sent to. */
export interface RuleTargets {
  readonly workspaces: Workspaces;
  readonly solutions: Solutions;
}

/** Streams whose table is in a workspace only once one of these solutions is. */
const solutionsOfStreams: Readonly<Record<string, readonly string[]>> = {
  'Microsoft-SecurityEvent': ['Security', 'SecurityInsights'],
};

/** What a rule names that is not there: a workspace, an endpoint, a destination of its flows, the table of a stream. */
export function findMissing(context: SimContext, targets: RuleTargets, properties: JsonObject): readonly PayloadFlaw[] {
  const destinations = destinationsOf(properties);
  const endpoint = textAt(properties, 'dataCollectionEndpointId');
  return [
    ...(endpoint === undefined || findResource(context, endpoint) !== undefined
      ? []
      : [
          {
            code: 'InvalidProperty',
            message: `The data collection endpoint '${endpoint}' was not found.`,
            target: 'properties.dataCollectionEndpointId',
          },
        ]),
    ...destinations.flatMap((destination) => findMissingWorkspace(context, targets, destination)),
    ...flowsOf(properties).flatMap((flow) => [
      ...findUnknownDestination(destinations, flow),
      ...findMissingTable(targets, destinations, flow),
    ]),
  ];
}

/** A workspace of a subscription that is not simulated is taken for there: nothing is known of it. */
function findMissingWorkspace(
  { subscriptions }: SimContext,
  { workspaces }: RuleTargets,
  { kind, value, target }: RulePart,
): PayloadFlaw[] {
  if (kind !== 'logAnalytics') return [];
  const id = textAt(value, 'workspaceResourceId') ?? '';
  const { subscriptionId } = parseArmId(id);
  if (subscriptionId !== undefined && !subscriptions.has(subscriptionId.toLowerCase())) return [];
  if (workspaces.collection.get(id) !== undefined) return [];
  const message = `The workspace '${id}' was not found.`;
  return [{ code: 'InvalidDestination', message, target: `${target}.workspaceResourceId` }];
}

/** Words: a public record of the Azure CLI (monitor data-collection rule create). */
function findUnknownDestination(destinations: readonly RulePart[], flow: RulePart): PayloadFlaw[] {
  const named = textsAt(flow, 'destinations');
  const message = "'Destinations' must not be empty.";
  if (named.length === 0) return [{ code: 'InvalidDataFlow', message, target: flow.target }];
  return named
    .filter((name) => !destinations.some((destination) => destination.name === name))
    .map((name) => ({
      code: 'InvalidDataFlow',
      message: `'DataFlows' destination name is unknown: ${name}.`,
      target: flow.target,
    }));
}

/** Words and code: hashicorp/terraform-provider-azurerm issue 28709. */
function findMissingTable(targets: RuleTargets, destinations: readonly RulePart[], flow: RulePart): PayloadFlaw[] {
  const named = textsAt(flow, 'destinations');
  const workspaces = destinations.filter(({ kind, name }) => kind === 'logAnalytics' && named.includes(name ?? ''));
  return workspaces.flatMap((destination) => {
    const id = textAt(destination.value, 'workspaceResourceId') ?? '';
    return textsAt(flow, 'streams')
      .filter((stream) => {
        const wanted = solutionsOfStreams[stream];
        return wanted !== undefined && !wanted.some((solution) => targets.solutions.has(id, solution));
      })
      .map((stream) => ({
        code: 'InvalidOutputTable',
        message: `Table for output stream '${stream}' is not available for destination '${destination.name}'.`,
        target: flow.target,
      }));
  });
}
