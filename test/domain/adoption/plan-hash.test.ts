import { describe, expect, it } from 'vitest';
import { planHash } from '../../../src/domain/adoption/plan-hash.ts';
import { specHashSchema } from '../../../src/domain/ids.ts';
import { observedOf } from './record-fixture.ts';

const web = observedOf('web', 'NotArmed', ['attachIdentity', 'installExtension:ama']);
const db = observedOf('db', 'NotArmed', ['installExtension:ama']);
const plan = planHash([web, db]);

describe('planHash', () => {
  it('is the same for the same machines and steps in any order', () => {
    const shuffled = { ...web, wouldWrite: web.wouldWrite.toReversed() };
    expect(planHash([db, shuffled])).toBe(plan);
  });

  it('does not change with what arming does not depend on', () => {
    expect(planHash([{ ...web, lastLookAt: '2026-03-01T13:00:00.000Z', region: 'x' }, db])).toBe(plan);
  });

  it.each([
    { change: 'a machine more', rows: [web, db, observedOf('new', 'NotArmed', [])] },
    { change: 'a machine less', rows: [web] },
    { change: 'another incarnation', rows: [{ ...web, incarnation: 'made-anew' }, db] },
    { change: 'a bound spec', rows: [{ ...web, spec: specHashSchema.parse('a'.repeat(64)) }, db] },
    { change: 'a step more', rows: [web, { ...db, wouldWrite: web.wouldWrite }] },
  ])('changes with $change', ({ rows }) => {
    expect(planHash(rows)).not.toBe(plan);
  });
});
