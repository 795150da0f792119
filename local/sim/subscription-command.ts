import { randomUUID } from 'node:crypto';
import { agreed } from './arm-caller.ts';
import type { Command } from './parse-command.ts';
import { findSubscription, type ListedSubscription, listSubscriptions } from './subscriptions.ts';
import { formatTable } from './table.ts';
import type { Surroundings } from './write-machines.ts';

type SubscriptionCommand = Extract<Command, { kind: 'subscription' }>;

/** `subscription list|create|set|delete`: what happens to a subscription outside of ARM. */
export async function runSubscriptionCommand(sim: Surroundings, command: SubscriptionCommand): Promise<void> {
  if (command.action === 'list') {
    for (const line of formatTable([heading, ...(await listSubscriptions(sim.call)).map(toRow)])) sim.say(line);
    return;
  }
  const { action, name, changes } = command;
  if (action === 'create') {
    const id = randomUUID();
    const report = { id, displayName: name, ...changes };
    agreed(`subscription ${name}`, await sim.call('POST', '/_sim/subscriptions', report));
    sim.say(`subscription ${name}: created (${id}), ${placeOf(changes.managementGroup)}`);
    return;
  }
  const { id, displayName } = await findSubscription(sim.call, name);
  if (action === 'delete') {
    agreed(`subscription delete ${name}`, await sim.call('DELETE', `/_sim/subscriptions/${id}`));
    sim.say(`subscription ${displayName}: deleted, with everything in it`);
    return;
  }
  agreed(`subscription set ${name}`, await sim.call('POST', '/_sim/subscriptions', { id, ...changes }));
  for (const line of formatTable([heading, toRow(await findSubscription(sim.call, id))])) sim.say(line);
}

/** The app finds new ones by their management group, unless fleet.json names their ids. */
function placeOf(group: string | undefined): string {
  if (group !== undefined) return `in the management group ${group}`;
  return 'in no management group of its own: the app looks after it only if fleet.json names its id or the root group';
}

const heading = ['name', 'id', 'state', 'management group', 'tenant', 'tags'];

function toRow({ displayName, id, state, managementGroup, tenantId, tags }: ListedSubscription): readonly string[] {
  const written = Object.entries(tags ?? {}).map(([name, value]) => `${name}=${value}`);
  return [displayName, id, state, managementGroup ?? '-', tenantId, written.join(' ')];
}
