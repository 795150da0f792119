import { isSameId } from '../domain/ids.ts';
import type { MachineRef } from '../domain/target/machine-ref.ts';
import type { PartOutcome } from '../ports/azure.ts';
import type { Clock } from '../ports/ports.ts';
import type { ArmCaller } from './arm-caller.ts';
import { knownOwnerOf } from './known-owners.ts';
import type { MachineReading } from './machine-reading.ts';
import { GroupOwners } from './read-group-owner.ts';
import { ScaleSets } from './read-scale-set.ts';
import { parseScaleSetId, type ScaleSetRef } from './scale-set-id.ts';

type Owner = PartOutcome<string | undefined>;

/** Tells which Azure service a machine belongs to, from what Azure names and from the signs of known services. */
export class MachineOwners {
  readonly #groups: GroupOwners;
  readonly #sets: ScaleSets;

  constructor(caller: ArmCaller, clock: Clock) {
    this.#groups = new GroupOwners(caller, clock);
    this.#sets = new ScaleSets(caller, clock);
  }

  /**
   * The owner of a machine; undefined for none. `managedBy` of an instance of a Flexible scale set is that set (Compute
   * specification, `virtualMachineScaleSet`): no owner by itself, so that the set's own owner counts.
   */
  async read(machine: MachineRef, reading: MachineReading): Promise<Owner> {
    const setId = reading.platform.kind === 'vm' ? reading.platform.scaleSetId : undefined;
    const { managedBy, tags, region, platform } = reading;
    const set = parseScaleSetId(setId ?? '');
    // What is no scale set's id cannot be asked for its owner, so who is named counts, whatever else says the same.
    const isOwnSet = set !== undefined && isSameId(managedBy ?? '', setId ?? '');
    const named = isOwnSet ? undefined : managedBy;
    const group = await this.#groups.read(machine);
    if (group.kind === 'failed') return group;
    const setOwner: Owner = set === undefined ? none : await this.#readSet(set);
    if (setOwner.kind === 'failed') return setOwner;
    const publisher = platform.kind === 'scaleSet' ? platform.image?.publisher : undefined;
    const known = knownOwnerOf({ tags, region, resourceGroup: machine.resourceGroup, publisher });
    return { kind: 'found', value: named ?? group.value ?? setOwner.value ?? known };
  }

  async #readSet(ref: ScaleSetRef): Promise<Owner> {
    const set = await this.#sets.read(ref);
    if (set.kind === 'failed') return set;
    const group = await this.#groups.read(ref);
    if (group.kind === 'failed') return group;
    const known = knownOwnerOf({ ...set.value, resourceGroup: ref.resourceGroup });
    return { kind: 'found', value: set.value.managedBy ?? group.value ?? known };
  }
}

const none: Owner = { kind: 'found', value: undefined };
