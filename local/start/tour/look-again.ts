import type { Machine } from '../app-client.ts';
import type { LocalInstance } from '../local-instance.ts';
import type { Screen } from '../screen.ts';
import { StartError } from '../start-error.ts';
import { waitUntilLookedAt } from '../waiting/quiet.ts';
import { waitUntil } from '../waiting/wait-until.ts';
import { countCalls } from './calls-since.ts';

/**
 * Sends one event for every machine, as if each had been written again although nothing was changed: the app must
 * look, and write nothing. A machine that waits for a time of its own (a failed try, a throttle) is left alone by an
 * event, and machines that are gone have nobody to tell of them.
 */
export async function lookAgain(instance: LocalInstance, screen: Screen): Promise<void> {
  const { appClient } = instance;
  const before = await appClient.machines();
  const sent = await countCalls(instance);
  const startedMs = instance.appNow();
  instance.announce();
  const expected = before.filter(
    ({ status, nextAttemptAt }) => status !== 'Gone' && !(status === 'Failed' && nextAttemptAt !== null),
  );
  const lookedAt = await waitUntil(
    'every machine should have been looked at again',
    async () => {
      const now = new Map((await appClient.machines()).map((machine) => [machine.key, machine]));
      const isNew = (key: Machine['key']): boolean => Date.parse(now.get(key)?.lastLookAt ?? '') >= startedMs;
      return expected.every(({ key }) => isNew(key)) ? before.filter(({ key }) => isNew(key)).length : undefined;
    },
    { limitMs: Math.max(90_000, (60 * 60_000) / instance.speed) },
  );
  await waitUntilLookedAt(instance, before.length);
  const { reads, writes } = await sent();
  screen.line(`   One event each, as if every machine had been written again; nothing was changed in "Azure".`);
  screen.line(`   ${lookedAt} of ${before.length} machines were looked at with ${reads} reads: ${writes} writes.`);
  const left = before.length - lookedAt;
  if (left > 0) screen.line(`   (${left}: gone, or failed and waiting for their next try, which no event hastens.)`);
  if (writes !== 0) throw new StartError(`The second look should write nothing, and sent ${writes} writes.`);
}
