import { armTypes } from '../domain/target/machine-kinds.ts';
import type { MachineRef } from '../domain/target/machine-ref.ts';

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

/** Of one association, or of the list without a name. */
export function associationPath(machine: MachineRef, name?: string): string {
  const list = `${machinePath(machine)}/providers/Microsoft.Insights/dataCollectionRuleAssociations`;
  return name === undefined ? list : `${list}/${encodeURIComponent(name)}`;
}
