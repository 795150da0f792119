import type { Spec } from './spec.ts';

/**
 * The spec that a look judges by: the one that is bound to the machine, else as the file would bind it now. What only
 * narrows acts at once: the agent of somebody else is taken off, and instances of a scale set are upgraded or replaced, only
 * while the file says so still.
 */
export function specInForce(bound: Spec | undefined, asInFile: Spec | undefined): Spec | undefined {
  if (bound === undefined) return asInFile;
  const { legacyAgent = 'report', upgradeInstances = false, acceptSurge = false } = asInFile ?? {};
  return {
    ...bound,
    legacyAgent: bound.legacyAgent === 'remove' ? legacyAgent : bound.legacyAgent,
    upgradeInstances: bound.upgradeInstances && upgradeInstances,
    acceptSurge: bound.acceptSurge && acceptSurge,
  };
}
