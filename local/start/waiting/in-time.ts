import { StartError } from '../start-error.ts';

/**
 * Whether a wait came to its end. One that takes too long is told to `onLate` and answers false.
 * @throws StartError of the wait where there is no `onLate`; every other error in either case.
 */
export async function inTime(wait: Promise<void>, onLate?: (why: string) => void): Promise<boolean> {
  try {
    await wait;
    return true;
  } catch (error) {
    if (onLate === undefined || !(error instanceof StartError)) throw error;
    onLate(error.message);
    return false;
  }
}
