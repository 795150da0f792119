import { describe, expect, it } from 'vitest';
import { keyOf } from '../../src/domain/ids.ts';
import type { EdrAssessment } from '../../src/domain/machine/edr-assessment.ts';
import type { UseStore, UseTable } from './contract.ts';
import { sampleTime } from './sample-record.ts';

const later = '2026-01-02T00:00:00.000Z';
const healthy: EdrAssessment = { key: 'k', title: 'EDR', code: 'Healthy', since: sampleTime, link: 'https://x/y' };
const unhealthy = { ...healthy, code: 'Unhealthy' };
const idOf = (subscription: string, name: string): string =>
  `/subscriptions/${subscription}/resourceGroups/g/providers/Microsoft.Compute/virtualMachines/${name}`;

/** What Defender assesses of machines. */
export function assessmentContract(useStore: UseStore, useTable: UseTable): void {
  describe('assessments', () => {
    it('are read by machine, with when their subscription was read; of one that was never read nothing is', async () => {
      const { assessments } = useStore();
      const sub = 'assessed-1';
      const vm = idOf(sub, 'vm-1');
      const never = { readAt: undefined, refused: undefined, assessments: [] };
      expect(await assessments.read(sub, keyOf(vm))).toEqual(never);
      await assessments.replaceAll(sub, sampleTime, [{ resourceId: vm, assessments: [healthy] }]);
      expect(await assessments.read(sub, keyOf(vm.toUpperCase()))).toEqual({
        readAt: sampleTime,
        refused: undefined,
        assessments: [healthy],
      });
      expect(await assessments.read(sub, keyOf(idOf(sub, 'vm-2')))).toEqual({ ...never, readAt: sampleTime });
      expect(await assessments.read('assessed-2', keyOf(vm))).toEqual(never);
    });

    it('of another reading take the place of those before: it answers who is new, changed or gone', async () => {
      const { assessments } = useStore();
      const sub = 'assessed-3';
      const ids = Array.from({ length: 250 }, (_, index) => idOf(sub, `vm-${index}`));
      const all = ids.map((resourceId) => ({ resourceId, assessments: [healthy] }));
      expect(await assessments.replaceAll(sub, sampleTime, all)).toHaveLength(250);
      expect(await assessments.replaceAll(sub, later, [...all].reverse())).toEqual([]);
      const [gone = '', changed = '', ...same] = ids;
      const fresh = idOf(sub, 'fresh');
      const next = [
        ...same.map((resourceId) => ({ resourceId, assessments: [healthy] })),
        { resourceId: changed, assessments: [unhealthy] },
        { resourceId: fresh, assessments: [healthy] },
      ];
      const told = await assessments.replaceAll(sub, later, next);
      expect(told.map(({ resourceId }) => resourceId).sort()).toEqual([gone, changed, fresh].sort());
      expect(await assessments.read(sub, keyOf(gone))).toMatchObject({ readAt: later, assessments: [] });
      expect(await assessments.read(sub, keyOf(changed))).toMatchObject({ assessments: [unhealthy] });
    });

    it('stay what they were where a reading is refused, until one succeeds', async () => {
      const { assessments } = useStore();
      const sub = 'assessed-4';
      const vm = idOf(sub, 'vm-1');
      const machines = [{ resourceId: vm, assessments: [healthy] }];
      await assessments.replaceAll(sub, sampleTime, machines);
      await assessments.refuse(sub, 'page 1 was refused');
      expect(await assessments.read(sub, keyOf(vm))).toEqual({
        readAt: sampleTime,
        refused: 'page 1 was refused',
        assessments: [healthy],
      });
      await assessments.replaceAll(sub, later, machines);
      expect(await assessments.read(sub, keyOf(vm))).toMatchObject({ readAt: later, refused: undefined });
    });

    it('of a damaged row say nothing', async () => {
      const { assessments } = useStore();
      const sub = 'assessed-5';
      const vm = idOf(sub, 'vm-1');
      await assessments.replaceAll(sub, sampleTime, [{ resourceId: vm, assessments: [healthy] }]);
      await useTable('assessments').upsert({ partition: sub, row: keyOf(vm) }, { body: '[{"key":' }, 'merge');
      await useTable('assessments').upsert({ partition: sub, row: '-' }, { readAt: 'yesterday' }, 'merge');
      expect(await assessments.read(sub, keyOf(vm))).toEqual({
        readAt: undefined,
        refused: undefined,
        assessments: [],
      });
    });
  });
}
