import type { StepId } from '../ids.ts';

/** The activities that write; their names are what an operator reads in Application Insights. */
export const stepActivities = [
  'attachIdentity',
  'associateDataCollectionRule',
  'installExtension',
  'removeExtension',
] as const;
export type StepActivity = (typeof stepActivities)[number];

/** The activity that runs a step: the part of its id before the colon. */
export function activityOf(step: StepId): StepActivity {
  const [name] = step.split(':');
  const activity = stepActivities.find((known) => known === name);
  if (activity === undefined) throw new Error(`No activity runs step ${step}. Known: ${stepActivities.join(', ')}.`);
  return activity;
}
