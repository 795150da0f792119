import { describe, expect, it } from 'vitest';
import { vm } from '../work/fixtures.ts';
import type { UseStore } from './contract.ts';
import { entryAt } from './sample-record.ts';

/** What a machine's history promises. */
export function timelineContract(useStore: UseStore): void {
  describe('timeline', () => {
    it('tells the newest first, and of one moment the later one first', async () => {
      const { timeline } = useStore();
      const { key } = vm('told');
      await timeline.append(key, [entryAt(0, 'seen'), entryAt(0, 'looked at')]);
      await timeline.append(key, [entryAt(60, 'done')]);
      await timeline.append(key, [entryAt(30, 'late news')]);
      const texts = (await timeline.recent(key, 10)).map(({ text }) => text);
      expect(texts).toEqual(['done', 'late news', 'looked at', 'seen']);
      expect(await timeline.recent(key, 1)).toEqual([entryAt(60, 'done')]);
      expect(await timeline.recent(vm('untold').key, 10)).toEqual([]);
    });

    it('keeps an entry once, however often and with whatever it is appended', async () => {
      const { timeline } = useStore();
      const { key } = vm('repeated');
      const first = { ...entryAt(0, 'written'), by: 'ann', operation: 'x/write', correlationId: 'c' };
      await timeline.append(key, [first]);
      await timeline.append(key, [first]);
      await timeline.append(key, [first, entryAt(5, 'seen')]);
      expect(await timeline.recent(key, 10)).toEqual([entryAt(5, 'seen'), first]);
    });

    it('takes no entries, and many at once', async () => {
      const { timeline } = useStore();
      const { key } = vm('many');
      await timeline.append(key, []);
      expect(await timeline.recent(key, 10)).toEqual([]);
      await timeline.append(
        key,
        Array.from({ length: 150 }, (_, index) => entryAt(index, `entry ${index}`)),
      );
      const kept = await timeline.recent(key, 1_000);
      expect(kept).toHaveLength(100);
      expect(kept[0]?.text).toBe('entry 149');
      expect(kept[99]?.text).toBe('entry 50');
    });

    it('deletes the whole history of one machine only', async () => {
      const { timeline } = useStore();
      const [gone, other] = [vm('gone').key, vm('stays').key];
      await timeline.append(
        gone,
        Array.from({ length: 120 }, (_, index) => entryAt(index, 'x')),
      );
      await timeline.append(other, [entryAt(0, 'y')]);
      await timeline.deleteAll(gone);
      await timeline.deleteAll(gone);
      expect(await timeline.recent(gone, 10)).toEqual([]);
      expect(await timeline.recent(other, 10)).toHaveLength(1);
    });
  });
}
