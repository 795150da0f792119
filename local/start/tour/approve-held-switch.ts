import type { PlannedStep, Reached } from '../app-client.ts';
import type { AzureClient } from '../azure-client.ts';
import { describeStatus } from '../describe-machines.ts';
import type { ShownSubscription } from '../describe-subscriptions.ts';
import type { Screen } from '../screen.ts';
import { StartError } from '../start-error.ts';
import { waitUntil } from '../waiting/wait-until.ts';
import { countCalls } from './calls-since.ts';

interface Held extends ShownSubscription {
  readonly key: string;
  readonly hint: string | null;
}
type ShownReached = Pick<Reached, 'id' | 'name' | 'group' | 'why' | 'isOff'>;
type ShownStep = Pick<PlannedStep, 'step' | 'action' | 'verdict' | 'body'>;

/** What of an instance the chapter needs. */
export interface SwitchView {
  readonly appClient: {
    subscriptions(): Promise<readonly Held[]>;
    subscription(idOrName: string): Promise<Held>;
    reachOf(idOrName: string): Promise<{
      readonly reach: { readonly reachHash: string };
      readonly machines: readonly ShownReached[];
    }>;
    planOf(idOrName: string): Promise<readonly ShownStep[]>;
    approveReach(idOrName: string, reachHash: string, why: string): Promise<void>;
  };
  readonly azureClient: Pick<AzureClient, 'appCalls' | 'callAzure'>;
  readonly speed: number;
  /** Whether there must be one. */
  readonly holdsSwitch: boolean;
}

/** Defender begins to install itself on machines whom nobody wants it on: until a person has agreed, nothing is written. */
const heldCode = 'ReachesProtectedMachines';

/**
 * Shows what is held and whom it would reach, approves exactly that, and waits until Defender has come.
 * @throws StartError when nothing is held where a switch must be, when it is written twice, or when Defender stays away.
 */
export async function approveHeldSwitch(instance: SwitchView, screen: Screen): Promise<void> {
  const { appClient } = instance;
  const all = await appClient.subscriptions();
  const found = all.find(({ code }) => code === heldCode);
  if (found === undefined) {
    if (instance.holdsSwitch) {
      const now = all.map((each) => `${each.name} is ${describeStatus(each)}`).join(', ');
      throw new StartError(`No switch is held (${heldCode}), as one of the demo must be: ${now}.`);
    }
    screen.line('   No subscription of this tenant has such a switch: the demo has one.');
    return;
  }
  const path = `/api/subscriptions/${found.name}`;
  screen.line(`   GET ${path}`);
  for (const line of describeHeld(await appClient.subscription(found.key))) screen.line(line);
  screen.line(`   GET ${path}/reach, read now and by name:`);
  const { reach, machines } = await appClient.reachOf(found.key);
  for (const line of describeReach(machines)) screen.line(line);
  screen.line(`   POST ${path}/plan`);
  for (const { step, action, verdict, body } of await appClient.planOf(found.key)) {
    screen.line(`   ${step} (${action}): ${verdict}; the body would be ${JSON.stringify(body)}`);
  }
  const sent = await countCalls(instance);
  screen.line(`   POST ${path}/approve-reach {"reachHash":"${reach.reachHash}","why":"agreed with their owners"}`);
  await appClient.approveReach(found.key, reach.reachHash, 'agreed with their owners');
  const done = await awaitOn(instance, found);
  const writes = (await sent()).byOperation['Microsoft.Security/settings/write'] ?? 0;
  const protection = `endpoint protection ${done.endpointProtection?.state}`;
  screen.line(
    `   ${done.name} is ${describeStatus(done)}, ${protection}; the switch was written with ${writes} write.`,
  );
  if (writes !== 1) throw new StartError(`The switch was written ${writes} times, not once.`);
  await showArrivals(instance, screen, machines);
}

function describeHeld({ name, hint, ...standing }: Held) {
  return [`   ${name} is ${describeStatus(standing)}.`, ...(hint === null ? [] : [`   Hint: ${hint}`])];
}

/** One line for each group, with names and for those that hold it up the reason. */
function describeReach(reached: readonly ShownReached[]): string[] {
  return [...new Set(reached.map(({ group }) => group))].map((group) => {
    const machines = reached.filter((machine) => machine.group === group);
    const names = machines.map(({ name, why }) => (group === 'wanted' ? name : `${name} (${shorten(why)})`)).toSorted();
    return `   ${String(machines.length).padStart(4)}  ${group}: ${names.join(', ')}`;
  });
}

/** ARM ids by their last word. */
function shorten(text: string): string {
  return text.replaceAll(/\/subscriptions\/[^\s,;)]*\//g, '');
}

async function awaitOn(instance: SwitchView, { key, name }: Held): Promise<Held> {
  return await waitUntil(
    `${name} should be Configured with endpoint protection on`,
    async () => {
      const now = await instance.appClient.subscription(key);
      return now.status === 'Configured' && now.endpointProtection?.state === 'on' ? now : undefined;
    },
    { limitMs: Math.max(60_000, (30 * 60_000) / instance.speed), everyMs: 250 },
  );
}

/** Defender comes by itself, also to the machines that the switch was held for. */
async function showArrivals(instance: SwitchView, screen: Screen, reached: readonly ShownReached[]): Promise<void> {
  const heldFor = reached.filter(({ group, isOff }) => (group === 'otherEdr' || group === 'excluded') && !isOff);
  for (const { id, name } of heldFor) {
    const extension = await waitUntil(
      `Defender should have come to ${name}`,
      async () => await findEndpoint(instance, id),
      { limitMs: Math.max(60_000, (30 * 60_000) / instance.speed) },
    );
    screen.line(`   Defender for Cloud has installed ${extension} on ${name}.`);
  }
}

async function findEndpoint({ azureClient }: SwitchView, machineId: string) {
  for (const extension of ['MDE.Linux', 'MDE.Windows']) {
    const path = `${machineId}/extensions/${extension}?api-version=2024-07-01`;
    if ((await azureClient.callAzure('operator', 'GET', path)).status === 200) return extension;
  }
  return undefined;
}
