import { isSameName } from '../ids.ts';
import type { SendingMachine, WorkspaceReport } from './workspace-report.ts';

export const impactKinds = ['duplicateRecommendations', 'doubleIngestion', 'performance', 'billedWithoutPlan'] as const;

/** What the old agent brings with it, of one workspace. */
export interface WorkspaceImpact {
  readonly kind: (typeof impactKinds)[number];
  readonly machines: number;
  /** Machines of which nobody can tell whether they are among them. */
  readonly unknown: number;
  /** For people. */
  readonly detail: string;
}

type Judged = Pick<WorkspaceReport, 'solutions' | 'machines'>;

/** Whether a machine carries both agents, wherever they send to. */
export function hasBoth({ hasOld, hasNew }: Pick<SendingMachine, 'hasOld' | 'hasNew'>): boolean {
  return hasOld && hasNew;
}

/**
 * The consequences of running the old agent, with those of running both; none that concerns no machine. Source: "Deploy the
 * Azure Monitor Agent", sections on both agents and on custom workspaces (Defender for Cloud, 2022-08-03).
 */
export function impactsOf(workspace: Judged): readonly WorkspaceImpact[] {
  const { machines } = workspace;
  const both = machines.filter(hasBoth).length;
  const isDouble = ({ sends }: SendingMachine): boolean => sends.length === 2;
  const mayBeDouble = (machine: SendingMachine): boolean =>
    machine.sends.includes('old') && machine.hasHiddenRule && !isDouble(machine);
  const impacts: readonly WorkspaceImpact[] = [
    {
      kind: 'duplicateRecommendations',
      ...{ machines: both, unknown: 0 },
      detail: 'both agents report certain recommendations and alerts, which Defender for Cloud then shows twice',
    },
    {
      kind: 'doubleIngestion',
      ...{ machines: machines.filter(isDouble).length, unknown: machines.filter(mayBeDouble).length },
      detail:
        'both agents send to this workspace: what both collect is stored, and billed, twice; which data that is, is unknown, since Azure does not show what the old agent collects',
    },
    { kind: 'performance', machines: both, unknown: 0, detail: 'the machine bears the load of two agents' },
    billedWithoutPlan(workspace),
  ];
  return impacts.filter((impact) => impact.machines + impact.unknown > 0);
}

/** The old agent alone is billed so: one with the new agent only is billed when the plan is on. */
function billedWithoutPlan({ solutions, machines }: Judged): WorkspaceImpact {
  const senders = machines.filter(({ sends }) => sends.includes('old'));
  const off = senders.filter(({ plan }) => plan === 'free').length;
  const unread = senders.filter(({ plan }) => plan === undefined).length;
  const kind = 'billedWithoutPlan';
  if (solutions === undefined) {
    const detail =
      'whether the workspace has the solution Security is unknown; the old agent is billed by it even while the plan is off';
    return { kind, machines: 0, unknown: off + unread, detail };
  }
  const detail =
    'billed through the Security solution although the plan is off: the old agent reports to a workspace that has it';
  if (!hasSecurity(solutions)) return { kind, machines: 0, unknown: 0, detail };
  return { kind, machines: off, unknown: unread, detail };
}

/** Whether the workspace has what Plan 2 needs in it. */
export function hasSecurity(solutions: readonly string[]): boolean {
  return solutions.some((product) => isSameName(product, 'Security'));
}
