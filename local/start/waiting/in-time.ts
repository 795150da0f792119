import { StartError } from '../start-error.ts';

/**
 * Whether a wait came to its end. With `onLate` a wait that took too long is only told of, and the answer is false.
 * @throws StartError of the wait without `onLate`; everything else in either case.
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
