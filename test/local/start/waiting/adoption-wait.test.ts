import { expect, it } from 'vitest';
import { readFleet } from '../../../../local/start/read-fleet.ts';
import { StartError } from '../../../../local/start/start-error.ts';
import { countCovered } from '../../../../local/start/waiting/count-covered.ts';
import { inTime } from '../../../../local/start/waiting/in-time.ts';
import { lookLimit } from '../../../../local/start/waiting/quiet.ts';
import { starterFleet } from '../../../../src/domain/fleet/starter-fleet.ts';

const minute = 60_000;

it.each([
  [0, 1, 120 * minute],
  [30, 20, 6.05 * minute],
  [10_000, 1, (120 + (2 * 10_000) / 60) * minute],
  [0, 60, 2 * minute],
])('%i machines at speed %i have %i ms of real time', (machines, speed, limitMs) => {
  expect(lookLimit(machines, speed)).toBeCloseTo(limitMs, 3);
});

it('the limit leaves time to begin with every machine, and for the computer to do so', () => {
  for (const speed of [1, 20, 60]) {
    for (const machines of [0, 60, 600, 10_000]) {
      expect(lookLimit(machines, speed) * speed).toBeGreaterThan((machines / 60) * minute * 2);
      expect(lookLimit(machines, speed)).toBeGreaterThanOrEqual(minute + machines * 100);
    }
  }
});

it('machines that fleet.json does not cover are not counted, excluded ones are', () => {
  const [ours, other] = ['5b5c0000-0000-4000-a000-000000000001', '5b5c0000-0000-4000-a000-000000000002'];
  const vm = (subscription: string, group: string) =>
    `/subscriptions/${subscription}/resourceGroups/${group}/providers/Microsoft.Compute/virtualMachines/one`;
  const rule = `/subscriptions/${ours}/resourceGroups/in/providers/Microsoft.Insights/dataCollectionRules/one`;
  const written = starterFleet({ subscriptions: [ours], rules: { windows: [rule], linux: [rule] }, mode: 'enforce' });
  const exclude = { scopes: [{ id: `/subscriptions/${ours}/resourceGroups/out`, by: 'me', why: 'a test' }] };
  const fleet = JSON.stringify({ ...written, scope: { ...written.scope, exclude } });
  expect(countCovered(readFleet(fleet), [vm(ours, 'in'), vm(ours, 'out'), vm(other, 'in')], 0)).toBe(2);
});

it('a wait that takes too long ends the run, unless it goes on with a warning', async () => {
  const late = (): Promise<void> => Promise.reject(new StartError('Waited 60 s in vain.'));
  await expect(inTime(late())).rejects.toThrow('Waited 60 s in vain.');
  const warnings: string[] = [];
  const warn = (why: string): void => void warnings.push(why);
  expect(await inTime(late(), warn)).toBe(false);
  expect(warnings).toEqual(['Waited 60 s in vain.']);
  expect(await inTime(Promise.resolve(), warn)).toBe(true);
  await expect(inTime(Promise.reject(new Error('defect')), warn)).rejects.toThrow('defect');
});
