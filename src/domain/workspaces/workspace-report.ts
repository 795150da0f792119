import { keyOf, type TargetKey } from '../ids.ts';
import { agentsOfMachines, type MachineWithAgents } from './agents-of-machines.ts';
import { groupBy } from './group-by.ts';
import type { AgentWord, SeenFleet, SeenObject } from './seen-workspaces.ts';

/** A Log Analytics workspace with the machines whose agents send to it. */
export interface WorkspaceReport {
  readonly key: TargetKey;
  /** Undefined where only its customer id is known: Azure shows the app no workspace that has it. */
  readonly id: string | undefined;
  readonly name: string | undefined;
  readonly region: string | undefined;
  readonly customerId: string | undefined;
  /** Products, such as `Security`; undefined where Azure does not show the workspace. */
  readonly solutions: readonly string[] | undefined;
  /** In key order. */
  readonly machines: readonly SendingMachine[];
}

/** A machine of which at least one agent sends to the workspace. */
export interface SendingMachine extends MachineWithAgents {
  /** Which of its agents do. */
  readonly sends: readonly AgentWord[];
}

/** Agents that are on no account of any workspace. */
export interface Unattributed {
  /** Old agents whose settings name no workspace. */
  readonly oldWithoutWorkspace: number;
  /** New agents without a rule that sends to a workspace. */
  readonly newWithoutRule: number;
  /** New agents with a rule that Azure does not show the app: where it sends is unknown. */
  readonly newWithHiddenRule: number;
}

export interface FleetOfWorkspaces {
  /** In key order. */
  readonly workspaces: readonly WorkspaceReport[];
  readonly unattributed: Unattributed;
}

type SeenWorkspace = Extract<SeenObject, { what: 'workspace' }>;
type Place = Omit<WorkspaceReport, 'machines'> & { readonly comparable: string | undefined };

/** What is known of every workspace that is shown, and of those that are not and that an agent or a rule names. */
export function reportWorkspaces(fleet: SeenFleet): FleetOfWorkspaces {
  const machines = agentsOfMachines(fleet);
  const workspaces = placesOf(fleet.objects, machines)
    .map(({ comparable, ...place }) => ({ ...place, machines: sendersTo({ ...place, comparable }, machines) }))
    .sort((one, other) => (one.key < other.key ? -1 : 1));
  return { workspaces, unattributed: countUnattributed(machines) };
}

function placesOf(objects: readonly SeenObject[], machines: readonly MachineWithAgents[]): readonly Place[] {
  const shown = objects.filter((one): one is SeenWorkspace => one.what === 'workspace');
  const products = groupBy(
    objects.filter((one) => one.what === 'solution'),
    ({ workspaceId }) => workspaceId,
  );
  const ids = new Set(shown.map(({ key }) => key));
  const customerIds = new Set(shown.map(({ customerId }) => customerId));
  const hiddenIds = [...new Set(machines.flatMap(({ newTo }) => [...newTo]))].filter((id) => !ids.has(id));
  const strangers = [...new Set(machines.flatMap(({ oldTo }) => [...oldTo]))].filter((id) => !customerIds.has(id));
  const nothing = { id: undefined, name: undefined, region: undefined, customerId: undefined, solutions: undefined };
  return [
    ...shown.map(({ key, id, name, region, customerId }): Place => {
      const solutions = (products.get(key) ?? []).map(({ product }) => product).sort();
      return { key: keyOf(id), comparable: key, id, name, region, customerId, solutions };
    }),
    ...hiddenIds.map((id): Place => {
      return { ...nothing, key: keyOf(id), comparable: id, id, name: id.slice(id.lastIndexOf('/') + 1) };
    }),
    ...strangers.map((customerId): Place => {
      return { ...nothing, key: keyOf(customerId), comparable: undefined, customerId };
    }),
  ];
}

function sendersTo({ comparable, customerId }: Place, machines: readonly MachineWithAgents[]): SendingMachine[] {
  return machines.flatMap((machine): readonly SendingMachine[] => {
    const sends: readonly AgentWord[] = [
      ...(customerId !== undefined && machine.oldTo.has(customerId) ? (['old'] as const) : []),
      ...(comparable !== undefined && machine.newTo.has(comparable) ? (['new'] as const) : []),
    ];
    return sends.length === 0 ? [] : [{ ...machine, sends }];
  });
}

function countUnattributed(machines: readonly MachineWithAgents[]): Unattributed {
  const count = (test: (machine: MachineWithAgents) => boolean): number => machines.filter(test).length;
  return {
    oldWithoutWorkspace: count(({ hasOld, oldTo }) => hasOld && oldTo.size === 0),
    newWithoutRule: count(({ hasNew, newTo, hasHiddenRule }) => hasNew && newTo.size === 0 && !hasHiddenRule),
    newWithHiddenRule: count(({ hasHiddenRule }) => hasHiddenRule),
  };
}
