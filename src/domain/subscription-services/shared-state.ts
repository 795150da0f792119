import { findResource, isReady, type ResourceFacts } from '../subscription/resource-facts.ts';
import type { SharedObject } from './shared-object.ts';

const failed: readonly string[] = ['failed', 'canceled'];

export function stateOf(facts: ResourceFacts, resourceId: string): SharedObject['state'] {
  const row = findResource(facts, resourceId);
  if (row === undefined) return 'missing';
  if (failed.includes(row.provisioningState?.toLowerCase() ?? '')) return 'failed';
  return isReady(row) ? 'present' : 'provisioning';
}

/** Those of the ids that are in place. */
export function thereOf(facts: ResourceFacts, ids: readonly string[]): readonly string[] {
  return ids.filter((id) => stateOf(facts, id) === 'present');
}

/** Tags as a body carries them: none rather than an empty map. */
export function tagsOf(tags: Readonly<Record<string, string>>): { readonly tags?: Readonly<Record<string, string>> } {
  return Object.keys(tags).length === 0 ? {} : { tags };
}
