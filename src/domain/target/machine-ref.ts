import { tidyArmId } from '../arm-id.ts';
import { groupName } from '../arm-names.ts';
import { keyOf } from '../ids.ts';
import { kindOfArmType, type MachineKind } from './machine-kinds.ts';
import type { TargetRef } from './target-ref.ts';

/** A machine named by its ARM id; `resourceId` keeps the casing it came with, and `key` does not depend on it. */
export interface MachineRef extends TargetRef {
  readonly kind: MachineKind;
  readonly resourceGroup: string;
  readonly name: string;
}

const pattern = /^\/subscriptions\/([0-9a-f-]{36})\/resourcegroups\/([^/]+)\/providers\/([^/]+\/[^/]+)\/([^/]+)$/i;
const groupPattern = new RegExp(`^${groupName}$`, 'u');
/**
 * Arc: Azure REST API specification, HybridCompute `machineName`. VM: the rule of Microsoft.Compute for names; the 64
 * characters in the naming rules are those of a host name, and an instance of a scale set can have more.
 */
const namePatterns: Readonly<Record<MachineKind, RegExp>> = {
  vm: /^(?!\.{1,2}$)[\w.-]{1,80}$/,
  arc: /^(?!\.{1,2}$)[\w.-]{1,54}$/,
  scaleSet: /^(?!\.{1,2}$)[\w.-]{1,80}$/,
};

/**
 * Reads an ARM id of a VM, an Arc machine or a scale set; undefined for every other text. Nothing may follow the
 * machine's name, and a name that Azure does not allow, such as one that leads to another path, is none.
 */
export function parseMachineId(resourceId: string): MachineRef | undefined {
  const match = pattern.exec(resourceId);
  if (match === null) return undefined;
  const [, subscription = '', resourceGroup = '', type = '', name = ''] = match;
  const kind = kindOfArmType(type);
  if (kind === undefined) return undefined;
  if (!groupPattern.test(resourceGroup) || !namePatterns[kind].test(name)) return undefined;
  return {
    key: keyOf(resourceId),
    resourceId,
    kind,
    subscription: subscription.toLowerCase(),
    resourceGroup,
    name,
  };
}

/** `.../virtualMachineScaleSets/{set}/virtualMachines/{instance}`, in any case; what follows lies below the instance. */
const instancePattern =
  /^(.*\/providers\/microsoft\.compute)\/virtualmachinescalesets\/([^/]+)\/virtualmachines\/([^/]+)/i;

/**
 * The machine that a resource below it (extension, association) belongs to, however its id is written; undefined when it
 * belongs to none. An instance of a Uniform scale set, which goes by a number, belongs to its set; one of a Flexible set
 * is the VM of its name in the set's group (Compute REST API, "Virtual Machine Scale Set VMs"). What a portal shows as the
 * name of a Uniform instance is `{set}_{number}`, of a Flexible one `{set}_{8 characters}` ("Orchestration modes for Virtual
 * Machine Scale Sets").
 */
export function parseMachineOf(resourceId: string): MachineRef | undefined {
  const id = tidyArmId(resourceId);
  const [, compute, set = '', instance = ''] = instancePattern.exec(id) ?? [];
  if (compute !== undefined && !isUniformInstance(set, instance)) {
    return parseMachineId(`${compute}/virtualMachines/${instance}`);
  }
  return parseMachineId(id.split('/').slice(0, 9).join('/'));
}

function isUniformInstance(set: string, instance: string): boolean {
  const prefix = `${set}_`.toLowerCase();
  return instance.toLowerCase().startsWith(prefix)
    ? /^\d{1,7}$/.test(instance.slice(prefix.length))
    : /^\d+$/.test(instance);
}
