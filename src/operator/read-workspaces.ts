import { decodeFailure } from '../domain/failures/decode-failure.ts';
import { codeOf } from '../domain/machine/standing.ts';
import type { ServersPlan } from '../domain/subscription/endpoint-protection.ts';
import type { SubscriptionRecord } from '../domain/subscription/subscription-record.ts';
import { type FleetOfWorkspaces, reportWorkspaces } from '../domain/workspaces/workspace-report.ts';
import { describeMachineGap } from '../look/describe-machine-gap.ts';
import { findHiddenTypes, shownByMachines } from '../look/find-hidden-types.ts';
import type { GraphGap, GraphQueryName, GraphRows } from '../ports/inventory.ts';
import type { Ports } from '../ports/ports.ts';
import { keepForAMinute } from './keep-for-a-minute.ts';

export type ReadWorkspaces =
  | ({
      readonly kind: 'read';
      /** App time, ISO-8601 UTC. */
      readonly at: string;
      /** Nothing in these is counted. */
      readonly notRead: readonly NotRead[];
    } & FleetOfWorkspaces)
  /** Nothing could be read; why is for the caller. */
  | { readonly kind: 'incomplete'; readonly why: string };

export interface NotRead {
  readonly subscription: string;
  readonly why: string;
}

/** What the report is made of: Resource Graph leaves out without a word what the app may not read. */
const needed: readonly string[] = [
  ...shownByMachines,
  'Microsoft.Compute/virtualMachineScaleSets/read',
  'Microsoft.Insights/dataCollectionRuleAssociations/read',
  'Microsoft.Insights/dataCollectionRules/read',
  'Microsoft.OperationalInsights/workspaces/read',
  'Microsoft.OperationsManagement/solutions/read',
];

/** Makes the reader of one process: it reads at most once a minute of app time, so that pages agree with each other. */
export function createWorkspaceReader(ports: Ports): () => Promise<ReadWorkspaces> {
  return keepForAMinute(
    ports.clock,
    (nowMs) => readWorkspaces(ports, nowMs),
    (found) => found.kind === 'read',
  );
}

/**
 * All workspaces of all known subscriptions with the machines whose agents send to them: from Azure Resource Graph and our
 * rows, without a read for a machine. Throws only when the store fails.
 */
async function readWorkspaces(ports: Ports, nowMs: number): Promise<ReadWorkspaces> {
  const { records } = await ports.store.subscriptions.listAll();
  const concerned = records.filter(isConcerned);
  const asked = await leaveOutHidden(ports, concerned);
  const read = await readAll(ports, asked);
  if (read.kind === 'incomplete') return read;
  const { agents, objects, associations, notRead } = read;
  if (concerned.length > 0 && notRead.length === concerned.length) {
    return { kind: 'incomplete', why: notRead.map(({ why }) => why).join('; ') };
  }
  const plans = new Map(records.flatMap(planOf));
  const report = reportWorkspaces({ objects, agents, associations, plans });
  return { kind: 'read', at: new Date(nowMs).toISOString(), notRead, ...report };
}

function isConcerned({ standing }: SubscriptionRecord): boolean {
  return standing.status !== 'Gone' && codeOf(standing) !== 'OutOfScope';
}

function planOf({ subscription, defender }: SubscriptionRecord): readonly (readonly [string, ServersPlan])[] {
  return defender === undefined ? [] : [[subscription.toLowerCase(), defender.plan]];
}

interface Asked {
  /** Lower-case ids of subscriptions. */
  readonly scopes: readonly string[];
  readonly notRead: readonly NotRead[];
}

async function leaveOutHidden({ azure }: Ports, records: readonly SubscriptionRecord[]): Promise<Asked> {
  const scopes: string[] = [];
  const notRead: NotRead[] = [];
  for (const { subscription, resourceId } of records) {
    const hidden = await findHiddenTypes(azure, resourceId, needed, 'workspaces, rules and machines');
    if (hidden === undefined) scopes.push(subscription.toLowerCase());
    else notRead.push({ subscription, why: hidden.why });
  }
  return { scopes, notRead };
}

interface Everything extends Asked {
  readonly kind: 'read';
  readonly agents: readonly GraphRows['agents'][];
  readonly objects: readonly GraphRows['workspaces'][];
  readonly associations: readonly GraphRows['associations'][];
}

type Incomplete = Extract<ReadWorkspaces, { kind: 'incomplete' }>;

async function readAll(ports: Ports, asked: Asked): Promise<Everything | Incomplete> {
  const agents = await readRows(ports, 'agents', asked);
  if (agents.kind === 'incomplete') return agents;
  const objects = await readRows(ports, 'workspaces', agents);
  if (objects.kind === 'incomplete') return objects;
  const associations = await readRows(ports, 'associations', objects);
  if (associations.kind === 'incomplete') return associations;
  const { scopes, notRead } = associations;
  const shown = new Set(scopes);
  return {
    kind: 'read',
    agents: agents.rows.filter(({ subscription }) => shown.has(subscription)),
    objects: objects.rows,
    associations: associations.rows,
    scopes,
    notRead,
  };
}

interface Rows<N extends GraphQueryName> extends Asked {
  readonly kind: 'rows';
  readonly rows: readonly GraphRows[N][];
}

/** The rows of one query; subscriptions of which Resource Graph knows nothing are named, and left out from then on. */
async function readRows<N extends GraphQueryName>(
  { azure }: Ports,
  name: N,
  { scopes, notRead }: Asked,
): Promise<Rows<N> | Incomplete> {
  const outcome = await azure.queryGraph(name, scopes);
  if (outcome.kind === 'rows') return { kind: 'rows', rows: outcome.rows, scopes, notRead };
  const { gap } = outcome;
  if (gap.reason !== 'missingSubscriptions') return { kind: 'incomplete', why: describeGap(gap) };
  const shown = scopes.filter((id) => !gap.subscriptions.includes(id));
  const why = describeMachineGap(gap);
  const missing = gap.subscriptions.map((subscription): NotRead => ({ subscription, why }));
  const again = await azure.queryGraph(name, shown);
  if (again.kind === 'incomplete') return { kind: 'incomplete', why: describeGap(again.gap) };
  return { kind: 'rows', rows: again.rows, scopes: shown, notRead: [...notRead, ...missing] };
}

/** With what Azure said where it refused, and the right that it takes. */
function describeGap(gap: GraphGap): string {
  if (gap.reason !== 'failed') return describeMachineGap(gap);
  const { code, detail } = decodeFailure(gap.failure);
  const isRefused = gap.failure.source === 'http' && gap.failure.status === 403;
  const needs = isRefused ? '; the app needs \'Microsoft.ResourceGraph/resources/read\' (built-in role "Reader")' : '';
  return `${describeMachineGap(gap)}: ${code}: ${detail}${needs}`;
}
