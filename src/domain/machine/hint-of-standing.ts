import { hintOf } from '../failures/failure-list.ts';
import type { Standing } from './standing.ts';

/** What a person should do about the machine, in one line; undefined where nothing is to be done. */
export function hintOfStanding(standing: Standing): string | undefined {
  return isTrouble(standing) ? hintOf(standing.code, standing.detail) : undefined;
}

/** A standing with a failure behind it. */
export function isTrouble(standing: Standing): standing is Extract<Standing, { status: 'Held' | 'Failed' }> {
  return standing.status === 'Held' || standing.status === 'Failed';
}
