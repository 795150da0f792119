import type { ServersPlan } from '../../../src/domain/subscription/endpoint-protection.ts';
import type { AgentWord, SeenAgent, SeenFleet, SeenObject } from '../../../src/domain/workspaces/seen-workspaces.ts';
import {
  type FleetOfWorkspaces,
  reportWorkspaces,
  type WorkspaceReport,
} from '../../../src/domain/workspaces/workspace-report.ts';

const subscription = '5b5c0000-0000-4000-a000-000000000001';
const group = `/subscriptions/${subscription}/resourceGroups/logs/providers`;
export const customerId = '1d2c3b4a-0000-4000-8000-00000000000a';
export const workspaceId = `${group}/Microsoft.OperationalInsights/workspaces/Logs`;
const ruleId = `${group}/microsoft.insights/datacollectionrules/all`.toLowerCase();

export function idOf(name: string): string {
  return `${group}/Microsoft.Compute/virtualMachines/${name}`;
}

/** An agent on a machine; the old one sends to the workspace unless told otherwise. */
export function agentOn(name: string, agent: AgentWord, change: Partial<SeenAgent> = {}): SeenAgent {
  const machineId = idOf(name);
  const workspace = agent === 'old' ? customerId : undefined;
  return { key: `${machineId}/${agent}`.toLowerCase(), machineId, subscription, agent, workspace, ...change };
}

export function ruleOf(name: string, rule = ruleId): SeenFleet['associations'][number] {
  return { machineId: idOf(name).toLowerCase(), ruleId: rule };
}

const shown: SeenObject = {
  ...{ what: 'workspace', key: workspaceId.toLowerCase(), id: workspaceId, name: 'Logs', region: 'westeurope' },
  ...{ subscription, customerId },
};

export const sendingRule: SeenObject = { what: 'rule', key: ruleId, workspaceIds: [workspaceId.toLowerCase()] };

function solution(product: string): SeenObject {
  return { what: 'solution', key: `${product}(logs)`, workspaceId: workspaceId.toLowerCase(), product };
}

export interface Given {
  readonly agents: readonly SeenAgent[];
  readonly associations?: SeenFleet['associations'];
  readonly solutions?: readonly string[];
  readonly rules?: readonly SeenObject[];
  readonly plan?: ServersPlan;
  readonly isShown?: boolean;
}

/** The report of a fleet with one workspace and a rule that sends to it. */
export function reportOf({ agents, associations = [], solutions = [], ...given }: Given): FleetOfWorkspaces {
  const { rules = [sendingRule], plan, isShown = true } = given;
  const objects = [...(isShown ? [shown] : []), ...solutions.map(solution), ...rules];
  const plans = new Map(plan === undefined ? [] : [[subscription, plan]]);
  return reportWorkspaces({ objects, agents, associations, plans });
}

/** The same of its only workspace. */
export function onlyWorkspaceOf(given: Given): WorkspaceReport {
  const { workspaces } = reportOf(given);
  const [first] = workspaces;
  if (first === undefined || workspaces.length > 1) throw new Error(`There are ${workspaces.length} workspaces`);
  return first;
}
