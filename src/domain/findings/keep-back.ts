import type { WantedStep } from '../step/wanted-step.ts';
import type { AnyFinding, Obstacle } from './finding.ts';

/** The obstacle, with the writes that the service would want without it: a plan that hid them would be no plan. */
export function keepBack(obstacle: Obstacle, behind: AnyFinding): Obstacle {
  const keptBack = [...(behind.kind === 'wanted' ? behind.steps : []), ...keptBackOf(behind)];
  return obstacle.kind === 'provisioning' || keptBack.length === 0 ? obstacle : { ...obstacle, keptBack };
}

/** The obstacle in place of all that is wanted; what else stood in the way is heard all the same. */
export function keepBackAll(obstacle: Obstacle, { steps, also = [] }: Wanted): Obstacle {
  const kept = keepBack(obstacle, { kind: 'wanted', steps });
  return also.length === 0 ? kept : { ...kept, also };
}

type Wanted = Pick<Extract<AnyFinding, { kind: 'wanted' }>, 'steps' | 'also'>;

/** Every write that obstacles of this finding keep back. */
export function keptBackOf(finding: AnyFinding): readonly WantedStep[] {
  return keptBackWithCauses(finding).map(({ step }) => step);
}

/** The same, each with the code of a hold or the reason of a wait that keeps it back. */
export function keptBackWithCauses(finding: AnyFinding): readonly KeptBackStep[] {
  const also = 'also' in finding ? (finding.also ?? []) : [];
  return [...ownKeptBack(finding), ...also.flatMap(keptBackWithCauses)];
}

interface KeptBackStep {
  readonly step: WantedStep;
  readonly by: string;
}

function ownKeptBack(finding: AnyFinding): readonly KeptBackStep[] {
  if (finding.kind !== 'waiting' && finding.kind !== 'blocked') return [];
  const by = finding.kind === 'waiting' ? finding.reason : finding.code;
  return (finding.keptBack ?? []).map((step) => ({ step, by }));
}
