import type { z } from 'zod';
import { dataBenefitOf } from '../../domain/workspaces/data-benefit.ts';
import type { AgentWord } from '../../domain/workspaces/seen-workspaces.ts';
import { hasBoth, impactsOf } from '../../domain/workspaces/workspace-impacts.ts';
import type { SendingMachine, WorkspaceReport } from '../../domain/workspaces/workspace-report.ts';
import type { workspaceRow } from '../contract/replies/workspace-row.ts';

/** A workspace in the words of the contract. */
export function toWorkspaceRow(workspace: WorkspaceReport): z.input<typeof workspaceRow> {
  const { key, id, name, region, customerId, solutions, machines } = workspace;
  const count = (agents: AgentWord | 'both'): number =>
    machines.filter((machine) => agentsOf(machine) === agents).length;
  return {
    key,
    id: id ?? null,
    name: name ?? null,
    region: region ?? null,
    customerId: customerId ?? null,
    machines: { old: count('old'), new: count('new'), both: count('both') },
    solutions: solutions ?? 'unknown',
    impacts: impactsOf(workspace),
    benefit: dataBenefitOf(workspace),
  };
}

/** Which agents a machine has, wherever they send to. */
export function agentsOf(machine: SendingMachine): AgentWord | 'both' {
  if (hasBoth(machine)) return 'both';
  return machine.hasOld ? 'old' : 'new';
}
