/**
 * The oldest agent that is ever asked for, and the default. What the built-in policies for user-assigned identities
 * request (azure-policy repository, Monitoring/AzureMonitor_Agent_Windows_VM_UAI_DINE 1.9.0 and _Linux_ 3.14.0).
 */
export const amaFloor = { windows: '1.2', linux: '1.36' } as const;

/** Compares `major.minor` by number: 1.9 is below 1.36. */
export function isBelowVersion(version: string, floor: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [floorMajor = 0, floorMinor = 0] = floor.split('.').map(Number);
  return major < floorMajor || (major === floorMajor && minor < floorMinor);
}
