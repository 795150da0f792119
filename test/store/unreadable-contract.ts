import { describe, expect, it } from 'vitest';
import type { TargetKey } from '../../src/domain/ids.ts';
import { newRecord } from '../../src/domain/machine/new-record.ts';
import type { MachineQuery } from '../../src/ports/store.ts';
import { nameOfTarget } from '../../src/store/row-table.ts';
import { vm } from '../work/fixtures.ts';
import type { UseStore, UseTable } from './contract.ts';
import { sampleTime } from './sample-record.ts';

const subscription = 'aaaaaaaa-0000-0000-0000-0000000bad00';

/** One row that cannot be read, among those that can. */
export function unreadableContract(useStore: UseStore, useTable: UseTable): void {
  describe('rows that cannot be read', () => {
    const addFleet = async (inSubscription: string, badBody: string): Promise<readonly TargetKey[]> => {
      const fleet = Array.from({ length: 9 }, (_, index) => vm(`u-${index}`, inSubscription));
      const keys = fleet.map(({ key }) => key).sort();
      await Promise.all(fleet.map((machine) => useStore().machines.insert(newRecord(machine, sampleTime))));
      for (const key of keys.filter((_, index) => index % 4 === 0)) {
        await useTable('machines').upsert(nameOfTarget(key), { body: badBody }, 'merge');
      }
      return keys;
    };

    it.each([
      ['no JSON', '{"schemaVersion":', 'c'],
      ['no record', '{"schemaVersion":1}', 'd'],
    ])('are named in the list, page by page, when their body is %s', async (_, body, digit) => {
      const { machines } = useStore();
      const keys = await addFleet(`${subscription.slice(0, -1)}${digit}`, body);
      const read: string[] = [];
      const bad: string[] = [];
      let query: MachineQuery = { limit: 4, subscription: `${subscription.slice(0, -1)}${digit}` };
      for (;;) {
        const page = await machines.list(query);
        expect(page.records.length + page.unreadable.length).toBeLessThanOrEqual(4);
        read.push(...page.records.map(({ key }) => key));
        bad.push(...page.unreadable.map(({ key }) => key));
        for (const row of page.unreadable) {
          expect(row.resourceId).toMatch(/\/u-\d$/);
          expect(row.why).toMatch(/\S/);
        }
        if (page.next === undefined) break;
        query = { ...query, after: page.next };
      }
      expect(bad).toEqual(keys.filter((_key, index) => index % 4 === 0));
      expect(read).toEqual(keys.filter((_key, index) => index % 4 !== 0));
      await expect(machines.read(keys[0] ?? vm('').key)).rejects.toThrow(`The row of machine ${keys[0]} in table`);
    });

    it('are still counted by their flat columns', async () => {
      const keys = await addFleet(`${subscription.slice(0, -1)}e`, 'nothing');
      const { machines, unreadable } = await useStore().machines.summarize();
      expect(machines.map(({ key }) => key)).toEqual(expect.arrayContaining([...keys]));
      expect(unreadable.map(({ key }) => key)).not.toContain(keys[0]);
    });

    it('are counted apart when the flat columns are damaged too, and so are rows that are no machines', async () => {
      const { machines } = useStore();
      const record = newRecord(vm('flat-damage'), sampleTime);
      const { resourceId, subscription: own } = record;
      await useTable('machines').insert(nameOfTarget(record.key), { resourceId, status: 7, subscription: own });
      await useTable('machines').insert({ partition: 'a', row: 'a-note' }, { status: 'x', subscription: 'notes' });
      const summary = await machines.summarize();
      const bad = summary.unreadable.filter(({ key }) => [record.key, 'a-note'].some((known) => known === key));
      expect(bad).toEqual(
        expect.arrayContaining([
          { key: record.key, resourceId, why: expect.stringContaining('status') },
          { key: 'a-note', resourceId: '', why: expect.stringContaining('32 lower-case hex digits') },
        ]),
      );
      expect(summary.machines.some(({ key }) => key === record.key)).toBe(false);
      const listed = await machines.list({ limit: 5, subscription: 'notes' });
      expect(listed).toMatchObject({ records: [], unreadable: [{ key: 'a-note' }], next: undefined });
    });
  });
}
