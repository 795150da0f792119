import { armTypes } from '../domain/target/machine-kinds.ts';
import { type MachineRef, parseMachineId } from '../domain/target/machine-ref.ts';
import type { TargetRef } from '../domain/target/target-ref.ts';

export function groupPath(subscription: string, resourceGroup: string): string {
  return `/subscriptions/${subscription}/resourceGroups/${encodeURIComponent(resourceGroup)}`;
}

/** Built from the parts of the reference, each encoded: nothing in a name can lead to another resource. */
export function machinePath(machine: MachineRef): string {
  const group = groupPath(machine.subscription, machine.resourceGroup);
  return `${group}/providers/${armTypes[machine.kind]}/${encodeURIComponent(machine.name)}`;
}

export function extensionPath(machine: MachineRef, name: string): string {
  return `${machinePath(machine)}/extensions/${encodeURIComponent(name)}`;
}

/** Of one association with a target of any kind, or of the list without a name. */
export function associationPath(target: TargetRef, name?: string): string {
  const list = `${targetPath(target)}/providers/Microsoft.Insights/dataCollectionRuleAssociations`;
  return name === undefined ? list : `${list}/${encodeURIComponent(name)}`;
}

/** Throws for an id that names nothing, or leads elsewhere, which the kind of the target should never have let in. */
function targetPath({ resourceId }: TargetRef): string {
  const machine = parseMachineId(resourceId);
  if (machine !== undefined) return machinePath(machine);
  const [root, ...names] = resourceId.split('/');
  if (root !== '' || names.length === 0 || names.some((name) => /^\.{0,2}$/.test(name))) {
    throw new Error(`No path leads to the target ${resourceId}; its kind must let in ids of resources only.`);
  }
  return names.map((name) => `/${encodeURIComponent(name)}`).join('');
}

export function encodePath(resourceId: string): string {
  return resourceId.split('/').map(encodeURIComponent).join('/');
}
