import { describe, expect, it } from 'vitest';
import { stepIdSchema } from '../../src/domain/ids.ts';
import type { MachineRecord } from '../../src/domain/machine/machine-record.ts';
import type { StepRecord } from '../../src/domain/step/step-record.ts';
import { fitRecord, mostBodyCharacters } from '../../src/store/fit-record.ts';
import { parseRecord } from '../../src/store/record-schema.ts';
import { vm } from '../work/fixtures.ts';
import { entryAt, fullRecord, sampleStep, sampleTime } from './sample-record.ts';

const full = fullRecord(vm('long'));

function stored(record: MachineRecord): MachineRecord {
  const body = fitRecord(record);
  expect(body.length).toBeLessThanOrEqual(mostBodyCharacters);
  return parseRecord(JSON.parse(body));
}

function manySteps(
  count: number,
  change: (index: number) => Partial<StepRecord>,
): Readonly<Record<string, StepRecord>> {
  return Object.fromEntries(
    Array.from({ length: count }, (_, index) => [`installExtension:target-${index}`, sampleStep(change(index))]),
  );
}

describe('a record that is too long for its column', () => {
  it('is left alone while it fits', () => {
    expect(stored(full)).toEqual(full);
  });

  it('loses the ends of long texts first, and nothing else', () => {
    const detail = 'x'.repeat(40_000);
    const fitted = stored({ ...full, findings: { ama: { kind: 'blocked', code: 'C', detail } } });
    expect(fitted.findings.ama?.detail).toBe(`${'x'.repeat(199)}…`);
    expect({ ...fitted, findings: full.findings }).toEqual(full);
  });

  it('keeps the newest of its latest entries', () => {
    const latest = Array.from({ length: 400 }, (_, index) => entryAt(index, `entry ${index} ${'y'.repeat(100)}`));
    const fitted = stored({ ...full, latest });
    expect(fitted.latest).toEqual(latest.slice(-3));
    expect(fitted.steps).toEqual(full.steps);
  });

  it('forgets operations before steps, and quiet steps before failing ones', () => {
    const operationUrl = `https://management.azure.com/${'o'.repeat(400)}`;
    const steps = {
      ...manySteps(45, (index) => ({
        ...{ attempts: 0, failure: undefined, operationUrl },
        lastAt: entryAt(index, '').at,
      })),
      'installExtension:failing': sampleStep({ operationUrl, attempts: 2, lastAt: entryAt(-99, '').at }),
    };
    const slimmed = stored({ ...full, steps });
    expect(Object.keys(slimmed.steps)).toHaveLength(46);
    expect(slimmed.steps['installExtension:failing']).toEqual({
      ...sampleStep({ attempts: 2, lastAt: entryAt(-99, '').at }),
      ...{ operationUrl: undefined, correlationId: undefined },
    });
    const more = stored({
      ...full,
      steps: { ...manySteps(200, (index) => ({ ...quiet, lastAt: entryAt(index, '').at })), ...steps },
    });
    expect(more.steps['installExtension:failing']?.attempts).toBe(2);
    expect(more.steps['installExtension:target-199']).toBeDefined();
    expect(more.owned).toEqual(full.owned);
  });

  it('keeps when a step was refused, and lets go of the words', () => {
    const at = [sampleTime];
    const refusals = Array.from({ length: 12 }, (_, index) => ({
      code: 'Busy',
      text: `${index}${'x'.repeat(190)}`,
      at,
    }));
    const fitted = stored({ ...full, steps: manySteps(28, () => ({ refusals })) });
    for (const step of Object.values(fitted.steps)) {
      expect(step.refusals).toEqual([{ code: 'Busy', text: '', at: Array.from({ length: 12 }, () => sampleTime) }]);
    }
    expect(Object.keys(fitted.steps)).toHaveLength(28);
  });

  it('has room for 27 rules with long names while they are being associated', () => {
    const touches = {
      part: 'association',
      name: 'assoc-0a1b2c3d',
      ruleId: `/subscriptions/${'r'.repeat(280)}`,
    } as const;
    const write = { at: sampleTime, bodyHash: '0123456789abcdef', ended: 'accepted' } as const;
    const under = { touches, writes: [write, write, write], failure: undefined, operationUrl: undefined };
    const owned = Array.from({ length: 27 }, (_, index) => ({
      ...{
        stepId: stepIdSchema.parse(`associateDataCollectionRule:${index}`),
        resourceId: `/${'i'.repeat(330)}/${index}`,
      },
      ...{ state: 'intent' as const, lookId: sampleStep().lookId, at: sampleTime },
    }));
    expect(Object.keys(stored({ ...full, owned, steps: manySteps(27, () => under) }).steps)).toHaveLength(27);
  });

  it('lets go of steps that nobody counts any more before those of the last day', () => {
    const yesterday = new Date(Date.parse(sampleTime) - 25 * 60 * 60_000).toISOString();
    const done = { attempts: 0, failure: undefined, correlationId: 'c'.repeat(300) };
    const old = manySteps(40, () => ({ ...done, lastAt: yesterday }));
    const steps = {
      ...Object.fromEntries(Object.entries(old).map(([id, step]) => [`${id}-old`, step])),
      ...manySteps(40, (index) => ({ ...done, lastAt: entryAt(index - 9_000, '').at })),
    };
    const kept = Object.keys(stored({ ...full, lastLookAt: sampleTime, steps }).steps);
    expect(kept.filter((id) => !id.endsWith('-old'))).toHaveLength(40);
    expect(kept.length).toBeLessThan(80);
  });

  it('is refused with what to do when only what must be kept is left', () => {
    const owned = Array.from({ length: 300 }, (_, index) => ({
      ...{ stepId: stepIdSchema.parse(`a:${index}`), resourceId: `/${'r'.repeat(200)}/${index}` },
      ...{ state: 'confirmed' as const, lookId: sampleStep().lookId, at: full.firstSeenAt },
    }));
    expect(() => fitRecord({ ...full, owned })).toThrow(/owns 300 resources: assign fewer rules/);
  });
});

const quiet = { attempts: 0, failure: undefined };
