import type { Spec } from '../domain/fleet/spec.ts';
import type { SpecHash } from '../domain/ids.ts';
import type { SpecTable } from '../ports/store.ts';

/** A fleet has a few specs; more than this means that something else is kept here. */
const mostKept = 1_000;

/** Reads and stores each spec once per process: a spec never changes, so what was read stays true. */
export function cacheSpecs(table: SpecTable): SpecTable {
  const known = new Map<SpecHash, Spec>();
  const keep = (hash: SpecHash, spec: Spec): void => {
    if (known.size >= mostKept) known.clear();
    known.set(hash, spec);
  };
  return {
    async read(hash) {
      const cached = known.get(hash);
      if (cached !== undefined) return cached;
      const spec = await table.read(hash);
      if (spec !== undefined && spec !== 'foreign') keep(hash, spec);
      return spec;
    },
    async put(hash, spec) {
      if (known.has(hash)) return;
      await table.put(hash, spec);
      keep(hash, spec);
    },
  };
}
