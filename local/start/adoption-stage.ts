import type { Adoption } from './app-client.ts';
import { countWrites } from './azure-client.ts';
import { describeSubscriptions } from './describe-subscriptions.ts';
import type { LocalInstance } from './local-instance.ts';
import type { Screen } from './screen.ts';
import { StartError } from './start-error.ts';
import { inTime } from './waiting/in-time.ts';
import { lookLimit, waitUntilLookedAt } from './waiting/quiet.ts';
import { waitUntil } from './waiting/wait-until.ts';

type Group = Adoption['machines'][number]['group'];

const groups: readonly (readonly [Group, string])[] = [
  ['alreadyRight', 'already right'],
  ['wouldChange', 'would be changed'],
  ['observeOnly', 'only observed (their profile says so)'],
  ['awaitingAdoption', 'were there before and wait for an operator to adopt them'],
  ['conflicts', 'need a decision'],
  ['failed', 'could not be read or judged'],
  ['unsupported', 'not supported'],
  ['excluded', 'excluded'],
  ['undecided', 'wait for something (off, disconnected, ...)'],
  ['gone', 'gone'],
];

/**
 * Lets the app look at everything while nothing may be written, and shows what it would do. Answers whether everything
 * was looked at. With `goesOn`, taking too long is a warning, and the report tells what is known by then.
 * @throws StartError when it takes too long without `goesOn`, or when something was written.
 */
export async function showAdoption(
  instance: LocalInstance,
  screen: Screen,
  { goesOn }: { readonly goesOn: boolean },
): Promise<boolean> {
  const warn = (why: string): void => screen.line(`Warning: ${why} The app goes on; this is what is known so far.`);
  const isComplete = await inTime(lookAtAll(instance), goesOn ? warn : undefined);
  const adoption = await instance.appClient.adoption();
  const writes = countWrites(await instance.azureClient.appCalls());
  screen.line(
    `Adoption report: ${adoption.totals.machines} machines, ${isComplete ? 'looked at' : 'known so far'} and not touched.`,
  );
  for (const [group, text] of groups) {
    const count = adoption.totals[group];
    const names = group === 'wouldChange' || group === 'alreadyRight' ? '' : describeNames(adoption, group);
    if (count > 0) screen.line(`  ${String(count).padStart(4)}  ${text}${names}`);
  }
  for (const line of describeSubscriptions(await instance.appClient.subscriptions())) screen.line(line);
  screen.line(`  Arming would write: ${describeWrites(adoption)}.`);
  screen.line(`  ${writes} writes so far, counted by "Azure".`);
  if (writes > 0) throw new StartError(`${writes} writes were sent before anything was armed.`);
  return isComplete;
}

/** Tells of the machines once the sweep has shown their subscriptions, so that what these will make is known. */
async function lookAtAll(instance: LocalInstance): Promise<void> {
  const { appClient, lookedAfter, machinesInScope, speed } = instance;
  await waitUntil(
    'the app should have found every subscription',
    async () => (await appClient.subscriptions()).length >= lookedAfter.length || undefined,
    { limitMs: lookLimit(machinesInScope, speed), everyMs: 100 },
  );
  instance.announce();
  await waitForAll(instance);
}

async function waitForAll(instance: LocalInstance): Promise<void> {
  await waitUntilLookedAt(instance, instance.machinesInScope, instance.lookedAfter.length);
}

function describeWrites({ writes }: Adoption): string {
  const wanted = Object.entries(writes).map(([step, count]) => `${count} ${step}`);
  return wanted.length === 0 ? 'nothing' : wanted.join(', ');
}

const mostNames = 8;

/** Which machines, each with the reason. */
function describeNames({ machines }: Adoption, wanted: Group): string {
  const names = machines
    .filter(({ group }) => group === wanted)
    .map(({ name, code }) => (code === null ? name : `${name} (${code})`))
    .sort();
  const rest = names.length - mostNames;
  return `: ${names.slice(0, mostNames).join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
}

const tries = 10;

/** Lets the app write to the subscriptions that fleet.json wants something of, once they are armed. */
async function onboardSubscriptions(instance: LocalInstance, screen: Screen, why: string): Promise<void> {
  const { appClient, lookedAfter } = instance;
  if (lookedAfter.length === 0) return;
  for (const id of lookedAfter) await appClient.onboardSubscription(id, why);
  await waitForAll(instance);
  const noun = lookedAfter.length === 1 ? 'subscription' : 'subscriptions';
  screen.line(`Onboarded ${lookedAfter.length} ${noun}: ${why}.`);
  screen.line(`  Arming would write now: ${describeWrites(await appClient.adoption())}.`);
}

/** Arms the tenant with the plan that was shown, or a newer one when a machine has changed meanwhile. */
export async function armTenant(instance: LocalInstance, screen: Screen, why: string): Promise<void> {
  await onboardSubscriptions(instance, screen, why);
  const { scopes } = instance;
  for (let attempt = 0; attempt < tries; attempt++) {
    const { planHash } = await instance.appClient.adoption();
    if (!(await instance.appClient.arm(scopes, planHash, why))) continue;
    screen.line(`Armed ${scopes.join(', ')}: ${why}. From now on the app writes.`);
    return;
  }
  throw new StartError(`The plan changed ${tries} times while it was to be armed.`);
}
