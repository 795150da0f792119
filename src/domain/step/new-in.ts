import { comparableArmId } from '../arm-id.ts';
import type { StepRow } from './step-record.ts';

/** Longer ago somebody else may have put something into it. Milliseconds of app time. */
const newMs = 30_000;

/**
 * Whether a step of this very look made the resource half a minute ago at most, and Azure answered that it was not there
 * before: what was changed only (200) is dropped from what we are about to own.
 */
export function isNewIn({ steps, owned }: StepRow, lookId: string, resourceId: string, nowMs: number): boolean {
  const id = comparableArmId(resourceId);
  const isOwned = owned.some((own) => own.lookId === lookId && comparableArmId(own.resourceId) === id);
  return (
    isOwned &&
    Object.values(steps).some(({ lookId: of, writes, touches, lastAt }) => {
      const isMade = of === lookId && writes.at(-1)?.ended === 'succeeded' && nowMs - Date.parse(lastAt) <= newMs;
      return isMade && touches.part === 'resource' && comparableArmId(touches.resourceId) === id;
    })
  );
}
