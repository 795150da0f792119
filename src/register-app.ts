import * as df from 'durable-functions';
import { serviceByActivity } from './domain/services/all-services.ts';
import { onboardInputSchema } from './domain/work/onboard-protocol.ts';
import { onboardMachineName } from './domain/work/work-instance.ts';
import { registerApi } from './functions/api/register-api.ts';
import type { AppContext } from './functions/app-context.ts';
import { createIntake } from './functions/triggers/intake.ts';
import { registerResourceEvents } from './functions/triggers/resource-events.ts';
import { registerTick } from './functions/triggers/tick.ts';
import { lookAtMachine } from './look/look-at-machine.ts';
import { runLook } from './look/run-look.ts';
import { runStep, stepInputSchema } from './look/run-step.ts';
import { createFleetCounter } from './operator/fleet-status.ts';
import { onboardMachine } from './orchestrations/onboard-machine.ts';
import type { Ports } from './ports/ports.ts';
import { cacheSpecs } from './work/cache-specs.ts';
import { createHintStart } from './work/start-hints.ts';
import { createTicker } from './work/ticker.ts';

/** Registers every function of the app over these ports. Must run synchronously while the host loads the app. */
export function registerApp(doors: Ports): void {
  const ports: Ports = { ...doors, store: { ...doors.store, specs: cacheSpecs(doors.store.specs) } };
  const { limits } = ports.fleet;
  const context: AppContext = {
    ports,
    ticker: createTicker(ports, { limits, tickSeconds: ports.settings.tickSeconds }),
    hintStart: createHintStart(ports.clock),
    intake: createIntake(new Date(ports.clock.now()).toISOString()),
    countFleet: createFleetCounter(ports),
  };
  registerDurable(ports);
  registerTick(context);
  registerResourceEvents(context);
  registerApi(context);
}

function registerDurable(ports: Ports): void {
  df.app.orchestration(onboardMachineName, onboardMachine);
  df.app.activity('assessMachine', {
    handler: (input: unknown) => {
      const { machineId, results } = onboardInputSchema.parse(input);
      return runLook({ ports, machineId, results }, (start) => lookAtMachine(ports, start));
    },
  });
  for (const [name, service] of serviceByActivity) {
    df.app.activity(name, { handler: (input: unknown) => runStep(ports, service, stepInputSchema.parse(input)) });
  }
}
