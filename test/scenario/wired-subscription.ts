import { applySubscriptionReport } from '../../local/azure/control/subscription-control.ts';
import type { WorldOptions } from '../../local/world/virtual-world.ts';
import type { WrittenFleet } from '../../src/domain/fleet/fleet-schema.ts';
import { newSubscription } from '../../src/domain/subscription/new-subscription.ts';
import type { SubscriptionRecord } from '../../src/domain/subscription/subscription-record.ts';
import { ownTopicIdOf } from '../../src/domain/subscription/system-topic.ts';
import { subscriptionRef } from '../../src/domain/target/subscription-ref.ts';
import { subscriptionKind } from '../../src/look/target-kinds.ts';
import { requestLook } from '../../src/work/request-look.ts';
import { put } from './existing.ts';
import { type Scenario, startScenario } from './scenario.ts';

type WrittenExclusions = NonNullable<NonNullable<WrittenFleet['scope']['exclude']>['scopes']>;

/** A world in which no event reaches the app but through what it wires itself. */
export interface Wired extends Scenario {
  readonly topic: string;
  readonly eventSubscription: string;
  subscription(): Promise<SubscriptionRecord>;
  /** Owes the subscription a look, and lets everything get quiet. */
  look(): Promise<void>;
  /** Writes to Event Grid and to the group of its topic, as `PUT <below the subscription> <status>`. */
  wirings(): readonly string[];
  /** The finding of the wiring. */
  told(): Promise<{ readonly kind?: string; readonly detail?: string }>;
}

export async function startWired(
  options: WorldOptions & {
    readonly exclude?: (subscription: string) => WrittenExclusions;
    /** Providers that the subscription is not registered for. */
    readonly unregistered?: readonly string[];
  } = {},
): Promise<Wired> {
  const world = await startScenario({
    ...options,
    fleet: (usual, { subscription }) => ({
      ...usual,
      scope: { ...usual.scope, exclude: { scopes: options.exclude?.(subscription) ?? [] } },
      subscriptions: [{ mode: 'enforce', events: 'wire', providers: 'register', tags: { madeBy: 'amo' } }],
    }),
  });
  const target = subscriptionRef(world.tenant.subscription);
  applySubscriptionReport(world.azure, {
    id: target.subscription,
    displayName: 'Wired',
    unregistered: [...(options.unregistered ?? [])],
  });
  world.azure.events.unsubscribe('app');
  const at = new Date(world.clock.now()).toISOString();
  const row = { ...newSubscription(target, at), eligibility: { state: 'new', at, by: 'test' } as const };
  await world.store.subscriptions.insert(row);
  const topic = ownTopicIdOf(target.subscription);
  const subscription = async (): Promise<SubscriptionRecord> => {
    const stored = await world.store.subscriptions.read(target.key);
    if (stored === undefined) throw new Error('the subscription has no row');
    return stored.value;
  };
  return {
    ...world,
    topic,
    eventSubscription: `${topic}/eventSubscriptions/amo-test`,
    subscription,
    look: async () => {
      await requestLook(world.ports, subscriptionKind, { target, reason: 'test' });
      await world.untilQuiet();
    },
    wirings: () =>
      world
        .writes()
        .filter(({ path }) => /\/systemTopics\/|\/resourceGroups\/[^/]+$|\/register$/i.test(path))
        .map(({ method, path, status }) => `${method} ${path.slice(target.resourceId.length + 1)} ${status}`),
    told: async () => (await subscription()).findings['event-wiring'] ?? {},
  };
}

/** Somebody else's topic of the subscription, in a group of theirs. Answers its id. */
export async function foreignTopic({ tenant, ...world }: Wired): Promise<string> {
  const group = `/subscriptions/${tenant.subscription}/resourceGroups/platform-rg`;
  const topic = `${group}/providers/Microsoft.EventGrid/systemTopics/platform-events`;
  const source = `/subscriptions/${tenant.subscription}`;
  const properties = { source, topicType: 'Microsoft.Resources.Subscriptions' };
  await put({ tenant, ...world }, group, { location: 'westeurope' });
  await put({ tenant, ...world }, topic, { location: 'global', properties });
  return topic;
}

/** Does what the command says that the finding tells the owner of the topic: each part of it, in its order. */
export async function runCommand(world: Wired, topic: string): Promise<void> {
  const [, line = ''] = ((await world.told()).detail ?? '').split(' to run: ');
  const runs: readonly [string, (options: CommandOptions) => Promise<void>][] = [
    ['az group create', (options) => runGroup(world, options)],
    ['az eventgrid system-topic create', (options) => runTopic(world, options)],
    ['az eventgrid system-topic event-subscription create', (options) => runWiring(world, topic, options)],
  ];
  for (const command of line.split(' && ')) {
    const [name, run] = runs.find(([start]) => command.startsWith(`${start} --`)) ?? [];
    if (name === undefined || run === undefined) throw new Error(`nobody knows ${command}`);
    await run(optionsOf(command.slice(name.length + 1).split(' ')));
  }
  await world.clock.advance(60_000);
}

interface CommandOptions {
  readonly words: readonly string[];
  one(name: string): string;
  after(at: number): readonly string[];
}

function optionsOf(words: readonly string[]): CommandOptions {
  return {
    words,
    one: (name) => words[words.indexOf(name) + 1] ?? '',
    after: (at) => {
      const end = words.findIndex((word, index) => index > at && word.startsWith('--'));
      return words.slice(at + 1, end < 0 ? undefined : end);
    },
  };
}

/** As `az` does: what lies in a group needs the group. */
function groupNamed({ one }: CommandOptions, name: string): string {
  return `/subscriptions/${one('--subscription')}/resourceGroups/${one(name)}`;
}

async function runGroup(world: Wired, options: CommandOptions): Promise<void> {
  await put(world, groupNamed(options, '--name'), { location: options.one('--location') });
}

async function runTopic(world: Wired, options: CommandOptions): Promise<void> {
  const { one } = options;
  const id = `${groupNamed(options, '--resource-group')}/providers/Microsoft.EventGrid/systemTopics/${one('--name')}`;
  const properties = { source: one('--source'), topicType: one('--topic-type') };
  await put(world, id, { location: one('--location'), properties });
}

async function runWiring(world: Wired, topic: string, { words, one, after }: CommandOptions): Promise<void> {
  const advancedFilters = words.flatMap((word, index) => {
    const [key = '', operatorType = '', ...values] = word === '--advanced-filter' ? after(index) : [];
    return word === '--advanced-filter' ? [{ key, operatorType, values }] : [];
  });
  const [account = '', container = ''] = one('--deadletter-endpoint').split('/blobServices/default/containers/');
  const properties = {
    destination: { endpointType: 'AzureFunction', properties: { resourceId: one('--endpoint') } },
    deadLetterDestination: {
      endpointType: 'StorageBlob',
      properties: { resourceId: account, blobContainerName: container },
    },
    retryPolicy: {
      maxDeliveryAttempts: Number(one('--max-delivery-attempts')),
      eventTimeToLiveInMinutes: Number(one('--event-ttl')),
    },
    filter: { includedEventTypes: [...after(words.indexOf('--included-event-types'))], advancedFilters },
  };
  await put(world, `${topic}/eventSubscriptions/${one('--name')}`, { properties });
}
