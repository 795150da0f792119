import { describe, expect, it } from 'vitest';
import type { Control } from '../../src/domain/controls/control.ts';
import { completeSweep, failSweep, noSweepYet } from '../../src/domain/discovery/sweep-state.ts';
import { specHashSchema } from '../../src/domain/ids.ts';
import type { SubscriptionStops } from '../../src/domain/stops/scope-stop.ts';
import { specOf } from '../domain/services/service-input.ts';
import { vm } from '../work/fixtures.ts';
import type { UseStore } from './contract.ts';
import { sampleTime } from './sample-record.ts';

function control(scope: string, change: Partial<Control> = {}): Control {
  return { scope, by: 'ann', at: sampleTime, why: 'test', planHash: undefined, ...change };
}

const spec = specOf();

/** Controls, specs and gates. */
export function settingsContract(useStore: UseStore): void {
  describe('controls', () => {
    it('lists what was put, by kind; the same scope is one control without regard to case', async () => {
      const { controls } = useStore();
      const scope = vm('controlled').resourceId;
      expect(await controls.list('arm')).toEqual([]);
      await controls.put('arm', control(scope, { planHash: 'h1' }));
      await controls.put('arm', control(`${scope.toUpperCase()}/`, { why: 'again' }));
      await controls.put('freeze', control('*'));
      expect(await controls.list('arm')).toEqual([control(`${scope.toUpperCase()}/`, { why: 'again' })]);
      expect(await controls.list('freeze')).toEqual([control('*')]);
    });

    it('takes a management group, and names it without regard to case', async () => {
      const { controls } = useStore();
      const scope = '/providers/Microsoft.Management/managementGroups/Platform';
      await controls.put('freeze', control(scope));
      expect(await controls.list('freeze')).toContainEqual(control(scope));
      expect(await controls.listUnreadable()).toEqual([]);
      expect(await controls.delete('freeze', scope.toLowerCase())).toBe(true);
    });

    it('says whether there was something to delete', async () => {
      const { controls } = useStore();
      await controls.put('freeze', control('/subscriptions/frozen'));
      await controls.put('freeze', control('*'));
      expect(await controls.delete('freeze', '/Subscriptions/Frozen')).toBe(true);
      expect(await controls.delete('freeze', '/Subscriptions/Frozen')).toBe(false);
      expect(await controls.delete('freeze', '*')).toBe(true);
      expect(await controls.list('freeze')).toEqual([]);
    });
  });

  describe('specs', () => {
    it('keeps a spec by its hash and never changes it', async () => {
      const { specs } = useStore();
      const hash = specHashSchema.parse('b'.repeat(64));
      expect(await specs.read(hash)).toBeUndefined();
      await specs.put(hash, spec);
      await specs.put(hash, { ...spec, os: 'windows' });
      expect(await specs.read(hash)).toEqual(spec);
    });
  });

  describe('stops', () => {
    const row: SubscriptionStops = {
      subscription: 'sub-stopped',
      denials: [
        { key: vm('a').key, resourceId: vm('a').resourceId, at: sampleTime, action: 'A/b/write', detail: 'no' },
      ],
      stops: [
        {
          ...{ scope: '/subscriptions/sub-stopped', since: sampleTime, action: 'A/b/write', detail: 'no' },
          ...{ tryAt: sampleTime, trying: { key: vm('a').key, at: sampleTime } },
        },
      ],
      lifted: [{ scope: '/subscriptions/sub-stopped/resourceGroups/rg', at: sampleTime }],
    };

    it('M7: are kept whole, one row for each subscription in whatever case', async () => {
      const { stops } = useStore();
      expect(await stops.read('sub-stopped')).toBeUndefined();
      expect(await stops.insert(row)).toBe('inserted');
      expect(await stops.insert({ ...row, subscription: 'SUB-stopped' })).toBe('exists');
      expect((await stops.read('Sub-Stopped'))?.value).toEqual(row);
      expect(await stops.list()).toEqual([row]);
    });

    it('M7: are changed by compare-and-set only', async () => {
      const { stops } = useStore();
      await stops.insert(row);
      const etag = (await stops.read('sub-stopped'))?.etag ?? '';
      const swaps = await Promise.all([1, 2, 3].map(() => stops.replace({ ...row, stops: [] }, etag)));
      expect(swaps.filter(({ kind }) => kind === 'done')).toHaveLength(1);
      expect((await stops.read('sub-stopped'))?.value.stops).toEqual([]);
    });
  });

  describe('sweeps', () => {
    it('keeps one state by kind with the ids of ten thousand, which only the last reader may change', async () => {
      const { sweeps } = useStore();
      expect(await sweeps.read('subscriptions')).toBeUndefined();
      const none = noSweepYet('subscriptions');
      expect(await sweeps.swap(none, undefined)).toBe(true);
      expect(await sweeps.swap(none, undefined)).toBe(false);
      const first = await sweeps.read('subscriptions');
      expect(first?.value).toEqual(none);
      const shown = Array.from(
        { length: 10_000 },
        (_, at) => `5b5c0000-0000-4000-a000-${String(at).padStart(12, '0')}`,
      );
      const run = { scopeHash: 'a', shown, counts: { shown: 10_000 }, nowMs: Date.parse(sampleTime) };
      const ended = failSweep(completeSweep(none, run), 'page 2 was refused', Date.parse(sampleTime));
      expect(await sweeps.swap(ended, first?.etag)).toBe(true);
      expect(await sweeps.swap(none, first?.etag)).toBe(false);
      const second = await sweeps.read('subscriptions');
      expect(second?.value).toEqual(ended);
      const told = failSweep(ended, 'a group was not answered', Date.parse(sampleTime), 'b');
      expect(await sweeps.swap(told, second?.etag)).toBe(true);
      const third = await sweeps.read('subscriptions');
      expect(third?.value).toEqual(told);
      expect(await sweeps.swap(ended, third?.etag)).toBe(true);
      expect((await sweeps.read('subscriptions'))?.value).toEqual(ended);
    });
  });

  describe('gates', () => {
    it('moves a gate later only, also when many close it at once', async () => {
      const { gates } = useStore();
      const at = (minute: number): string => `2026-01-05T08:${String(minute).padStart(2, '0')}:00.000Z`;
      const gate = { subscription: 'sub-1', operationClass: 'Microsoft.Compute/write' };
      await gates.close({ ...gate, closedUntil: at(30) });
      await gates.close({ ...gate, closedUntil: at(10) });
      await gates.close({ ...gate, operationClass: 'Microsoft.Compute/read', closedUntil: at(1) });
      await Promise.all([41, 45, 44, 42, 43].map((minute) => gates.close({ ...gate, closedUntil: at(minute) })));
      const list = [...(await gates.list())].sort((a, b) => (a.operationClass < b.operationClass ? -1 : 1));
      expect(list).toEqual([
        { ...gate, operationClass: 'Microsoft.Compute/read', closedUntil: at(1) },
        { ...gate, closedUntil: at(45) },
      ]);
    });
  });
}
