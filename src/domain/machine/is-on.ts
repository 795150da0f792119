import type { MachineKind } from '../target/machine-kinds.ts';

/** Whether a machine runs or is connected, by what Azure Resource Graph shows of it: the code of its power, or its status. */
export function isOn(kind: MachineKind, power: string | undefined, arcStatus: string | undefined): boolean {
  return kind === 'vm' ? /\/running$/i.test(power ?? '') : /^connected$/i.test(arcStatus ?? '');
}
