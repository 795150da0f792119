import type { Spec } from '../../fleet/spec.ts';
import type { InstanceFacts, ScaleSetFacts } from '../../machine/machine-facts.ts';
import type { ModelBaseline } from '../../machine/machine-record.ts';
import type { ModelFingerprint } from '../../machine/model-fingerprint.ts';

/**
 * What of the model of a set is not ours and is not on every instance yet, in one line; undefined: nothing, so that bringing
 * the model to an instance brings it ours alone.
 * @param behind the instances that it would be brought to
 * @param spec of the set
 */
export function whyPending(
  { fingerprint }: Pick<ScaleSetFacts, 'fingerprint'>,
  baseline: ModelBaseline | undefined,
  behind: readonly InstanceFacts[],
  { legacyAgent }: Pick<Spec, 'legacyAgent'>,
): string | undefined {
  if (baseline === undefined) return 'no look has seen every instance with the model';
  if (!isSameModel(baseline.fingerprint, fingerprint, legacyAgent))
    return `the model was changed by others since ${baseline.at}`;
  const left = behind.filter(({ id }) => baseline.without.includes(id)).map(({ id }) => id);
  return left.length === 0
    ? undefined
    : `protected until now, and without an older change: ${left.slice(0, 5).join(', ')}`;
}

/** That the old agent is gone is what the profile wants, whoever took it off. */
function isSameModel(before: ModelFingerprint, now: ModelFingerprint, legacyAgent: Spec['legacyAgent']): boolean {
  if (before.whole === now.whole) return true;
  const hasLegacy = now.whole !== now.withoutLegacy;
  return legacyAgent === 'remove' && !hasLegacy && before.withoutLegacy === now.whole;
}
