import type { Spec } from '../fleet/spec.ts';
import { specHash } from '../fleet/spec-hash.ts';
import type { LookDecision, LookInput } from './look-input.ts';

/** The first permitted look binds the file's spec to the machine; from then on the row's own spec holds. */
export function bindingOf(input: LookInput, spec: Spec): LookDecision['bind'] {
  return input.boundSpec === undefined ? { hash: specHash(spec), spec } : undefined;
}
