import { describe, expect, test } from 'vitest';
import { matchProfile } from '../../../src/domain/fleet/match-profile.ts';
import { parseFleetFile } from '../../../src/domain/fleet/parse-fleet-file.ts';
import { resolveSpec } from '../../../src/domain/fleet/resolve-spec.ts';
import { specHash } from '../../../src/domain/fleet/spec-hash.ts';
import { readFixture } from '../../fixtures/read-fixture.ts';
import { factsOf } from './fleet-fixture.ts';

/** A fleet.json as a tenant of piece 1 has it, what it was read as, and what machines got by it. */
interface KnownFile {
  readonly what: string;
  readonly file: object;
  readonly fleet: object;
  readonly machines: readonly {
    readonly machine: Parameters<typeof factsOf>[0];
    /** Null where no profile matched. */
    readonly profile: string | null;
    readonly spec?: object;
    readonly hash?: string;
  }[];
}

const { variants } = JSON.parse(readFixture('piece-1/fleet.json')) as { readonly variants: readonly KnownFile[] };

describe.each(variants)('$what', ({ file, fleet, machines }) => {
  const parsed = parseFleetFile(JSON.stringify(file));

  // A later release may fill in fields of its own; none of these may change or go.
  test('the file is valid and says the same', () => {
    expect(parsed).toMatchObject({ kind: 'valid', fleet });
  });

  test('every machine keeps its profile, its spec and its hash', () => {
    if (parsed.kind === 'invalid') throw new Error(JSON.stringify(parsed.errors));
    expect(machines.length).toBeGreaterThan(1);
    for (const { machine, profile, spec, hash } of machines) {
      const facts = factsOf(machine);
      const matched = matchProfile(parsed.fleet, facts);
      expect(matched?.name ?? null).toBe(profile);
      const resolved = matched === undefined ? undefined : resolveSpec(matched, facts);
      if (spec !== undefined) expect(resolved).toMatchObject(spec);
      expect(resolved === undefined ? undefined : specHash(resolved)).toBe(hash);
    }
  });
});
