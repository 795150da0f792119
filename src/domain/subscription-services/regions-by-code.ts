import { shortCodeOf } from '../subscription/region-codes.ts';
import { findResource, type RegionInUse, type ResourceFacts } from '../subscription/resource-facts.ts';
import { defaultWorkspaceIdOf } from '../subscription/shared-names.ts';

/** The regions in use that share a code, in order; so they share a default workspace. */
export interface CodeInUse {
  readonly code: string;
  readonly regions: readonly [string, ...string[]];
}

export function codesInUse(regions: readonly RegionInUse[]): readonly CodeInUse[] {
  const found = new Map<string, [string, ...string[]]>();
  for (const region of [...new Set(regions.map((one) => one.region))].sort()) {
    const code = shortCodeOf(region);
    const others = found.get(code);
    if (others === undefined) found.set(code, [region]);
    else others.push(region);
  }
  return [...found].map(([code, shared]) => ({ code, regions: shared }));
}

/** A default workspace: where it is, or else will be made, in the first of its regions. */
export interface DefaultWorkspace {
  /** As Azure spells it where it is there. */
  readonly id: string;
  readonly location: string;
}

export function defaultWorkspaceOf(
  resources: ResourceFacts,
  subscription: string,
  { regions: [first] }: CodeInUse,
): DefaultWorkspace {
  const id = defaultWorkspaceIdOf(subscription, first);
  const row = findResource(resources, id);
  return row === undefined ? { id, location: first } : { id: row.id, location: row.location };
}
