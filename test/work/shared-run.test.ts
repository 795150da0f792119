import { describe, expect, it } from 'vitest';
import { sharedDefects } from './model/shared-defects.ts';
import { runShared } from './model/shared-run.ts';

const seeds = 60;
const mostRealMs = 120_000;

it(
  `every machine gets what its subscription makes, once, in ${seeds} seeded runs in which everything goes wrong`,
  async () => {
    const misfortunes = new Set<string>();
    for (let seed = 1; seed <= seeds; seed++) {
      const report = await runShared({ seed });
      expect(report.violation, `seed ${seed}`).toBeUndefined();
      expect(report.objects, `seed ${seed}`).toBe(6);
      for (const name of Object.keys(report.misfortunes)) misfortunes.add(name);
    }
    // The runs were as bad as they claim to be.
    expect([...misfortunes]).toEqual(
      expect.arrayContaining([
        'hint lost',
        'instance terminated',
        'ask refused',
        'answer of an ask lost',
        'write lost',
        'answer of a write lost',
        'activity delivered twice at once',
        'every look fails',
        'the subscription waits for a person',
        'crash after subscriptions.replace',
        'crash after machines.replace',
      ]),
    );
  },
  mostRealMs,
);

describe('the run finds', () => {
  it.each(Object.entries(sharedDefects))('%s', async (_, defect) => {
    let found: string | undefined;
    for (let seed = 1; seed <= 100 && found === undefined; seed++)
      found = (await runShared({ seed, ...defect })).violation;
    expect(found).toBeDefined();
  });
});
