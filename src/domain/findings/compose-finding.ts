import type { WantedStep } from '../step/wanted-step.ts';
import type { Finding, Obstacle } from './finding.ts';

type Composed = Obstacle | Extract<Finding, { kind: 'wanted' | 'satisfied' }>;

/**
 * Steps that may go on are wanted, whatever holds up others of the same service; each of those is heard all the same.
 * Without either the service is satisfied: `satisfied` is what there is to say of it then.
 */
export function composeFinding(
  steps: readonly WantedStep[],
  obstacles: readonly Obstacle[],
  satisfied?: string,
): Composed {
  if (steps.length > 0) return { kind: 'wanted', steps, ...alsoOf(obstacles) };
  const [first, ...more] = obstacles;
  if (first !== undefined) return { ...first, ...alsoOf([...more, ...(first.also ?? [])]) };
  return { kind: 'satisfied', ...(satisfied === undefined ? {} : { detail: satisfied }) };
}

function alsoOf(obstacles: readonly Obstacle[]): { readonly also?: readonly Obstacle[] } {
  return obstacles.length === 0 ? {} : { also: obstacles };
}
