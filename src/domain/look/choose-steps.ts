import type { AnyFinding } from '../findings/finding.ts';
import type { Need, WantedStep } from '../step/wanted-step.ts';

/** Each step reads its machine again, and Compute lets a VM be read 12 times a minute; the next look goes on. */
const usualMostSteps = 6;

/**
 * Picks what this look sends, in order: each step's needs hold or are produced by an earlier step of the list, and
 * at most one step is exclusive, and there are at most so many.
 */
export function chooseSteps(
  permitted: readonly WantedStep[],
  met: ReadonlySet<Need>,
  mostSteps = usualMostSteps,
): readonly WantedStep[] {
  const have = new Set(met);
  const chosen: WantedStep[] = [];
  for (const step of permitted) {
    if (chosen.length === mostSteps) break;
    const isSecondExclusive = step.exclusive && chosen.some((other) => other.exclusive);
    if (isSecondExclusive || !step.needs.every((need) => have.has(need))) continue;
    chosen.push(step);
    for (const need of step.produces) have.add(need);
  }
  return chosen;
}

/** What holds already, before any step of this look. */
export function metNeeds(findings: ReadonlyMap<string, AnyFinding>): ReadonlySet<Need> {
  return new Set([...findings.values()].flatMap((finding) => ('provides' in finding ? (finding.provides ?? []) : [])));
}
