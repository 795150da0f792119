import type { Exclusion } from '../machine/machine-record.ts';
import type { MachineKind } from '../target/machine-kinds.ts';

/** A machine as Azure Resource Graph shows it, as far as it matters to Defender's own installation. */
export interface SeenMachine {
  /** As Azure spells it. */
  readonly id: string;
  /** Lower-case. */
  readonly machineId: string;
  readonly kind: MachineKind;
  readonly name: string;
  /** Such as `westeurope`. */
  readonly region: string;
  readonly resourceGroup: string;
  readonly tags: Readonly<Record<string, string>>;
  /** `windows`, `linux`, or what Azure says, lower-case; undefined when it says nothing. */
  readonly os: string | undefined;
  /** A VM that does not run, or an Arc machine that is not connected: Defender comes when it is back. */
  readonly isOff: boolean;
  /** The marketplace image of a VM, lower-case; empty texts for every other. */
  readonly image: { readonly publisher: string; readonly offer: string; readonly sku: string };
  /** What an Arc machine reports as its edition. */
  readonly osSku: string | undefined;
  /** `kind` of an Arc machine, such as `AWS`. */
  readonly resourceKind: string | undefined;
  /** The cloud that the agent of an Arc machine found itself in, such as `GCP`. */
  readonly cloud: string | undefined;
  /** The service that it belongs to, by what Azure names and by the signs of known ones. */
  readonly managedBy: string | undefined;
  readonly extensions: readonly SeenExtension[];
  /** Titles of EDR assessments that Azure shows as healthy: some product was seen on its disk. */
  readonly healthyEdr: readonly string[];
}

export interface SeenExtension {
  readonly publisher: string;
  readonly type: string;
  /** As ARM writes it, such as `Succeeded`; undefined where it is not known. */
  readonly provisioningState: string | undefined;
}

/** The same, with what our own row of it adds; rows add to what Resource Graph shows and never take from it. */
export interface ReachMachine extends SeenMachine {
  readonly row: ReachRow | undefined;
}

/** What our row of a machine says that its resource does not. */
export interface ReachRow {
  readonly exclusion: Exclusion | null;
  /** Why its last look left it to somebody else: the detail of Excluded(ManagedBy) or Excluded(DuplicateOf). */
  readonly belongsTo: string | undefined;
  /** The endpoint protection of others that a person says is on it. */
  readonly otherEdr?: string | undefined;
  /** The profile that its last look matched, for a machine that Resource Graph does not show yet. */
  readonly profile: string | undefined;
  /** Resource Graph does not show it yet: this row is all there is. */
  readonly isUnseen: boolean;
  /** Why the row cannot be read: nobody can say whether an operator excluded it. */
  readonly unreadable: string | undefined;
}

/** Every machine of a subscription, or why not all of them are known: then nothing is concluded. */
export type ReachFacts =
  | { readonly kind: 'complete'; readonly machines: readonly ReachMachine[] }
  | { readonly kind: 'incomplete'; readonly why: string; readonly isThrottled: boolean };
