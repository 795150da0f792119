import { describe, expect, it } from 'vitest';
import { planHash } from '../../../src/domain/adoption/plan-hash.ts';
import { canonicalJson } from '../../../src/domain/canonical-json.ts';
import { sha256Hex } from '../../../src/domain/hash.ts';
import { specHashSchema, targetKeySchema } from '../../../src/domain/ids.ts';
import type { Acceptance } from '../../../src/domain/machine/acceptance.ts';
import { observedOf } from './record-fixture.ts';

const web = observedOf('web', 'NotArmed', ['attachIdentity', 'installExtension:ama']);
const db = observedOf('db', 'NotArmed', ['installExtension:ama']);
const plan = planHash([web, db], []);

function acceptanceOf(changes: Partial<Acceptance> = {}): Acceptance {
  const at = '2026-03-01T12:00:00.000Z';
  const found = { code: 'UnknownImage', detail: '/images/golden', hash: 'a1b2', incarnation: 'vm-id' };
  return { ...found, by: 'ann', at, why: 'ours', until: undefined, ...changes };
}

describe('planHash', () => {
  it('is the same for the same machines and steps in any order', () => {
    const shuffled = { ...web, wouldWrite: web.wouldWrite.toReversed() };
    expect(planHash([db, shuffled], [])).toBe(plan);
  });

  it('does not change with what arming does not depend on', () => {
    expect(planHash([{ ...web, lastLookAt: '2026-03-01T13:00:00.000Z', region: 'x' }, db], [])).toBe(plan);
  });

  it('E19: covers what a person has accepted, and not who, why and until when', () => {
    const accepting = (changes: Partial<Acceptance>) => ({ ...db, acceptances: [acceptanceOf(changes)] });
    const accepted = planHash([web, accepting({})], []);
    expect(planHash([web, accepting({ by: 'bob', why: 'x', until: '2026-04-01T00:00:00.000Z' })], [])).toBe(accepted);
    expect(planHash([web, accepting({ hash: 'c3d4' })], [])).not.toBe(accepted);
  });

  it('E19: is what it was before anything could be accepted, where nothing is', () => {
    const row = { ...web, key: targetKeySchema.parse('0'.repeat(32)), incarnation: undefined, plannedSpec: undefined };
    const entry = [row.key, null, null, ['attachIdentity', 'installExtension:ama']];
    expect(planHash([row], [])).toBe(sha256Hex(canonicalJson([entry])));
  });

  it.each([
    { change: 'a machine more', rows: [web, db, observedOf('new', 'NotArmed', [])] },
    { change: 'a machine less', rows: [web] },
    { change: 'another incarnation', rows: [{ ...web, incarnation: 'made-anew' }, db] },
    { change: 'a bound spec', rows: [{ ...web, spec: specHashSchema.parse('a'.repeat(64)) }, db] },
    { change: 'an acceptance', rows: [web, { ...db, acceptances: [acceptanceOf()] }] },
    { change: 'a step more', rows: [web, { ...db, wouldWrite: web.wouldWrite }] },
  ])('changes with $change', ({ rows }) => {
    expect(planHash(rows, [])).not.toBe(plan);
  });
});
