import type { Machine, Reached, Subscription, SubscriptionDetail } from '../app-client.ts';
import { countWrites } from '../azure-client.ts';
import { describeStatus } from '../describe-machines.ts';
import type { LocalInstance } from '../local-instance.ts';
import type { Screen } from '../screen.ts';
import { StartError } from '../start-error.ts';
import { waitUntil } from '../waiting/wait-until.ts';

/** Defender begins to install itself on machines whom nobody wants it on: until a person has agreed, nothing is written. */
const heldCode = 'ReachesProtectedMachines';

/** Shows what is held and whom it would reach, approves exactly that, and waits until Defender has come. */
export async function approveHeldSwitch(instance: LocalInstance, screen: Screen): Promise<void> {
  const { appClient, azureClient } = instance;
  const found = (await appClient.subscriptions()).find(({ code }) => code === heldCode);
  if (found === undefined) {
    screen.line('   No subscription of this tenant has such a switch: the demo has one.');
    return;
  }
  const path = `/api/subscriptions/${found.name}`;
  screen.line(`   GET ${path}`);
  const { reach, ...held } = await appClient.subscription(found.key);
  if (reach === null) throw new StartError(`${found.name} is held, and does not tell whom it would reach.`);
  for (const line of describeHeld(held)) screen.line(line);
  screen.line(`   GET ${path}/reach`);
  const reached = await appClient.reachOf(found.key);
  for (const line of describeReach(reached)) screen.line(line);
  screen.line(`   POST ${path}/plan`);
  for (const { step, action, verdict, body } of await appClient.planOf(found.key)) {
    screen.line(`   ${step} (${action}): ${verdict}; the body would be ${JSON.stringify(body)}`);
  }
  const before = countWrites(await azureClient.appCalls());
  screen.line(`   POST ${path}/approve-reach {"reachHash":"${reach.reachHash}","why":"agreed with their owners"}`);
  await appClient.approveReach(found.key, reach.reachHash, 'agreed with their owners');
  const done = await awaitOn(instance, found);
  const writes = countWrites(await azureClient.appCalls()) - before;
  screen.line(
    `   ${done.name} is ${describeStatus(done)}, endpoint protection ${done.endpointProtection?.state}: ${writes} write.`,
  );
  await showArrivals(instance, screen, reached);
}

function describeHeld({ name, hint, ...standing }: Pick<SubscriptionDetail, 'name' | 'status' | 'code' | 'hint'>) {
  return [`   ${name} is ${describeStatus(standing)}.`, ...(hint === null ? [] : [`   Hint: ${hint}`])];
}

/** One line for each group, with names and for those that hold it up the reason. */
export function describeReach(reached: readonly Pick<Reached, 'name' | 'group' | 'why'>[]): string[] {
  return [...new Set(reached.map(({ group }) => group))].map((group) => {
    const machines = reached.filter((machine) => machine.group === group);
    const names = machines.map(({ name, why }) => (group === 'wanted' ? name : `${name} (${why})`)).toSorted();
    return `   ${String(machines.length).padStart(4)}  ${group}: ${names.join(', ')}`;
  });
}

async function awaitOn(instance: LocalInstance, { key, name }: Subscription): Promise<SubscriptionDetail> {
  return await waitUntil(
    `${name} should be Configured with endpoint protection on`,
    async () => {
      const now = await instance.appClient.subscription(key);
      return now.status === 'Configured' && now.endpointProtection?.state === 'on' ? now : undefined;
    },
    { limitMs: Math.max(60_000, (30 * 60_000) / instance.speed), everyMs: 250 },
  );
}

/** Defender comes by itself, also to the machine that the switch was held for; the app writes nothing for it. */
async function showArrivals(instance: LocalInstance, screen: Screen, reached: readonly Reached[]): Promise<void> {
  const heldFor = reached.filter(({ group, isOff }) => group === 'otherEdr' && !isOff);
  for (const { id, name } of heldFor) {
    const extension = await waitUntil(
      `Defender should have come to ${name}`,
      async () => await findEndpoint(instance, id),
      { limitMs: Math.max(60_000, (30 * 60_000) / instance.speed) },
    );
    screen.line(`   Defender for Cloud has installed ${extension} on ${name}, as it was told that it would.`);
  }
}

async function findEndpoint({ azureClient }: LocalInstance, machineId: Machine['resourceId']) {
  for (const extension of ['MDE.Linux', 'MDE.Windows']) {
    const path = `${machineId}/extensions/${extension}?api-version=2024-07-01`;
    if ((await azureClient.callAzure('operator', 'GET', path)).status === 200) return extension;
  }
  return undefined;
}
