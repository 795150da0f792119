import { app } from '@azure/functions';
import * as df from 'durable-functions';
import type { AppContext } from '../app-context.ts';
import { durableInstances } from '../durable-instances.ts';

/** Starts an instance for every machine that is owed a look, as far as the limits admit. */
export function registerTick({ ports, ticker }: AppContext): void {
  app.timer('tick', {
    schedule: `*/${ports.settings.tickSeconds} * * * * *`,
    extraInputs: [df.input.durableClient()],
    handler: async (_, context) => {
      const report = await ticker.tick(durableInstances(context));
      if (report.started + report.notAdmitted + report.stuck > 0) context.log('tick', JSON.stringify(report));
    },
  });
}
