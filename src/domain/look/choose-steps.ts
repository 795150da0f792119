import type { AnyFinding } from '../findings/finding.ts';
import type { Need, WantedStep } from '../step/wanted-step.ts';

/** Each step reads its machine again, and Compute lets a VM be read 12 times a minute; the next look goes on. */
const usualMostSteps = 6;

/**
 * Picks what this look sends: again and again the first step whose needs hold or were produced by one that is picked
 * already, so that what others need comes before them wherever it stands in the list. At most one step is exclusive, and
 * there are at most so many.
 */
export function chooseSteps(
  permitted: readonly WantedStep[],
  met: ReadonlySet<Need>,
  mostSteps = usualMostSteps,
): readonly WantedStep[] {
  const have = new Set(met);
  const chosen: WantedStep[] = [];
  const left = [...permitted];
  while (chosen.length < mostSteps) {
    const hasExclusive = chosen.some(({ exclusive }) => exclusive);
    const next = left.findIndex(
      ({ exclusive, needs }) => !(exclusive && hasExclusive) && needs.every((need) => have.has(need)),
    );
    const [step] = next === -1 ? [] : left.splice(next, 1);
    if (step === undefined) break;
    chosen.push(step);
    for (const need of step.produces) have.add(need);
  }
  return chosen;
}

/** What holds already, before any step of this look: what services provide, and which of them are satisfied. */
export function metNeeds(findings: ReadonlyMap<string, AnyFinding>): ReadonlySet<Need> {
  return new Set(
    [...findings].flatMap(([name, finding]): readonly Need[] => [
      ...('provides' in finding ? (finding.provides ?? []) : []),
      ...(finding.kind === 'satisfied' ? [`satisfied:${name}` as const] : []),
    ]),
  );
}
