import { hasSecurity } from './workspace-impacts.ts';
import type { WorkspaceReport } from './workspace-report.ts';

/** Whether Plan 2 gives the workspace its free 500 MB a day for each machine. */
export interface DataBenefit {
  readonly eligible: 'yes' | 'no' | 'unknown';
  /** Machines that send to it and are in a subscription with Plan 2. */
  readonly machines: number;
  /** For people. */
  readonly why: string;
}

/**
 * The allowance needs the solution Security in the workspace ("Deploy the Azure Monitor Agent", custom workspaces) and Plan 2,
 * or the full plan of old, for the machines ("Enable the Defender for Servers plan").
 */
export function dataBenefitOf({ solutions, machines }: Pick<WorkspaceReport, 'solutions' | 'machines'>): DataBenefit {
  const covered = machines.filter(({ plan }) => plan === 'P2' || plan === 'standard').length;
  const unread = machines.filter(({ plan }) => plan === undefined).length;
  const told = (eligible: DataBenefit['eligible'], why: string): DataBenefit => ({ eligible, machines: covered, why });
  if (solutions === undefined)
    return told('unknown', 'Azure does not show the workspace, so nobody knows its solutions');
  if (!hasSecurity(solutions)) return told('no', 'it lacks the solution Security, which its owner has to add');
  if (covered > 0)
    return told('yes', `it has the solution Security, and Plan 2 covers ${covered} of its ${machines.length} machines`);
  if (unread > 0)
    return told('unknown', `the plan of ${unread} of its ${machines.length} machines was not read by a look`);
  return told('no', machines.length === 0 ? 'no machine sends to it' : 'Plan 2 covers none of its machines');
}
