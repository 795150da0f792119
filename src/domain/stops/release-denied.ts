import { covers } from '../scope.ts';
import type { StepRecord, StepRow } from '../step/step-record.ts';
import { coveringStops } from './judge-stop.ts';
import type { SubscriptionStops } from './scope-stop.ts';

/** Whether a step was refused for want of a right of the app. */
export function isDenied(step: Pick<StepRecord, 'failure'> | undefined): boolean {
  return step?.failure?.code === 'AuthorizationFailed';
}

/**
 * The row with its denied steps as the stops have it: in a stopped scope they are due when the next one may try, and
 * where a stop has ended since, they are tried again as if nothing had been.
 */
export function releaseDenied<Row extends StepRow>(row: Row, stops: SubscriptionStops): Row {
  if (!Object.values(row.steps).some(isDenied)) return row;
  const steps = Object.entries(row.steps).map(([id, step]): [string, StepRecord] => {
    return [id, isDenied(step) ? releaseStep(step, row.resourceId, stops) : step];
  });
  return { ...row, steps: Object.fromEntries(steps) };
}

function releaseStep(step: StepRecord, resourceId: string, stops: SubscriptionStops): StepRecord {
  const isLifted = stops.lifted.some(({ scope, at }) => covers(scope, resourceId) && at > step.lastAt);
  const [stop] = coveringStops(stops.stops, resourceId);
  if (stop === undefined) return isLifted ? { ...step, failure: undefined, nextAttemptAt: undefined } : step;
  return { ...step, nextAttemptAt: stop.tryAt };
}
