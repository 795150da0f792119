import type { StepRow } from './step-record.ts';
import type { Need } from './wanted-step.ts';

/** What earlier steps of this very look made, as Azure answered: it is there, also where lists lag behind. */
export function producedIn({ steps }: StepRow, lookId: string): readonly Need[] {
  return Object.values(steps).flatMap(({ lookId: of, writes, touches }): readonly Need[] => {
    if (of !== lookId || writes.at(-1)?.ended !== 'succeeded' || touches.part !== 'resource') return [];
    return [`resource:${touches.resourceId.toLowerCase()}`];
  });
}
