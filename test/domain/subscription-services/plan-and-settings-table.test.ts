import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { WrittenSubscription } from '../../../src/domain/fleet/subscription-schema.ts';
import type { WantedStep } from '../../../src/domain/step/wanted-step.ts';
import { type RunEnd, readState, runLooks } from './settings-world.ts';

/** The table as a person reads it: before | wish | writes, looks apart by `/` | the subscription's word | its protection. */
const table = readFileSync('test/domain/subscription-services/plan-and-settings-table.txt', 'utf8')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'));

const plans = ['free', 'P1', 'P2'] as const;
const settings = [
  'W. U. X.',
  'W+ U. X.',
  'W- U. X.',
  'W- U+ X-',
  'W- U- X+',
  'W+ U- X+',
  'W+ U+ X-',
  'W+ U- X-',
  'W+ U+ X+',
] as const;
const wishes: Readonly<Record<string, WrittenSubscription>> = {
  'P1 W+': { plan: 'P1', endpoint: { defender: 'on' } },
  'P1 W+ U+ L+': { plan: 'P1', endpoint: { defender: 'on', unified: 'on', linux: 'on' } },
  'P2 W+ U+ L+': { plan: 'P2', endpoint: { defender: 'on', unified: 'on', linux: 'on' } },
  'P2 W+ L-': { plan: 'P2', endpoint: { defender: 'on', linux: 'off' } },
  'P2 W+ U-': { plan: 'P2', endpoint: { defender: 'on', unified: 'off' } },
  'P2 W+ U- L-': { plan: 'P2', endpoint: { defender: 'on', unified: 'off', linux: 'off' } },
  'P1 W+ U-': { plan: 'P1', endpoint: { defender: 'on', unified: 'off' } },
  'P2 W-': { plan: 'P2', endpoint: { defender: 'off' } },
  'P2 alone': { plan: 'P2' },
  'free alone': { plan: 'free' },
  'free W-': { plan: 'free', endpoint: { defender: 'off' } },
  'W+ alone': { endpoint: { defender: 'on' } },
  'U+ L+ alone': { endpoint: { unified: 'on', linux: 'on' } },
  nothing: {},
};

interface Row {
  readonly plan: (typeof plans)[number];
  readonly before: string;
  readonly wished: string;
  readonly wish: WrittenSubscription;
}

const rows: readonly Row[] = plans.flatMap((plan) =>
  settings.flatMap((marks) =>
    Object.entries(wishes).map(([wished, wish]) => ({ plan, before: `${plan} ${marks}`, wished, wish })),
  ),
);

const marks: Readonly<Record<string, string>> = {
  WDATP: 'W',
  WDATP_UNIFIED_SOLUTION: 'U',
  WDATP_EXCLUDE_LINUX_PUBLIC_PREVIEW: 'X',
};

function wordOf({ write }: WantedStep): string {
  if (write.kind === 'putDefenderPlan') return write.body.properties.subPlan ?? write.body.properties.pricingTier;
  if (write.kind !== 'putEndpointSetting') throw new Error(`${write.kind} is none of the table's`);
  return `${marks[write.name]}${write.body.properties.enabled ? '+' : '-'}`;
}

function runOf({ before, wish }: Row, planTurnsEndpointOn = true): RunEnd & { readonly writes: readonly string[] } {
  const end = runLooks(readState(before), wish, planTurnsEndpointOn);
  return { ...end, writes: end.looks.flat().map(wordOf) };
}

function lineOf(row: Row): string {
  const { looks, word, protection } = runOf(row);
  const written = looks.map((steps) => steps.map(wordOf).join(' ')).join(' / ');
  return [
    row.before.padEnd(13),
    row.wished.padEnd(12),
    (written || 'none').padEnd(13),
    word.padEnd(29),
    protection,
  ].join(' | ');
}

describe('E1 E5 E11 P3: the table of plans, settings and wishes', () => {
  it('has every combination once', () => {
    expect(table).toHaveLength(rows.length);
    expect(rows.length).toBeGreaterThanOrEqual(60);
  });

  it.each(rows.map((row, index) => ({ ...row, line: table[index] })))(
    'E1 E5 E11: $before, wished $wished',
    ({ line, ...row }) => expect(lineOf(row)).toBe(line),
  );
});

