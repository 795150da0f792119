import { app } from '@azure/functions';
import { runSweep } from '../../sweep/run-sweep.ts';
import type { AppContext } from '../app-context.ts';

/**
 * Reads what there is, by the clock and whenever the host starts the app: of several processes that start, one runs. A
 * run that is not complete changes nothing, and says why.
 */
export function registerSweep({ ports }: AppContext): void {
  const { sweepMinutes } = ports.settings;
  app.timer('sweep', {
    schedule: sweepMinutes === 60 ? '0 0 * * * *' : `0 */${sweepMinutes} * * * *`,
    runOnStartup: true,
    handler: async (_, context) => {
      const report = await runSweep(ports);
      if (report.kind === 'skipped') return;
      const isWhole = report.kind === 'complete' && report.unread === undefined;
      if (!isWhole) context.warn('sweep', JSON.stringify(report));
      else context.log('sweep', JSON.stringify(report));
    },
  });
}
