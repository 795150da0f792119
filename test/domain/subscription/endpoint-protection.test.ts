import { expect, it } from 'vitest';
import { judgeEndpointProtection, type SettingValue } from '../../../src/domain/subscription/endpoint-protection.ts';

type Row = readonly [
  wdatp: SettingValue,
  unified: SettingValue,
  excludeLinux: SettingValue,
  paid: string,
  free: string,
];

/** Each combination of the settings: what it comes to with a plan, and under the free one. */
const table: readonly Row[] = [
  // WDATP, unified, Linux excluded
  [true, true, false, 'on', 'partial: plan'],
  [true, true, true, 'partial: linux', 'partial: plan, linux'],
  [true, true, 'absent', 'on', 'partial: plan'],
  [true, false, false, 'partial: unified', 'partial: plan, unified'],
  [true, false, true, 'partial: unified, linux', 'partial: plan, unified, linux'],
  [true, false, 'absent', 'partial: unified', 'partial: plan, unified'],
  [true, 'absent', false, 'on', 'partial: plan'],
  [true, 'absent', true, 'partial: linux', 'partial: plan, linux'],
  [true, 'absent', 'absent', 'on', 'partial: plan'],
  [false, true, false, 'off: defender', 'off: plan, defender'],
  [false, true, true, 'off: defender, linux', 'off: plan, defender, linux'],
  [false, true, 'absent', 'off: defender', 'off: plan, defender'],
  [false, false, false, 'off: defender, unified', 'off: plan, defender, unified'],
  [false, false, true, 'off: defender, unified, linux', 'off: plan, defender, unified, linux'],
  [false, false, 'absent', 'off: defender, unified', 'off: plan, defender, unified'],
  [false, 'absent', false, 'off: defender', 'off: plan, defender'],
  [false, 'absent', true, 'off: defender, linux', 'off: plan, defender, linux'],
  [false, 'absent', 'absent', 'off: defender', 'off: plan, defender'],
  ['absent', true, false, 'off: defender', 'off: plan, defender'],
  ['absent', true, true, 'off: defender, linux', 'off: plan, defender, linux'],
  ['absent', true, 'absent', 'off: defender', 'off: plan, defender'],
  ['absent', false, false, 'off: defender, unified', 'off: plan, defender, unified'],
  ['absent', false, true, 'off: defender, unified, linux', 'off: plan, defender, unified, linux'],
  ['absent', false, 'absent', 'off: defender, unified', 'off: plan, defender, unified'],
  ['absent', 'absent', false, 'off: defender', 'off: plan, defender'],
  ['absent', 'absent', true, 'off: defender, linux', 'off: plan, defender, linux'],
  ['absent', 'absent', 'absent', 'off: defender', 'off: plan, defender'],
];

const plans = ['free', 'P1', 'P2', 'standard'] as const;
const combinations = plans.flatMap((plan) =>
  table.map(([wdatp, unified, excludeLinux, paid, free]) => ({
    facts: { plan, wdatp, unified, excludeLinux },
    expected: plan === 'free' ? free : paid,
  })),
);

it.each(combinations)(
  'E11 E5: plan $facts.plan, WDATP $facts.wdatp, unified $facts.unified, Linux excluded $facts.excludeLinux: $expected',
  ({ facts, expected }) => {
    const { state, missing } = judgeEndpointProtection(facts);
    expect(missing.length === 0 ? state : `${state}: ${missing.join(', ')}`).toBe(expected);
  },
);

it('E11: every combination is in the table once', () => {
  expect(combinations.length).toBe(4 * 3 * 3 * 3);
  expect(new Set(combinations.map(({ facts }) => JSON.stringify(facts))).size).toBe(combinations.length);
});
