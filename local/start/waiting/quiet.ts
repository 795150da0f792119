import type { LocalInstance } from '../local-instance.ts';
import { waitUntil } from './wait-until.ts';

/** What of an instance tells whether it is quiet. */
export type QuietView = Pick<LocalInstance, 'appClient' | 'azureClient' | 'appNow' | 'speed'>;

/** App time; a VM's creation makes its event only when it ends, so quiet must last a while. */
const quietMs = 60_000;
const leastQuietAnswers = 3;
/** App time. */
const longestMs = 12 * 60 * 60_000;
/** `startsPerMinute` of fleet.json, as the starter fleet leaves it. */
const startsPerMinute = 60;
const leastAppMs = 2 * 60 * 60_000;
const leastRealMs = 60_000;
/** Real time that this computer may need for one machine, however fast app time runs. */
const realMsPerMachine = 100;

/**
 * Waits until no look is under way, none is due within 30 minutes of app time and no event is on its way,
 * for a minute of app time.
 * @throws StartError with what is still owed after 12 hours of app time.
 */
export async function waitUntilQuietLasts(instance: QuietView): Promise<void> {
  let quietSinceMs: number | undefined;
  let answers = 0;
  await waitUntil(
    'the fleet does not get quiet: GET /api/status tells what is owed, GET /_sim/events what is undelivered',
    async () => {
      const [{ work }, undelivered] = await Promise.all([
        instance.appClient.status(),
        instance.azureClient.undelivered(),
      ]);
      if (work.leased > 0 || work.dueWithin30Minutes > 0 || undelivered > 0) {
        quietSinceMs = undefined;
        answers = 0;
        return undefined;
      }
      quietSinceMs ??= instance.appNow();
      answers += 1;
      return answers >= leastQuietAnswers && instance.appNow() - quietSinceMs >= quietMs ? true : undefined;
    },
    { limitMs: longestMs / instance.speed },
  );
}

/**
 * Waits until every machine and subscription was looked at and nothing is under way: what waits for a time of its own may be owed.
 * @throws StartError when that takes longer than so many machines may.
 */
export async function waitUntilLookedAt(
  instance: QuietView,
  leastMachines: number,
  leastSubscriptions = 0,
): Promise<void> {
  await waitUntil(
    'every machine and subscription should have been looked at',
    async () => {
      const [machines, subscriptions, { work }, undelivered] = await Promise.all([
        instance.appClient.machines(),
        instance.appClient.subscriptions(),
        instance.appClient.status(),
        instance.azureClient.undelivered(),
      ]);
      const targets = [...machines, ...subscriptions];
      const isDone = targets.every(({ status }) => status !== 'Discovered' && status !== 'InProgress');
      const areAllKnown = machines.length >= leastMachines && subscriptions.length >= leastSubscriptions;
      return isDone && areAllKnown && work.leased === 0 && undelivered === 0 ? true : undefined;
    },
    { limitMs: lookLimit(leastMachines, instance.speed) },
  );
}

/**
 * Waits until no look is under way, none is due within so many minutes of app time and no event is on its way.
 * @throws StartError when that takes more than 12 hours of app time.
 */
export async function waitUntilQuiet(instance: QuietView, minutes: number): Promise<void> {
  await waitUntil(
    `nothing should be due within ${minutes} minutes`,
    async () => {
      const [{ work, now }, undelivered] = await Promise.all([
        instance.appClient.status(),
        instance.azureClient.undelivered(),
      ]);
      const dueMs = Date.parse(work.nextDueAt ?? '9999-01-01T00:00:00Z');
      const isQuiet = work.leased === 0 && undelivered === 0 && dueMs > Date.parse(now) + minutes * 60_000;
      return isQuiet ? true : undefined;
    },
    { limitMs: longestMs / instance.speed },
  );
}

/** How long so many machines may take to be looked at for the first time, milliseconds of real time. */
export function lookLimit(machines: number, speed: number): number {
  const startingAppMs = (machines / startsPerMinute) * 60_000;
  return Math.max(leastRealMs + machines * realMsPerMachine, (leastAppMs + 2 * startingAppMs) / speed);
}
