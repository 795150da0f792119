import { describe, expect, it } from 'vitest';
import { defects } from './model/defects.ts';
import { runModel } from './model/model-run.ts';

const seeds = 250;
const mostRealMs = 900_000;

describe('no look is lost', () => {
  it(
    `in ${seeds} seeded runs of two hours in which everything goes wrong`,
    async () => {
      let owedLooks = 0;
      const misfortunes = new Set<string>();
      for (let seed = 1; seed <= seeds; seed++) {
        const report = await runModel({ seed });
        expect(report.violation, `seed ${seed}`).toBeUndefined();
        owedLooks += report.owedLooks;
        for (const name of Object.keys(report.misfortunes)) misfortunes.add(name);
      }
      expect(owedLooks).toBeGreaterThan(seeds * 100);
      // The runs were as bad as they claim to be.
      expect([...misfortunes]).toEqual(
        expect.arrayContaining([
          'hint lost',
          'instance terminated',
          'start lost',
          'event delivered twice',
          'activity done, and delivered again',
          'activity delivered twice at once',
          'activity stuck for ten minutes',
          'every look fails',
          'crash after work.merge',
          'ask refused',
          'answer of an ask lost',
          'crash before work.delete',
          'crash after machines.replace',
        ]),
      );
    },
    mostRealMs,
  );

  it('when the limits admit two machines at once and three starts a minute', async () => {
    for (let seed = 1_001; seed <= 1_030; seed++) {
      const report = await runModel({ seed, limits: { inFlight: 2, perSubscription: 2, startsPerMinute: 3 } });
      expect(report.violation, `seed ${seed}`).toBeUndefined();
    }
  });
});

describe('the model run finds', () => {
  it.each(Object.entries(defects))('%s', async (_, defect) => {
    let found: string | undefined;
    for (let seed = 1; seed <= 200 && found === undefined; seed++)
      found = (await runModel({ seed, ...defect })).violation;
    expect(found).toBeDefined();
  });
});
