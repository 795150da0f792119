import { setTimeout as pause } from 'node:timers/promises';
import { StartError } from '../start-error.ts';

/**
 * Asks again and again until the answer is something. A question that fails is asked again: the app may be on its
 * way back. Times are real.
 * @throws StartError that names what did not come when `limitMs` have passed.
 */
export async function waitUntil<T>(
  what: string,
  ask: () => Promise<T | undefined>,
  { limitMs, everyMs = 500 }: { readonly limitMs: number; readonly everyMs?: number },
): Promise<T> {
  const startedMs = Date.now();
  let failure = '';
  for (;;) {
    try {
      const answer = await ask();
      if (answer !== undefined) return answer;
      failure = '';
    } catch (error) {
      failure = ` (${error instanceof Error ? error.message : String(error)})`;
    }
    if (Date.now() - startedMs > limitMs) {
      throw new StartError(`Waited ${Math.round(limitMs / 1000)} s in vain: ${what}${failure}.`);
    }
    await pause(everyMs);
  }
}
