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
  const own = finding.kind === 'waiting' || finding.kind === 'blocked' ? (finding.keptBack ?? []) : [];
  const also = 'also' in finding ? (finding.also ?? []) : [];
  return [...own, ...also.flatMap(keptBackOf)];
}
