import type { StepRecord, StepRow } from './step-record.ts';

/** Whether a step of the row was refused for want of a resource provider. */
export function lacksProvider({ steps }: Pick<StepRow, 'steps'>): boolean {
  return Object.values(steps).some(isRefused);
}

/**
 * The row with such steps as if nothing had been, where the look at its subscription has seen the provider registered
 * since they were refused. `registeredAt`: ISO-8601 UTC; undefined: it is not known to be.
 */
export function releaseUnregistered<Row extends StepRow>(row: Row, registeredAt: string | undefined): Row {
  if (registeredAt === undefined || !lacksProvider(row)) return row;
  const steps = Object.entries(row.steps).map(([id, step]): [string, StepRecord] => {
    const isOver = isRefused(step) && step.lastAt < registeredAt;
    return [id, isOver ? { ...step, failure: undefined, nextAttemptAt: undefined } : step];
  });
  return { ...row, steps: Object.fromEntries(steps) };
}

function isRefused({ failure }: StepRecord): boolean {
  return failure?.code === 'ProviderNotRegistered';
}
