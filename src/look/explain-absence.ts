import type { JudgedStep } from '../domain/permit/judged-step.ts';
import type { StepNow } from './run-step.ts';

type NotSent = Extract<StepNow, { why: string }>;

/** Why a step is not sent: still wanted but not permitted is a refusal with its reason, everything else no longer wanted. */
export function explainAbsence(judged: JudgedStep | undefined): NotSent {
  const verdict = judged?.verdict;
  const isRefused = verdict !== undefined && verdict !== 'permitted' && verdict !== 'waiting';
  return isRefused ? { kind: 'refused', why: verdict } : { kind: 'skipped', why: 'NotWanted' };
}
