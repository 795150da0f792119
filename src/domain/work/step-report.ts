import type { StepId } from '../ids.ts';

/** What the activity of a step answers: for the instance's history, where people read it. */
export interface StepReport {
  readonly step: StepId;
  readonly outcome: 'written' | 'skipped' | 'refused' | 'failed';
  readonly why?: string;
}
