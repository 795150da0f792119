import type { SubscriptionCore } from '../domain/subscription/subscription-facts.ts';
import type { AzurePort, LookReading, PartOutcome } from '../ports/azure.ts';
import type { Clock } from '../ports/ports.ts';
import type { ArmCaller } from './arm-caller.ts';
import { KeptReadings } from './kept-readings.ts';
import { readLocks, readRoles } from './read-identity-guards.ts';
import { readNamedWorkspace } from './read-named-workspace.ts';
import { readProviders } from './read-providers.ts';
import { listResources, readResource } from './read-resource.ts';
import { readResources } from './read-resources.ts';
import { readSubscription } from './read-subscription.ts';
import { readWiring } from './read-wiring.ts';

/** As long as a permit lives. */
const coreKeptMs = 5_000;
/** As old as a look may be whose steps are sent. */
const lookKeptMs = 120_000;

type Reader = Pick<
  AzurePort,
  | 'readSubscription'
  | 'readResources'
  | 'readResource'
  | 'listResources'
  | 'readWiring'
  | 'readLocks'
  | 'readRoles'
  | 'readNamedWorkspace'
  | 'readProviders'
>;

/**
 * Reads subscriptions. A look reads for itself; its steps use what it read as far as that decides no write alone: the
 * resource that a step makes is asked for anew, or known to be new.
 */
export function createSubscriptionReader(caller: ArmCaller, wallClock: Clock, shownLately: KeptReadings<true>): Reader {
  const cores = new KeptReadings<SubscriptionCore>(wallClock, coreKeptMs);
  const ofLook = <T>() => keepByLook(new KeptReadings<T>(wallClock, lookKeptMs));
  const resources = ofLook<PartValue<'readResources'>>();
  const workspaces = ofLook<PartValue<'readNamedWorkspace'>>();
  const providers = ofLook<PartValue<'readProviders'>>();
  return {
    readSubscription: async (target, mayBeKept) => {
      const kept = mayBeKept ? cores.find(target.key) : undefined;
      if (kept !== undefined) return { kind: 'found', value: kept };
      const read = await readSubscription(caller, target);
      if (read.kind === 'found') cores.keep(target.key, read.value);
      return read;
    },
    readResources: async (target, reading) =>
      await resources(reading, () => readResources(caller, target, shownLately)),
    readNamedWorkspace: async (target, id, reading) =>
      await workspaces(reading, () => readNamedWorkspace(caller, target, id)),
    readProviders: async (target, reading) => await providers(reading, () => readProviders(caller, target)),
    readResource: async (target, id, type) => await readResource(caller, target, id, type),
    listResources: async (target, type) => await listResources(caller, target, type),
    readWiring: async (target, topicId, name) => await readWiring(caller, target, topicId, name),
    readLocks: async (target, groupId) => await readLocks(caller, target, groupId),
    readRoles: async (target) => await readRoles(caller, target),
  };
}

type PartValue<Method extends 'readResources' | 'readNamedWorkspace' | 'readProviders'> =
  Awaited<ReturnType<AzurePort[Method]>> extends PartOutcome<infer T> ? T : never;

/** A look reads anew, and what it read answers its steps. */
function keepByLook<T>(kept: KeptReadings<T>) {
  return async ({ lookId, isStep }: LookReading, read: () => Promise<PartOutcome<T>>): Promise<PartOutcome<T>> => {
    const known = isStep ? kept.find(lookId) : undefined;
    if (known !== undefined) return { kind: 'found', value: known };
    const outcome = await read();
    if (outcome.kind === 'found') kept.keep(lookId, outcome.value);
    return outcome;
  };
}
