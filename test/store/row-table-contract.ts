import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { keyOf, type TargetKey } from '../../src/domain/ids.ts';
import { createRowTable, nameOfTarget } from '../../src/store/row-table.ts';
import type { TableShape } from '../../src/store/table-shape.ts';
import type { UseTable } from './contract.ts';

interface Part {
  readonly key: TargetKey;
  readonly label: string;
  readonly weight: number;
}

const columnsOfPart = z.object({ label: z.string(), weight: z.number() });

/** All that another kind of target brings. */
const partShape: TableShape<TargetKey, Part> = {
  table: 'parts',
  filters: ['label'],
  nameOf: nameOfTarget,
  toColumns: ({ label, weight }) => ({ columns: { label, weight }, isWhole: true }),
  toRow: ({ row, columns }) => ({ ...columnsOfPart.parse(columns), key: keyFrom(row) }),
};

function keyFrom(row: string): TargetKey {
  const found = keys.find((key) => key === row);
  if (found === undefined) throw new Error(`No key of this test: ${row}`);
  return found;
}

const keys = ['a', 'b', 'c'].map((name) => keyOf(`/parts/${name}`));
const [first = keyOf(''), second = keyOf(''), never = keyOf('')] = keys;

/** A kind of target that the store has never heard of. */
export function rowTableContract(useTable: UseTable): void {
  describe('rows of any kind of target', () => {
    it('are inserted, read, replaced and deleted under a version, with no code of their own', async () => {
      const rows = createRowTable(useTable('parts'), partShape);
      const part: Part = { key: first, label: 'a', weight: 1 };
      expect(await rows.insert(part)).toBe('inserted');
      expect(await rows.insert({ ...part, label: 'b' })).toBe('exists');
      const read = await rows.read(first);
      expect(read?.value).toEqual(part);
      const swap = await rows.replace({ ...part, weight: 2 }, read?.etag ?? '');
      expect(swap).toEqual({ kind: 'done', etag: (await rows.read(first))?.etag });
      expect(await rows.replace(part, read?.etag ?? '')).toEqual({ kind: 'conflict' });
      expect((await rows.read(first))?.value).toEqual({ ...part, weight: 2 });
      expect(await rows.delete(first, read?.etag ?? '')).toEqual({ kind: 'conflict' });
      expect((await rows.delete(first, (await rows.read(first))?.etag ?? '')).kind).toBe('done');
      expect(await rows.read(first)).toBeUndefined();
      expect(await rows.read(never)).toBeUndefined();
    });

    it('keep what another release stored beside them', async () => {
      const rows = createRowTable(useTable('parts'), partShape);
      await rows.insert({ key: second, label: 'a', weight: 1 });
      await useTable('parts').upsert(nameOfTarget(second), { colour: 'red' }, 'merge');
      await rows.replace({ key: second, label: 'b', weight: 2 }, (await rows.read(second))?.etag ?? '');
      const entity = await useTable('parts').read(nameOfTarget(second));
      expect(entity?.columns).toEqual({ label: 'b', weight: 2, colour: 'red' });
    });
  });
}
