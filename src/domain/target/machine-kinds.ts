/**
 * The kinds of machines, once: filters, schemas and tables are made of this list, and a table or switch that leaves one
 * out does not compile. A row of a kind that is not here is another release's: it is kept and not looked at.
 */
export const machineKinds = ['vm', 'arc', 'scaleSet'] as const;
export type MachineKind = (typeof machineKinds)[number];

/** The resource type of each kind, as Azure writes it. */
export const armTypes = {
  vm: 'Microsoft.Compute/virtualMachines',
  arc: 'Microsoft.HybridCompute/machines',
  scaleSet: 'Microsoft.Compute/virtualMachineScaleSets',
} as const satisfies Readonly<Record<MachineKind, string>>;

/** The kind of a resource type in any case; undefined for what is no machine. */
export function kindOfArmType(type: string): MachineKind | undefined {
  return machineKinds.find((kind) => armTypes[kind].toLowerCase() === type.toLowerCase());
}
