import { comparableArmId } from '../arm-id.ts';
import { keyOf, type TargetKey } from '../ids.ts';
import type { ServersPlan } from '../subscription/endpoint-protection.ts';
import { groupBy } from './group-by.ts';
import type { SeenFleet } from './seen-workspaces.ts';

/** A machine with an agent, and where its agents send what they collect. */
export interface MachineWithAgents {
  readonly key: TargetKey;
  /** As Azure spells it. */
  readonly id: string;
  readonly hasOld: boolean;
  readonly hasNew: boolean;
  /** Customer ids, as the settings of the old agent name them. */
  readonly oldTo: ReadonlySet<string>;
  /** Lower-case ids of workspaces, by the rules that are associated. */
  readonly newTo: ReadonlySet<string>;
  /** The new agent has a rule that is not shown, so it may send elsewhere, too. */
  readonly hasHiddenRule: boolean;
  readonly plan: ServersPlan | undefined;
}

/** Every machine that has one of the agents, in key order. */
export function agentsOfMachines({ objects, agents, associations, plans }: SeenFleet): readonly MachineWithAgents[] {
  const rules = new Map(objects.flatMap((one) => (one.what === 'rule' ? [[one.key, one.workspaceIds] as const] : [])));
  const rulesOf = groupBy(associations, ({ machineId }) => machineId);
  const byMachine = groupBy(agents, ({ machineId }) => comparableArmId(machineId));
  const machines = [...byMachine].flatMap(([comparable, own]): readonly MachineWithAgents[] => {
    const [first] = own;
    if (first === undefined) return [];
    const old = own.filter(({ agent }) => agent === 'old');
    const hasNew = old.length < own.length;
    const ruleIds = hasNew ? (rulesOf.get(comparable) ?? []).flatMap(({ ruleId }) => ruleId ?? []) : [];
    return [
      {
        key: keyOf(first.machineId),
        id: first.machineId,
        hasOld: old.length > 0,
        hasNew,
        oldTo: new Set(old.flatMap(({ workspace }) => workspace ?? [])),
        newTo: new Set(ruleIds.flatMap((id) => rules.get(id) ?? [])),
        hasHiddenRule: ruleIds.some((id) => !rules.has(id)),
        plan: plans.get(first.subscription),
      },
    ];
  });
  return machines.sort((one, other) => (one.key < other.key ? -1 : 1));
}
