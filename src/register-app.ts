import * as df from 'durable-functions';
import { stepOfInput } from './domain/work/step-call.ts';
import { keyOfInput } from './domain/work/target-names.ts';
import type { TargetRow } from './domain/work/target-row.ts';
import { registerApi } from './functions/api/register-api.ts';
import type { AppContext } from './functions/app-context.ts';
import { createIntake } from './functions/triggers/intake.ts';
import { registerResourceEvents } from './functions/triggers/resource-events.ts';
import { registerSweep } from './functions/triggers/sweep.ts';
import { registerTick } from './functions/triggers/tick.ts';
import { runLook } from './look/run-look.ts';
import { runStep } from './look/run-step.ts';
import { type LookedAtKind, machineKind, subscriptionKind, targetKinds } from './look/target-kinds.ts';
import { createFleetCounter } from './operator/fleet-status.ts';
import { createMachineCounter } from './operator/machines-of-subscription.ts';
import { createWorkspaceReader } from './operator/read-workspaces.ts';
import { createLookLoop } from './orchestrations/look-loop.ts';
import type { Ports } from './ports/ports.ts';
import { cacheSpecs } from './work/cache-specs.ts';
import { cacheStops } from './work/cache-stops.ts';
import { cacheSubscriptions } from './work/cache-subscriptions.ts';
import { createHintStart } from './work/start-hints.ts';
import { createTicker } from './work/ticker.ts';

/**
 * Registers every function of the app over these ports, for these kinds of targets. Must run synchronously while the
 * host loads the app.
 */
export function registerApp(doors: Ports, targets: readonly LookedAtKind<TargetRow>[] = targetKinds): void {
  const { specs, stops, subscriptions } = doors.store;
  const cached = {
    specs: cacheSpecs(specs),
    stops: cacheStops(stops, doors.clock),
    subscriptions: cacheSubscriptions(subscriptions, doors.wallClock),
  };
  const ports: Ports = { ...doors, store: { ...doors.store, ...cached } };
  const kinds = targets.map((kind) => ({ kind, limits: kind.limitsOf(ports.fleet) }));
  const looksAtSubscriptions = kinds.some(({ kind }) => kind.orchestrator === subscriptionKind.orchestrator);
  const context: AppContext = {
    ports,
    ticker: createTicker(ports, { kinds, tickSeconds: ports.settings.tickSeconds }),
    hintStart: createHintStart(ports.clock, machineKind),
    hintSubscription: createHintStart(ports.clock, subscriptionKind),
    looksAtSubscriptions,
    intake: createIntake(new Date(ports.clock.now()).toISOString()),
    countFleet: createFleetCounter(ports),
    countMachines: createMachineCounter(ports),
    readWorkspaces: createWorkspaceReader(ports),
  };
  for (const kind of targets) registerKind(ports, kind);
  registerTick(context);
  if (looksAtSubscriptions) registerSweep(context);
  registerResourceEvents(context);
  registerApi(context);
}

function registerKind<Row extends TargetRow>(ports: Ports, kind: LookedAtKind<Row>): void {
  df.app.orchestration(kind.orchestrator, createLookLoop(kind));
  df.app.activity(kind.assessActivity, {
    handler: (input: unknown) =>
      runLook({ ports, kind, key: keyOfInput(kind, input) }, (start) => kind.lookAt(ports, start)),
  });
  for (const [activity, steps] of kind.steps) {
    df.app.activity(activity, { handler: (input: unknown) => runStep(ports, steps, stepOfInput(kind, input)) });
  }
}
