import { parseArgs } from 'node:util';
import { runModel } from '../test/work/model/model-run.ts';
import { runShared } from '../test/work/model/shared-run.ts';

/**
 * The model run of the work protocol, and that of what machines share, over many seeds:
 * `node --import tsx bench/model-run.ts --seeds 2000 --from 1`. Exit code 1 when a seed broke a promise.
 */
const { values } = parseArgs({
  options: { seeds: { type: 'string', default: '1000' }, from: { type: 'string', default: '1' } },
});
const first = Number(values.from);
const last = first + Number(values.seeds) - 1;
const startedMs = performance.now();
const totals = { owedLooks: 0, instances: 0, longestWaitMinutes: 0, sharedWaitMinutes: 0, misfortunes: 0 };
const broken: string[] = [];

for (let seed = first; seed <= last; seed++) {
  const tight = { inFlight: 2, perSubscription: 2, startsPerMinute: 3 };
  const report = await runModel({ seed, ...(seed % 5 === 0 ? { limits: tight } : {}) });
  totals.owedLooks += report.owedLooks;
  totals.instances += report.instances;
  totals.longestWaitMinutes = Math.max(totals.longestWaitMinutes, report.longestWaitMinutes);
  totals.misfortunes += Object.values(report.misfortunes).reduce((sum, count) => sum + count, 0);
  if (report.violation !== undefined) broken.push(`seed ${seed}: ${report.violation}`);
  const shared = await runShared({ seed });
  totals.sharedWaitMinutes = Math.max(totals.sharedWaitMinutes, Math.round(shared.longestWaitMinutes));
  if (shared.violation !== undefined) broken.push(`seed ${seed}, shared: ${shared.violation}`);
  if ((seed - first + 1) % 200 === 0) console.log(`${seed - first + 1} seeds, ${broken.length} broken`);
}

for (const line of broken) console.log(line);
const seconds = Math.round((performance.now() - startedMs) / 1_000);
console.log(JSON.stringify({ seeds: `${first}-${last}`, broken: broken.length, ...totals, seconds }));
process.exitCode = broken.length === 0 ? 0 : 1;
