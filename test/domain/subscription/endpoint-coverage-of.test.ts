import { describe, expect, it } from 'vitest';
import type { endpointSystems } from '../../../src/domain/machine/endpoint-system.ts';
import {
  type CoveringSubscription,
  endpointCoverageOf,
  missingParts,
} from '../../../src/domain/subscription/endpoint-coverage-of.ts';
import type { SettingValue } from '../../../src/domain/subscription/endpoint-protection.ts';
import { specOfSubscription } from '../../../src/domain/subscription/subscription-spec.ts';
import { isOtherCoverage, summarizeDefender } from '../../../src/domain/subscription/summarize-defender.ts';
import { fleetOf } from '../fleet/fleet-fixture.ts';

const [first, second] = ['2027-01-05T08:00:00.000Z', '2027-01-05T09:00:00.000Z'] as const;
const on = { plan: 'P1', wdatp: true, unified: true, excludeLinux: false } as const;
const values: readonly SettingValue[] = [true, false, 'absent'];

function specOf(entry: object) {
  const [profile] = fleetOf({ subscriptions: [entry] }).subscriptions;
  if (profile === undefined) throw new Error('no entry');
  return specOfSubscription(profile);
}

const host = (changes: Partial<CoveringSubscription> = {}): CoveringSubscription => ({
  ...{ defender: { ...on, readAt: first }, spec: specOf({}), whyNot: undefined, isLookedAt: true, heldUp: undefined },
  ...changes,
});

describe('a system is covered', () => {
  const rows = values.flatMap((wdatp) =>
    values.flatMap((unified) => values.map((excludeLinux) => ({ wdatp, unified, excludeLinux }))),
  );

  it.each(rows)(
    'with WDATP $wdatp, unified $unified and Linux left out $excludeLinux as Defender covers it',
    (settings) => {
      for (const plan of ['free', 'P1', 'P2', 'standard'] as const) {
        const isOn = (system: (typeof endpointSystems)[number]) =>
          missingParts({ plan, ...settings }, system).length === 0;
        const base = plan !== 'free' && settings.wdatp === true;
        expect(isOn('windows')).toBe(base);
        expect(isOn('unified')).toBe(base && settings.unified !== false);
        expect(isOn('linux')).toBe(base && settings.excludeLinux !== true);
      }
    },
  );

  it('since the first look that saw it so, without one that saw otherwise', () => {
    const seen = summarizeDefender(undefined, on, first);
    expect(seen.onSince).toEqual({ windows: first, unified: first, linux: first });
    const later = summarizeDefender(seen, { ...on, excludeLinux: true }, second);
    expect(later.onSince).toEqual({ windows: first, unified: first });
    expect(summarizeDefender(later, on, second).onSince?.linux).toBe(second);
    expect(isOtherCoverage(seen, later)).toBe(true);
    expect(isOtherCoverage(seen, summarizeDefender(seen, { ...on, plan: 'P2' }, second))).toBe(false);
  });
});

describe('what a machine is told', () => {
  const off = { ...on, wdatp: false, readAt: first } as const;

  it('is on, with since when', () => {
    expect(endpointCoverageOf(host(), 'linux')).toEqual({ kind: 'on', since: undefined });
    const defender = summarizeDefender(undefined, on, first);
    expect(endpointCoverageOf(host({ defender }), 'linux')).toEqual({ kind: 'on', since: first });
  });

  it('is coming where the file turns on all that is missing and something is written, else off, with what and why', () => {
    const wanting = host({
      defender: { ...off, plan: 'free' },
      spec: specOf({ plan: 'P1', endpoint: { defender: 'on' } }),
    });
    expect(endpointCoverageOf(wanting, 'windows')).toMatchObject({ kind: 'coming' });
    const observed = { ...wanting, whyNot: 'its entry only observes' };
    expect(endpointCoverageOf(observed, 'windows')).toMatchObject({
      kind: 'off',
      detail: expect.stringMatching(/WDATP.*only observes/),
    });
    const half = host({ defender: { ...off, plan: 'free' }, spec: specOf({ endpoint: { defender: 'on' } }) });
    expect(endpointCoverageOf(half, 'windows')).toMatchObject({ kind: 'off' });
  });

  it('is not read yet, or read by nobody, which is another thing', () => {
    expect(endpointCoverageOf(host({ defender: undefined }), 'linux')).toMatchObject({ kind: 'unread' });
    expect(endpointCoverageOf(host({ defender: undefined, isLookedAt: false }), 'linux')).toMatchObject({
      kind: 'unknown',
    });
  });
});