describe('what holds in every row, whether the plan turns WDATP on or not', () => {
  const both = rows.flatMap((row) => [true, false].map((turnsOn) => ({ ...row, turnsOn, run: runOf(row, turnsOn) })));
  /** Of a subscription that ended as its file wants it. */
  const done = both.filter(({ run }) => run.word === 'Configured');

  it('E1: a plan that is written is written before every setting but those that leave machines out of it', () => {
    for (const { run, before, wished } of both) {
      const at = run.writes.findIndex((write) => ['P1', 'P2', 'Free'].includes(write));
      expect(
        run.writes.slice(0, Math.max(at, 0)).filter((write) => !['X+', 'U-'].includes(write)),
        `${before} ${wished}`,
      ).toEqual([]);
    }
  });

  it('E1: nothing is turned on while the plan is Free', () => {
    for (const { plan, run, wish } of both) {
      if (plan !== 'free' || wish.plan === 'P1' || wish.plan === 'P2') continue;
      expect(run.writes.filter((write) => ['W+', 'U+', 'X-'].includes(write))).toEqual([]);
    }
  });

  it('E5: the look that changes Plan 2 to Plan 1 writes no unified setting', () => {
    const downgrades = both.filter(({ plan, wish }) => plan === 'P2' && wish.plan === 'P1');
    expect(downgrades.length).toBeGreaterThan(0);
    for (const { run } of downgrades) expect(run.looks[0]?.map(wordOf)).not.toContain('U+');
    const unnamed = downgrades.filter(({ wish }) => wish.endpoint?.unified === undefined);
    for (const { run } of unnamed) expect(run.writes.filter((write) => write.startsWith('U'))).toEqual([]);
  });

  it('E5: a setting that is absent is never made, but WDATP', () => {
    for (const { before, run } of both) {
      if (before.includes('U.')) expect(run.writes.filter((write) => write.startsWith('U'))).toEqual([]);
      if (before.includes('X.')) expect(run.writes.filter((write) => write.startsWith('X'))).toEqual([]);
    }
  });

  it.each([
    ['Linux', 'linux', 'X.', 'LinuxCannotBeExcluded'],
    ['the unified solution', 'unified', 'U.', 'UnifiedCannotBeExcluded'],
  ] as const)(
    'E5: where %s shall be left out and cannot, nothing is written that would reach it',
    (_, part, mark, code) => {
      const asked = both.filter(({ wish, before }) => wish.endpoint?.[part] === 'off' && before.includes(mark));
      expect(asked.length).toBeGreaterThan(0);
      for (const { run, before, wished } of asked) {
        expect(run.comings, `${before} ${wished}`).toEqual([]);
        if (wished !== 'P2 W+ U- L-') expect(run.word).toBe(`Held(${code})`);
        else expect(run.word).toMatch(/^Held\((Linux|Unified)CannotBeExcluded\)$/);
      }
    },
  );

  it('E5: when Defender for Endpoint comes to machines, what the file leaves out is left out already', () => {
    const comings = both.flatMap(({ run, wish }) => run.comings.map((facts) => ({ facts, endpoint: wish.endpoint })));
    const without = (part: 'linux' | 'unified') => comings.filter(({ endpoint }) => endpoint?.[part] === 'off');
    expect(without('linux').length).toBeGreaterThan(0);
    expect(without('unified').length).toBeGreaterThan(0);
    for (const { facts } of without('linux')) expect(facts.excludeLinux).toBe(true);
    for (const { facts } of without('unified')) expect(facts.unified).toBe(false);
  });

  it('P3: what the file does not name is not written', () => {
    for (const { run, wish } of both) {
      if (wish.plan === undefined) expect(run.writes.filter((write) => /^[PF]/.test(write))).toEqual([]);
      const names = { W: wish.endpoint?.defender, U: wish.endpoint?.unified, X: wish.endpoint?.linux };
      for (const [mark, named] of Object.entries(names)) {
        if (named === undefined) expect(run.writes.filter((write) => write.startsWith(mark))).toEqual([]);
      }
    }
  });

  it('E11: everything wished on, and Configured, is protection on', () => {
    const full = done.filter(({ wished }) => wished.endsWith('W+ U+ L+'));
    expect(full.length).toBe(2 * 2 * plans.length * settings.length);
    for (const { run } of full) expect(run.protection).toBe('on');
  });

  it('E11: Defender for Endpoint wished off, and Configured, is protection off', () => {
    for (const { run } of done.filter(({ wish }) => wish.endpoint?.defender === 'off')) {
      expect(run.protection).toMatch(/^off/);
    }
  });

  it('P3: at the end nothing is wanted but what is held', () => {
    for (const { run } of done) expect(run.keptBack).toEqual([]);
    for (const { run } of both) expect(run.word).toMatch(/^(Configured|Held\(\w+(NotOn|Excluded)\))$/);
  });
});
