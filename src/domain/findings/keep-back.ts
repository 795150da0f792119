import type { WantedStep } from '../step/wanted-step.ts';
import type { Finding, Obstacle } from './finding.ts';

/** The obstacle, with the writes that the service would want without it: a plan that hid them would be no plan. */
export function keepBack(obstacle: Obstacle, behind: Finding): Obstacle {
  const heldBack = [...(behind.kind === 'wanted' ? behind.steps : []), ...heldBackOf(behind)];
  return obstacle.kind === 'provisioning' || heldBack.length === 0 ? obstacle : { ...obstacle, heldBack };
}

/** Every write that obstacles of this finding keep back. */
export function heldBackOf(finding: Finding): readonly WantedStep[] {
  const own = finding.kind === 'waiting' || finding.kind === 'blocked' ? (finding.heldBack ?? []) : [];
  const also = 'also' in finding ? (finding.also ?? []) : [];
  return [...own, ...also.flatMap(heldBackOf)];
}
