import { comparableArmId } from '../arm-id.ts';
import type { MachineKind } from '../target/machine-kinds.ts';

/** What there is in the subscription of the kinds that it is given, and where its machines are. */
export interface ResourceFacts {
  readonly rows: readonly ResourceRow[];
  readonly regions: readonly RegionInUse[];
  /** Of the rows those that their own GET showed and Resource Graph does not, by comparable id. */
  readonly unshown?: readonly string[];
}

/** A group, identity, workspace, solution, rule or system topic. What does not concern its type is undefined or empty. */
export interface ResourceRow {
  /** As Azure spells it. */
  readonly id: string;
  readonly name: string;
  /** Lower-case, such as `microsoft.operationalinsights/workspaces`. */
  readonly type: string;
  /** Such as `westeurope`; empty for what has none. */
  readonly location: string;
  /** `Succeeded`, `Creating` ...; undefined for types that tell none. */
  readonly provisioningState: string | undefined;
  /** Object id of an identity. */
  readonly principalId: string | undefined;
  /** Workspaces that a rule sends to. */
  readonly workspaceIds: readonly string[];
  /** What a system topic is of. */
  readonly source: string | undefined;
  /** Such as `Microsoft.Resources.Subscriptions`: one source has topics of several types. */
  readonly topicType: string | undefined;
}

/** Machines of one kind and operating system in one region. */
export interface RegionInUse {
  readonly region: string;
  readonly kind: MachineKind;
  /** `windows`, `linux`, or what Azure says, lower-case; undefined when it says nothing. */
  readonly os: string | undefined;
}

export function findResource({ rows }: ResourceFacts, id: string): ResourceRow | undefined {
  const wanted = comparableArmId(id);
  return rows.find((row) => comparableArmId(row.id) === wanted);
}

/** The facts with one resource as its own GET shows it now; undefined: it is not there. */
export function withResource(facts: ResourceFacts, id: string, row: ResourceRow | undefined): ResourceFacts {
  const wanted = comparableArmId(id);
  const others = facts.rows.filter((one) => comparableArmId(one.id) !== wanted);
  const { unshown = [] } = facts;
  const otherUnshown = unshown.filter((one) => one !== wanted);
  if (row === undefined) return { ...facts, rows: others, unshown: otherUnshown };
  const isShown = others.length < facts.rows.length && !unshown.includes(wanted);
  return { ...facts, rows: [...others, row], unshown: isShown ? otherUnshown : [...otherUnshown, wanted] };
}

/** Whether a resource is there for others to build on. */
export function isReady({ provisioningState }: ResourceRow): boolean {
  return provisioningState === undefined || provisioningState.toLowerCase() === 'succeeded';
}
