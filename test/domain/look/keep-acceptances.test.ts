import { describe, expect, it } from 'vitest';
import { decideLook } from '../../../src/domain/look/decide-look.ts';
import type { LookInput } from '../../../src/domain/look/look-input.ts';
import { type Acceptance, acceptancesInForce } from '../../../src/domain/machine/acceptance.ts';
import { supportService } from '../../../src/domain/services/system-support/support.ts';
import { vmMachine } from '../services/facts.ts';
import { acceptanceOf, inputOf } from '../services/service-input.ts';
import { activitiesOf, completeVm, fleetOf, type LookChanges, lookOf, now, wordOf } from './look-fixture.ts';

const image = { publisher: undefined, offer: undefined, sku: undefined, id: '/images/golden' };
const facts = vmMachine({}, { image });
const complete = { ...completeVm(), platform: facts.platform };
const found = supportService({ additionalImages: [], unknownImage: 'hold' }).find(inputOf({ facts }));
const accepted = acceptanceOf(found);
const fleet = fleetOf({ support: { unknownImage: 'hold' } });
const inAWeek = new Date(now + 7 * 24 * 60 * 60_000).toISOString();

function look(acceptances: readonly Acceptance[], changes: LookChanges = {}): LookInput {
  return lookOf({ facts, fleet, ...changes, record: { acceptances, ...changes.record } });
}

function textsOf(input: LookInput): readonly string[] {
  return decideLook(input).timeline.map(({ text }) => text);
}

describe('a machine with an unknown image', () => {
  it('E19: is held, and its finding has the hash that can be accepted', () => {
    const decision = decideLook(look([]));
    expect(wordOf(decision)).toBe('Held(UnknownImage)');
    expect(decision.record.findings.support).toMatchObject({ kind: 'blocked', hash: accepted.hash });
    expect(decision.steps).toEqual([]);
  });

  it('E19: goes on like any other once a person has accepted it, and stays settled when it is right', () => {
    expect(activitiesOf(decideLook(look([accepted])))).toContain('installExtension');
    const decision = decideLook(look([accepted], { facts: complete }));
    expect(wordOf(decision)).toBe('Configured');
    expect(decision.next).toEqual({ kind: 'settled' });
    expect(decision.record.acceptances).toEqual([accepted]);
  });

  it('E19: is looked at again when the first of its acceptances is over, whatever it is then', () => {
    const later = { ...accepted, until: inAWeek };
    const other = { ...accepted, code: 'ForeignIdentity', hash: 'other' };
    const parked = { kind: 'parked', dueAt: inAWeek };
    expect(decideLook(look([other, later], { facts: complete })).next).toEqual(parked);
    const excluded = { by: 'ann', why: 'x', until: undefined };
    expect(decideLook(look([later], { record: { exclusion: excluded } })).next).toEqual(parked);
    const soon = decideLook(look([later], { controls: { arms: [], freezes: [] } }));
    expect(soon.next).toEqual(parked);
  });

  it('E19: is held again at that moment, and the end is told', () => {
    const until = new Date(now).toISOString();
    const input = look([{ ...accepted, until }], { facts: complete });
    expect(wordOf(decideLook(input))).toBe('Held(UnknownImage)');
    expect(decideLook(input).record.acceptances).toEqual([]);
    expect(textsOf(input)[0]).toBe(`the acceptance of UnknownImage by ann has ended: it was until ${until}`);
    const before = new Date(now + 1).toISOString();
    expect(wordOf(decideLook(look([{ ...accepted, until: before }], { facts: complete })))).toBe('Configured');
  });

  it('E19: is held again when it is another machine, or has another image', () => {
    const remade = look([accepted], { facts: { ...facts, incarnation: 'made-anew' }, record: { incarnation: 'vm-1' } });
    expect(textsOf(remade)).toContain(
      'the acceptance of UnknownImage by ann has ended: the machine behind this name is another one',
    );
    expect(decideLook(remade).record.acceptances).toEqual([]);
    const other = look([accepted], { facts: vmMachine({}, { image: { ...image, id: '/images/other' } }) });
    expect(wordOf(decideLook(other))).toBe('Held(UnknownImage)');
    expect(decideLook(other).record.acceptances).toEqual([]);
    expect(textsOf(other)).toContain(
      'the acceptance of UnknownImage by ann has ended: what is found now is not what was accepted',
    );
  });

  it('E19: is not helped by what was accepted of an earlier machine, or of one that nobody can tell', () => {
    const earlier = look([{ ...accepted, incarnation: 'an-earlier-one' }]);
    expect(wordOf(decideLook(earlier))).toBe('Held(UnknownImage)');
    expect(acceptancesInForce({ incarnation: undefined, acceptances: [accepted] }, now)).toEqual([]);
  });

  it('E19: keeps what was accepted where nothing is found any more', () => {
    const allowed = fleetOf({ support: { unknownImage: 'allow' } });
    expect(decideLook(look([accepted], { fleet: allowed })).record.acceptances).toEqual([accepted]);
  });

  it('E19: says nothing of another code that was accepted', () => {
    const decision = decideLook(look([{ ...accepted, code: 'ForeignIdentity' }]));
    expect(wordOf(decision)).toBe('Held(UnknownImage)');
    expect(decision.record.acceptances).toHaveLength(1);
  });

  it.each([
    ['not adopted', { record: { eligibility: { state: 'awaiting', at: '', by: '' } } }, 'Observed(NotAdopted)'],
    ['not armed', { controls: { arms: [], freezes: [] } }, 'Observed(NotArmed)'],
    [
      'only observed',
      { fleet: fleetOf({ support: { unknownImage: 'hold' } }, { mode: 'observe' }) },
      'Observed(ObserveMode)',
    ],
  ] as const)('E19: is still not written to while it is %s', (_, changes, word) => {
    const decision = decideLook(look([accepted], changes));
    expect(wordOf(decision)).toBe(word);
    expect(decision.steps).toEqual([]);
  });
});
