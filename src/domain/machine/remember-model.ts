import type { MachineFacts } from './machine-facts.ts';
import type { MachineRecord, ScaleSetRecord } from './machine-record.ts';

/** A set has a thousand instances at most, and few are ever protected. */
const mostWithout = 200;

/**
 * The model without what is ours, kept whenever a look sees that every instance has the model as it is. The instances are
 * read after the model, so they had this model or a newer one; a newer one is another model by the next look. It is saved
 * with the row before any step of the look is run, so before our own change of the model.
 */
export function rememberModel(
  before: MachineRecord['scaleSet'],
  { platform }: Pick<MachineFacts, 'platform'>,
  nowIso: string,
): ScaleSetRecord | undefined {
  if (platform.kind !== 'scaleSet' || platform.instances === undefined) return before;
  const lacking = platform.instances.filter(({ hasModel }) => !hasModel);
  if (lacking.some(({ isProtected }) => !isProtected) || lacking.length > mostWithout) return before;
  const without = lacking.map(({ id }) => id).sort();
  const { fingerprint } = platform;
  const known = before?.baseline;
  const isSame = known?.fingerprint.whole === fingerprint.whole && known.without.join() === without.join();
  return isSame ? before : { baseline: { fingerprint, at: nowIso, without } };
}
