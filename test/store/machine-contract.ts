import { describe, expect, it } from 'vitest';
import type { TargetKey } from '../../src/domain/ids.ts';
import { newRecord } from '../../src/domain/machine/new-record.ts';
import type { MachineQuery } from '../../src/ports/store.ts';
import { standingOf } from '../domain/machine/standing-fixture.ts';
import { vm } from '../work/fixtures.ts';
import type { UseStore } from './contract.ts';
import { fullRecord, sampleTime } from './sample-record.ts';

const fleet = 'aaaaaaaa-0000-0000-0000-00000000f1ee';

/** What everybody relies on who reads or writes a machine's row. */
export function machineContract(useStore: UseStore): void {
  describe('machines', () => {
    it('gives back everything that was saved', async () => {
      const { machines } = useStore();
      const full = fullRecord(vm('full'));
      expect(await machines.insert(full)).toBe('inserted');
      expect((await machines.read(full.key))?.value).toEqual(full);
      const fresh = newRecord(vm('fresh'), sampleTime);
      await machines.insert(fresh);
      expect((await machines.read(fresh.key))?.value).toEqual(fresh);
      expect(await machines.read(vm('never').key)).toBeUndefined();
    });

    it('inserts only what is absent', async () => {
      const { machines } = useStore();
      await machines.insert(newRecord(vm('once'), sampleTime));
      expect(await machines.insert({ ...newRecord(vm('once'), sampleTime), standing: standingOf('Gone') })).toBe(
        'exists',
      );
      expect((await machines.read(vm('once').key))?.value.standing.status).toBe('Discovered');
    });

    it('replaces under the version it was given, and forgets what the new row lacks', async () => {
      const { machines } = useStore();
      const full = fullRecord(vm('replaced'));
      await machines.insert(full);
      const first = (await machines.read(full.key))?.etag ?? '';
      const swap = await machines.replace(newRecord(vm('replaced'), sampleTime), first);
      const second = await machines.read(full.key);
      expect(swap).toEqual({ kind: 'done', etag: second?.etag });
      expect(second?.value).toEqual(newRecord(vm('replaced'), sampleTime));
      expect(await machines.replace(full, first)).toEqual({ kind: 'conflict' });
      expect((await machines.read(full.key))?.value.standing.status).toBe('Discovered');
    });

    it('deletes under the version it was given, and answers absent afterwards', async () => {
      const { machines } = useStore();
      const record = newRecord(vm('deleted'), sampleTime);
      await machines.insert(record);
      const etag = (await machines.read(record.key))?.etag ?? '';
      expect(await machines.delete(record.key, 'W/"datetime\'2020-01-01T00%3A00%3A00.0000000Z\'"')).toEqual({
        kind: 'conflict',
      });
      expect((await machines.delete(record.key, etag)).kind).toBe('done');
      expect(await machines.delete(record.key, etag)).toEqual({ kind: 'absent' });
      expect(await machines.replace(record, etag)).toEqual({ kind: 'absent' });
      expect(await machines.read(record.key)).toBeUndefined();
    });

    it('lists a fleet in key order, page by page, each machine once', async () => {
      const { machines } = useStore();
      const records = Array.from({ length: 45 }, (_, index) => newRecord(vm(`fleet-${index}`, fleet), sampleTime));
      await Promise.all(records.map((record) => machines.insert(record)));
      const keys: TargetKey[] = [];
      let query: MachineQuery = { limit: 20, subscription: fleet.toUpperCase() };
      const sizes: number[] = [];
      for (;;) {
        const page = await machines.list(query);
        sizes.push(page.records.length);
        keys.push(...page.records.map(({ key }) => key));
        if (page.next === undefined) break;
        query = { ...query, after: page.next };
      }
      expect(sizes).toEqual([20, 20, 5]);
      expect(keys).toEqual(records.map(({ key }) => key).sort());
    });

    it('ends a list on a full last page', async () => {
      const { machines } = useStore();
      const subscription = 'aaaaaaaa-0000-0000-0000-00000000f0ff';
      await Promise.all(['x', 'y'].map((name) => machines.insert(newRecord(vm(name, subscription), sampleTime))));
      const page = await machines.list({ limit: 2, subscription });
      expect(page.records).toHaveLength(2);
      expect(page.next).toBeUndefined();
    });

    it('filters by status, subscription and name without regard to case, quotes included', async () => {
      const { machines } = useStore();
      const subscription = 'aaaaaaaa-0000-0000-0000-0000000f117e';
      // Azure allows no quote in a name; the store must bear one all the same.
      const odd = newRecord({ ...vm('odd', subscription), name: "Odd'Name" }, sampleTime);
      await machines.insert({ ...odd, standing: standingOf('Held', 'ForeignIdentity') });
      await machines.insert(newRecord(vm('plain', subscription), sampleTime));
      const listed = async (query: Partial<MachineQuery>): Promise<readonly string[]> =>
        (await machines.list({ limit: 10, subscription, ...query })).records.map(({ name }) => name);
      expect(await listed({ status: 'Held' })).toEqual(["Odd'Name"]);
      expect(await listed({ name: "odd'name" })).toEqual(["Odd'Name"]);
      expect(await listed({ status: 'Discovered', name: "odd'name" })).toEqual([]);
      expect(await listed({})).toHaveLength(2);
    });

    it('filters by every other column of the list, and by several at once', async () => {
      const { machines } = useStore();
      const subscription = 'aaaaaaaa-0000-0000-0000-00000000f117';
      const held = newRecord(vm('held', subscription), sampleTime);
      await machines.insert({ ...held, standing: standingOf('Held', 'Locked'), os: 'linux', profile: "dev'test" });
      await machines.insert({ ...newRecord(vm('bare', subscription), sampleTime), kind: 'arc' });
      const listed = async (query: Partial<MachineQuery>): Promise<readonly string[]> =>
        (await machines.list({ limit: 10, subscription, ...query })).records.map(({ name }) => name);
      expect(await listed({ code: 'Locked' })).toEqual(['held']);
      expect(await listed({ os: 'linux' })).toEqual(['held']);
      expect(await listed({ profile: "dev'test" })).toEqual(['held']);
      expect(await listed({ kind: 'arc' })).toEqual(['bare']);
      expect(await listed({ os: 'unknown', status: 'Discovered', code: undefined })).toEqual(['bare']);
      expect(await listed({ kind: 'arc', code: 'Locked' })).toEqual([]);
    });

    it('E19: lists those of which a person has accepted something', async () => {
      const { machines } = useStore();
      const subscription = 'aaaaaaaa-0000-0000-0000-00000000acce';
      await machines.insert(fullRecord(vm('accepted', subscription)));
      await machines.insert(newRecord(vm('bare', subscription), sampleTime));
      const { records } = await machines.list({ limit: 10, subscription, accepted: 'true' });
      expect(records.map(({ name }) => name)).toEqual(['accepted']);
    });

    it('summarizes every machine, also one of which little is known', async () => {
      const { machines } = useStore();
      const full = fullRecord(vm('summary-full'));
      const fresh = newRecord(vm('summary-fresh'), sampleTime);
      await machines.insert(full);
      await machines.insert(fresh);
      const { machines: summaries } = await machines.summarize();
      const { subscription, kind } = full;
      expect(summaries.find(({ key }) => key === full.key)).toEqual({
        ...{ key: full.key, status: 'InProgress', code: 'installExtension', kind, os: 'linux', subscription },
        ...{ profile: 'production', findings: { support: 'satisfied', 'data-collection': 'wanted' }, refusals: [] },
      });
      expect(summaries.find(({ key }) => key === fresh.key)).toEqual({
        ...{ key: fresh.key, status: 'Discovered', code: undefined, kind, os: 'unknown', subscription },
        ...{ profile: undefined, findings: {}, refusals: [] },
      });
    });
  });
}
