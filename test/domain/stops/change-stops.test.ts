import { describe, expect, it } from 'vitest';
import { keyOf } from '../../../src/domain/ids.ts';
import { claimTry, noteDenial, noteSuccess } from '../../../src/domain/stops/change-stops.ts';
import { findStop, type StoppedWrite } from '../../../src/domain/stops/judge-stop.ts';
import { noStops, type SubscriptionStops } from '../../../src/domain/stops/scope-stop.ts';

const subscription = '7b9c1f0a-0d4e-4a57-9a68-3f1f6f5c2f11';
const root = `/subscriptions/${subscription}`;
const install = 'Microsoft.Compute/virtualMachines/extensions/write';
const associate = 'Microsoft.Insights/dataCollectionRuleAssociations/write';
const start = Date.parse('2026-11-29T12:00:00Z');
const minute = 60_000;
const hour = 60 * minute;

function vm(name: string, group = 'rg', action = install): StoppedWrite {
  const resourceId = `${root}/resourceGroups/${group}/providers/Microsoft.Compute/virtualMachines/${name}`;
  return { key: keyOf(resourceId), resourceId, action };
}

function denied(row: SubscriptionStops, write: StoppedWrite, afterMs = 0): SubscriptionStops {
  return noteDenial(row, { ...write, at: new Date(start + afterMs).toISOString(), detail: `no ${write.action}` });
}

function deniedAll(writes: readonly StoppedWrite[], from = noStops(subscription)): SubscriptionStops {
  return writes.reduce((row, write) => denied(row, write), from);
}

const scopesOf = ({ stops }: SubscriptionStops): readonly string[] => stops.map(({ scope }) => scope);
const stopped = deniedAll([vm('a'), vm('b'), vm('c')]);
const lateMs = start + hour;

describe('refusals for want of a right', () => {
  it('M7: of three machines of a group stop the group, of two or of one machine three times nothing', () => {
    expect(scopesOf(stopped)).toEqual([`${root}/resourceGroups/rg`]);
    expect(scopesOf(deniedAll([vm('a'), vm('b')]))).toEqual([]);
    expect(scopesOf(deniedAll([vm('a'), vm('a'), vm('A')]))).toEqual([]);
  });

  it('M7: of three machines in different groups stop the subscription', () => {
    expect(scopesOf(deniedAll([vm('a', 'one'), vm('b', 'two'), vm('c', 'three')]))).toEqual([root]);
  });

  it('M7: that a stopped group explains do not stop the subscription', () => {
    const row = deniedAll([vm('d', 'other'), vm('e', 'other')], stopped);
    expect(scopesOf(row)).toEqual([`${root}/resourceGroups/rg`]);
    expect(scopesOf(denied(row, vm('f', 'third')))).toEqual([root]);
  });

  it('M7: of different rights, or of the subscription itself, stop nothing', () => {
    const mixed = [vm('a'), vm('b'), vm('c', 'rg', associate)];
    expect(scopesOf(deniedAll(mixed))).toEqual([]);
    const own: StoppedWrite = { key: keyOf(root), resourceId: root, action: install };
    expect(scopesOf(deniedAll([vm('a', 'one'), vm('b', 'two'), own]))).toEqual([]);
    expect(scopesOf(deniedAll([...mixed, own, vm('d')]))).toEqual([`${root}/resourceGroups/rg`]);
  });

  it('M7: of more than a day ago do not count', () => {
    const row = denied(deniedAll([vm('a'), vm('b')]), vm('c'), 25 * hour);
    expect(scopesOf(row)).toEqual([]);
    expect(row.denials).toHaveLength(1);
  });
});

describe('a stopped scope', () => {
  it('M7: keeps back every write below it, whatever its action, and none beside it', () => {
    for (const write of [vm('a'), vm('new'), vm('new', 'RG', associate)]) {
      expect(findStop(stopped.stops, write, start)?.scope).toBe(`${root}/resourceGroups/rg`);
    }
    expect(findStop(stopped.stops, vm('a', 'rg2'), start)).toBeUndefined();
  });

  it('M7: is tried after an hour, by the write that was refused, and by any after two more', () => {
    expect(findStop(stopped.stops, vm('new'), lateMs - 1)).toBeDefined();
    expect(findStop(stopped.stops, vm('new'), lateMs)).toBeUndefined();
    expect(findStop(stopped.stops, vm('new', 'rg', associate), lateMs)).toBeDefined();
    expect(findStop(stopped.stops, vm('new', 'rg', associate), lateMs + 2 * hour)).toBeUndefined();
  });

  it('M7: is tried by one machine only, which may go on until it is answered', () => {
    const claimed = claimTry(stopped, vm('b'), lateMs);
    expect(claimed).toBeDefined();
    const { stops } = claimed ?? stopped;
    expect(findStop(stops, vm('b'), lateMs + minute)).toBeUndefined();
    expect(findStop(stops, vm('a'), lateMs)).toBeDefined();
    expect(claimTry(claimed ?? stopped, vm('b'), lateMs)).toBeUndefined();
    expect(findStop(stops, vm('b'), lateMs + 3 * minute)).toBeDefined();
    expect(findStop(stops, vm('a'), lateMs + hour)).toBeUndefined();
  });

  it('M7: waits another hour after a refused try', () => {
    const refused = denied(claimTry(stopped, vm('b'), lateMs) ?? stopped, vm('b'), hour + minute);
    expect(findStop(refused.stops, vm('b'), lateMs + minute)).toBeDefined();
    expect(refused.stops).toMatchObject([
      { since: new Date(start).toISOString(), tryAt: new Date(start + 2 * hour + minute).toISOString() },
    ]);
  });

  it('M7: is not put off by refusals of writes that were under way', () => {
    expect(denied(stopped, vm('d'), 10 * minute).stops).toEqual(stopped.stops);
  });
});

describe('an accepted write', () => {
  it('M7: lifts the stop that it tries, and the refusals behind it are forgotten', () => {
    const trying = claimTry(stopped, vm('new', 'rg', associate), lateMs + 2 * hour) ?? stopped;
    const success = noteSuccess(trying, vm('new', 'rg', associate), lateMs + 2 * hour);
    expect(success?.lifted.map(({ scope }) => scope)).toEqual([`${root}/resourceGroups/rg`]);
    expect(success?.row).toMatchObject({ stops: [], denials: [], lifted: [{ scope: `${root}/resourceGroups/rg` }] });
  });

  it('M7: of the refused action lifts it too; one of another action that was under way does not', () => {
    expect(noteSuccess(stopped, vm('d'), start)?.lifted).toHaveLength(1);
    expect(noteSuccess(stopped, vm('d', 'rg', associate), start)).toBeUndefined();
    expect(noteSuccess(stopped, vm('d', 'elsewhere'), start)).toBeUndefined();
  });

  it('M7: of the same action in the same group shows that earlier refusals say nothing of the group', () => {
    const two = deniedAll([vm('a'), vm('b')]);
    const after = noteSuccess(two, vm('c'), start)?.row ?? two;
    expect(after.denials).toEqual([]);
    expect(scopesOf(denied(after, vm('d')))).toEqual([]);
  });
});
