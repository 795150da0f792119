import { expect, test } from 'vitest';
import type { WrittenFleet } from '../../../src/domain/fleet/fleet-schema.ts';
import { resolveSpec } from '../../../src/domain/fleet/resolve-spec.ts';
import type { Spec } from '../../../src/domain/fleet/spec.ts';
import { specHash } from '../../../src/domain/fleet/spec-hash.ts';
import { parseSpec } from '../../../src/store/spec-schema.ts';
import { readFixture } from '../../fixtures/read-fixture.ts';
import { factsOf, fleetOf } from './fleet-fixture.ts';

/** A spec as piece 1 stored it, under the hash that its rows name. */
interface KnownSpec {
  readonly what: string;
  readonly hash: string;
  readonly spec: Spec;
  /** Absent for a spec whose profile nobody has any more. */
  readonly from?: {
    readonly profiles: WrittenFleet['profiles'];
    readonly machine: Parameters<typeof factsOf>[0];
  };
}

const { pairs } = JSON.parse(readFixture('piece-1/specs.json')) as { readonly pairs: readonly KnownSpec[] };

test('the list covers every choice of a spec', () => {
  expect(pairs.length).toBeGreaterThanOrEqual(20);
  const values = (read: (spec: Spec) => unknown): number => new Set(pairs.map(({ spec }) => read(spec))).size;
  expect(values(({ kind, os }) => `${kind} ${os}`)).toBe(4);
  expect(values(({ identity, onForeignIdentity }) => `${identity} ${onForeignIdentity}`)).toBe(6);
  expect(values(({ ama }) => `${ama.install} ${ama.automaticUpgrade}`)).toBe(4);
});

// A stored spec lacks the keys that later releases add: read, it has them at their neutral value.
test.each(pairs)('stored: $what: is read and keeps its hash', ({ hash, spec }) => {
  expect(parseSpec(spec)).toMatchObject(spec);
  expect(specHash(parseSpec(spec))).toBe(hash);
});

const resolvable = pairs.flatMap(({ from, ...pair }) => (from === undefined ? [] : [{ ...pair, from }]));

test.each(resolvable)('from its file: $what: is the same spec', ({ hash, spec, from }) => {
  const [profile] = fleetOf({ profiles: from.profiles }).profiles;
  const resolved = profile === undefined ? undefined : resolveSpec(profile, factsOf(from.machine));
  expect(resolved).toMatchObject(spec);
  expect(resolved === undefined ? undefined : specHash(resolved)).toBe(hash);
});
