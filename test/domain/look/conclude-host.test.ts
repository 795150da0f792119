import { describe, expect, test } from 'vitest';
import { decideLook } from '../../../src/domain/look/decide-look.ts';
import { codeOf, detailOf, wordOf } from '../../../src/domain/machine/standing.ts';
import { completeVm, fleetOf, lookOf, now } from './look-fixture.ts';

const moved = { kind: 'moved', detail: 'it was in tenant a and is in b now' } as const;
const ofOffer = { kind: 'offer', detail: 'fleet.json names its offer MSDN_2014-09-01' } as const;
const unknownOffer = { kind: 'unread', detail: 'nobody knows' } as const;
const disabled = { kind: 'notWritable', detail: 'Azure shows the subscription as Disabled' } as const;
const afterMinutes = (minutes: number): string => new Date(now + minutes * 60_000).toISOString();
const said = (...changes: Parameters<typeof lookOf>) => {
  const { record, steps, wanted, next } = decideLook(lookOf(...changes));
  return { word: `${wordOf(record.standing)}(${codeOf(record.standing)})`, steps, wanted, next };
};

/** The file has an entry for the subscription, and nobody has read what Azure Policy wants in it. */
const unread = { fleet: fleetOf({ subscriptions: [{}] }) };

test('P2: what Azure Policy wants is not known: waits, with its writes in the plan; what lacks nothing stays so', () => {
  const looked = said(unread);
  expect(looked).toMatchObject({ word: 'Pending(SubscriptionNotReady)', steps: [] });
  expect(looked.next).toEqual({ kind: 'parked', dueAt: afterMinutes(15) });
  expect(looked.wanted.map(({ verdict }) => verdict)).toEqual(['waiting', 'waiting', 'waiting']);
  expect(said({ ...unread, facts: completeVm() }).word).toBe('Configured(undefined)');
});

describe('what the subscription of a machine lets be written', () => {
  test('not placed yet: waits a quarter of an hour, whatever else is true of it', () => {
    const looked = said({ isUnplaced: true, hostTrouble: moved });
    expect(looked).toMatchObject({ word: 'Pending(SubscriptionNotReady)', steps: [], wanted: [] });
    expect(looked.next).toEqual({ kind: 'parked', dueAt: afterMinutes(15) });
  });

  test('E17: moved to another tenant: held, not tried again, and nothing is even wanted', () => {
    const looked = said({ hostTrouble: moved });
    expect(looked).toMatchObject({ word: 'Held(SubscriptionChangedTenant)', steps: [], wanted: [] });
    expect(looked.next).toEqual({ kind: 'settled' });
  });

  test('A9: of an offer in which nothing is onboarded: not supported, and nothing is even wanted', () => {
    for (const facts of [undefined, completeVm()]) {
      const looked = said({ hostTrouble: ofOffer, ...(facts === undefined ? {} : { facts }) });
      expect(looked).toMatchObject({ word: 'Unsupported(Offer)', steps: [], wanted: [], next: { kind: 'settled' } });
    }
    expect(detailOf(decideLook(lookOf({ hostTrouble: ofOffer })).record.standing)).toContain('MSDN_2014-09-01');
  });

  test('A9: of which nobody has read the offer yet: waits, and says what its subscription itself waits for', () => {
    const looked = said({ hostTrouble: unknownOffer });
    expect(looked).toMatchObject({ word: 'Pending(SubscriptionNotReady)', steps: [], wanted: [] });
    expect(looked.next).toEqual({ kind: 'parked', dueAt: afterMinutes(15) });
    const host = { ...lookOf().host, heldUp: 'its subscription is Held (ScopeNotReadable)' };
    const { record } = decideLook(lookOf({ hostTrouble: unknownOffer, host }));
    expect(detailOf(record.standing)).toBe('nobody knows; its subscription is Held (ScopeNotReadable)');
  });

  test('A9: takes no writes: waits an hour where something is missing', () => {
    const looked = said({ hostTrouble: disabled });
    expect(looked).toMatchObject({ word: 'Pending(SubscriptionNotWritable)', steps: [], wanted: [] });
    expect(looked.next).toEqual({ kind: 'parked', dueAt: afterMinutes(60) });
  });

  test('A9: takes no writes: a machine that lacks nothing stays what it is', () => {
    expect(said({ facts: completeVm(), hostTrouble: disabled }).word).toBe('Configured(undefined)');
  });
});
