import type { WantedStep } from '../step/wanted-step.ts';
import type { AnyFinding, Obstacle } from './finding.ts';

/** The obstacle, with the writes that the service would want without it: a plan that hid them would be no plan. */
export function keepBack(obstacle: Obstacle, behind: AnyFinding): Obstacle {
  const keptBack = [...(behind.kind === 'wanted' ? behind.steps : []), ...keptBackOf(behind)];
  return obstacle.kind === 'provisioning' || keptBack.length === 0 ? obstacle : { ...obstacle, keptBack };
}

/** Every write that obstacles of this finding keep back. */
export function keptBackOf(finding: AnyFinding): readonly WantedStep[] {
  const own = finding.kind === 'waiting' || finding.kind === 'blocked' ? (finding.keptBack ?? []) : [];
  const also = 'also' in finding ? (finding.also ?? []) : [];
  return [...own, ...also.flatMap(keptBackOf)];
}
