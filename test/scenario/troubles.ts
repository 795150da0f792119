import type { Random } from '../../local/azure/core/random.ts';
import { arcBody, vmBody } from '../../local/world/machines.ts';
import type { Scenario } from './scenario.ts';

export interface Victim {
  readonly id: string;
  readonly name: string;
  readonly isArc: boolean;
  readonly os: 'windows' | 'linux';
}

/** Everything that can go wrong with a machine, one of it at a time, as others and Azure do it. */
export type Trouble = (world: Scenario, victim: Victim, random: Random) => unknown;

const presets = ['busy', 'serverError', 'unavailable', 'throttled', 'preconditionFailed', 'vmNotRunning'] as const;
const refusals = ['lock', 'deny', 'policy', 'forbidden', 'versionConflict'] as const;

export const troubles: readonly Trouble[] = [
  (world, { id }, random) =>
    fault(world, id, random, { preset: pick(random, presets), retryAfter: random.between(1, 200) }),
  (world, { id }, random) => fault(world, id, random, { method: 'PUT', preset: pick(random, refusals) }),
  (world, { id }, random) => fault(world, id, random, { drop: pick(random, ['before', 'after'] as const) }),
  (world, { name }, random) =>
    world.azure.addFault({
      extension: { machine: name },
      times: 1,
      outcome: { exitCode: pick(random, [1, 51, 52, 56]) },
    }),
  (world, { name }) => world.azure.addFault({ extension: { machine: name }, times: 1, outcome: { slowMs: 900_000 } }),
  (world, { id, os }) => {
    const type = os === 'windows' ? 'AzureMonitorWindowsAgent' : 'AzureMonitorLinuxAgent';
    return world.callAzure('DELETE', `${id}/extensions/${type}`, { as: 'other' });
  },
  async (world, { id }) => {
    const list = await world.callAzure('GET', `${id}/providers/Microsoft.Insights/dataCollectionRuleAssociations`);
    const { value } = list.body as { readonly value?: readonly { readonly id: string }[] };
    for (const association of value ?? []) await world.callAzure('DELETE', association.id, { as: 'other' });
  },
  (world, { id, isArc }) =>
    isArc ? undefined : world.callAzure('PATCH', id, { body: { identity: { type: 'None' } }, as: 'other' }),
  (world, { id, isArc }) => (isArc ? connect(world, id, 'Disconnected') : world.callAzure('POST', `${id}/deallocate`)),
  (world, { id, isArc }) => (isArc ? connect(world, id, 'Connected') : world.callAzure('POST', `${id}/start`)),
  (world, { id }) => world.vanish(id),
  (world, victim) => {
    world.vanish(victim.id);
    return create(world, victim);
  },
  (world, { id }) =>
    world.callAzure('PATCH', id, { body: { tags: { touched: String(world.clock.now()) } }, as: 'other' }),
  (world, { id }) => world.lookAt(id),
  (world) => world.api('POST', 'freeze', { why: 'random' }),
  (world) => world.api('DELETE', 'freeze'),
];

export function create(world: Scenario, { id, name, isArc, os }: Victim): Promise<unknown> {
  return world.callAzure('PUT', id, { body: isArc ? arcBody({ os }) : vmBody(name, { os }) });
}

export function isThere({ azure }: Scenario, id: string): boolean {
  return azure.context.vms.get(id) !== undefined || azure.arc.machines.get(id) !== undefined;
}

function connect(world: Scenario, id: string, status: 'Connected' | 'Disconnected'): void {
  if (isThere(world, id)) world.report({ id, status });
}

export function pick<T>(random: Random, list: readonly [T, ...T[]] | readonly T[]): T {
  const value = list[Math.floor(random.next() * list.length)];
  if (value === undefined) throw new Error('There is nothing to pick from.');
  return value;
}

function fault(world: Scenario, id: string, random: Random, effect: object): void {
  world.azure.addFault({
    principal: 'app',
    path: `${id}**`,
    skip: random.between(0, 4),
    times: random.between(1, 3),
    ...effect,
  });
}
