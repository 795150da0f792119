import type { Spec } from './spec.ts';

/**
 * The spec that a look judges by: the one that is bound to the machine, else as the file would bind it now. What only
 * narrows acts at once: the agent of somebody else is taken off only while the file says so still.
 */
export function specInForce(bound: Spec | undefined, asInFile: Spec | undefined): Spec | undefined {
  if (bound?.legacyAgent !== 'remove' || asInFile?.legacyAgent === 'remove') return bound ?? asInFile;
  return { ...bound, legacyAgent: asInFile?.legacyAgent ?? 'report' };
}
