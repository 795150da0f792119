import type { Power } from '../domain/machine/machine-facts.ts';

/** By the last part of `PowerState/<x>` (Azure docs, "States and billing status of Azure Virtual Machines"). */
const powerStates: Readonly<Record<string, Power>> = {
  running: 'running',
  creating: 'starting',
  starting: 'starting',
  stopping: 'off',
  stopped: 'off',
  deallocating: 'off',
  deallocated: 'off',
};

/** A VM's power out of the status codes of its instance view; a hibernated VM also says that it is deallocated. */
export function powerOf(statusCodes: readonly string[]): Power {
  const codes = statusCodes.map((code) => code.toLowerCase());
  if (codes.includes('hibernationstate/hibernated')) return 'hibernated';
  const state = codes.find((code) => code.startsWith('powerstate/'))?.slice('powerstate/'.length);
  return powerStates[state ?? ''] ?? 'unknown';
}
