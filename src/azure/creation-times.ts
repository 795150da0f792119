import { z } from 'zod';
import { comparableArmId } from '../domain/arm-id.ts';
import type { MachineRef } from '../domain/target/machine-ref.ts';
import type { Creation, PartOutcome } from '../ports/azure.ts';
import type { Clock } from '../ports/ports.ts';
import { apiVersions } from './api-versions.ts';
import type { ArmCaller } from './arm-caller.ts';
import { readPages } from './read-pages.ts';
import { absentable, azureTime } from './reply-values.ts';

const itemSchema = z.object({ id: z.string(), createdTime: absentable(azureTime) });

/** A list answers for new machines only; their looks come soon after they were made. */
const keptMs = 600_000;
const shortestAgainMs = 60_000;
/** Without this, every machine that waits for a list that cannot be read would ask for it. */
const failureKeptMs = 30_000;
/** Azure Resource Manager gives up to 1,000 resources a page. */
const mostPages = 100;

interface List {
  /** App time at which it was asked for. */
  readonly readAtMs: number;
  /** By comparable id: milliseconds since the epoch. */
  readonly outcome: Promise<PartOutcome<ReadonlyMap<string, number>>>;
  /** While it is being read: never. */
  endsAtMs: number;
}

/**
 * The creation times of Arc machines out of Azure Resource Manager's list of a subscription: the GET of an Arc machine
 * has no `systemData` (recordings of azure-cli-extensions and azure-sdk-for-net; Azure REST API, "Resources - List",
 * `$expand=createdTime`). One list for all machines of a subscription; whoever asks while it is read waits for it.
 */
export class CreationTimes {
  readonly #caller: ArmCaller;
  readonly #clock: Clock;
  #lists: ReadonlyMap<string, List> = new Map();

  constructor(caller: ArmCaller, clock: Clock) {
    this.#caller = caller;
    this.#clock = clock;
  }

  async read(machine: MachineRef, sinceMs: number): Promise<PartOutcome<Creation>> {
    const known = this.#listOf(machine.subscription, keptMs);
    const outcome = await known.outcome;
    if (outcome.kind === 'failed') return outcome;
    const id = comparableArmId(machine.resourceId);
    if (known.readAtMs >= sinceMs && outcome.value.has(id)) return found(known, outcome.value.get(id));
    const newer = this.#listOf(machine.subscription, shortestAgainMs);
    const again = await newer.outcome;
    return again.kind === 'failed' ? again : found(newer, again.value.get(id));
  }

  /** The list that is at hand, unless it is older than so many milliseconds. */
  #listOf(subscription: string, longestAgeMs: number): List {
    const nowMs = this.#clock.now();
    const known = this.#lists.get(subscription);
    if (known !== undefined && nowMs < known.endsAtMs && nowMs - known.readAtMs < longestAgeMs) return known;
    const list: List = { readAtMs: nowMs, outcome: this.#read(subscription), endsAtMs: Number.POSITIVE_INFINITY };
    const others = [...this.#lists].filter(([key, { endsAtMs }]) => key !== subscription && endsAtMs > nowMs);
    this.#lists = new Map([...others, [subscription, list]]);
    const keep = (ms: number) => {
      list.endsAtMs = this.#clock.now() + ms;
    };
    list.outcome.then(
      ({ kind }) => keep(kind === 'found' ? keptMs : failureKeptMs),
      () => keep(0),
    );
    return list;
  }

  async #read(subscription: string): Promise<PartOutcome<ReadonlyMap<string, number>>> {
    const query = `$filter=${encodeURIComponent("resourceType eq 'Microsoft.HybridCompute/machines'")}&$expand=createdTime`;
    const items = await readPages(
      this.#caller,
      {
        client: 'compute',
        method: 'GET',
        path: `/subscriptions/${subscription}/resources?${query}&api-version=${apiVersions.resourceList}`,
        operation: 'Microsoft.Resources/subscriptions/resources/read',
        provider: 'Microsoft.Resources',
        access: 'read',
        subscription,
        target: undefined,
      },
      itemSchema,
      mostPages,
    );
    if (items.kind === 'failed') return items;
    const times = items.value.flatMap(({ id, createdTime }): [string, number][] =>
      createdTime === undefined ? [] : [[comparableArmId(id), Date.parse(createdTime)]],
    );
    return { kind: 'found', value: new Map(times) };
  }
}

function found({ readAtMs }: List, createdMs: number | undefined): PartOutcome<Creation> {
  const createdAt = createdMs === undefined ? undefined : new Date(createdMs).toISOString();
  return { kind: 'found', value: { createdAt, readAtMs } };
}
