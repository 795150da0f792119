import { freeLedger, type Ledger } from '../clock/ledger.ts';
import type { TimeSource } from '../clock/time-source.ts';
import type { ScaleSet, SetExtension, SetInstance } from './compute/scale-sets/scale-set.ts';
import type { VirtualMachine } from './compute/virtual-machine.ts';
import { type DurationOptions, usualDurations } from './core/operations/durations.ts';
import { createOperationRegistry } from './core/operations/operation-registry.ts';
import { createRandom } from './core/random.ts';
import { CallLog } from './core/request/call-log.ts';
import { createPrincipals, type PrincipalName } from './core/request/principals.ts';
import { createRequestHandler } from './core/request/request-handler.ts';
import { Router } from './core/request/router.ts';
import { createTokenIssuer, type TokenIssuer } from './core/request/token.ts';
import { ResourceCollection, type StoredResource } from './core/store/resource-collection.ts';
import { addSubscription, type NewSubscription } from './core/store/subscription.ts';
import { createTimers } from './core/timers.ts';
import type {
  Family,
  ResourceGroup,
  Route,
  SimContext,
  SimHooks,
  SimHttpRequest,
  SimHttpResponse,
} from './core/types.ts';
import { ExtensionScripts } from './extensions/extension-scripts.ts';
import { createHandlerCatalogue } from './extensions/handler-catalogue.ts';
import type { MachineExtension } from './extensions/machine-extension.ts';
import { allFamilies } from './families.ts';
import type { UserAssignedIdentity } from './identity/user-assigned-identities.ts';
import { ManagementGroups } from './management/management-groups.ts';

export interface SimulatorOptions {
  readonly time: TimeSource;
  /** Counts requests in hand, for the virtual clock. */
  readonly ledger?: Ledger;
  readonly seed?: number;
  readonly tenantId?: string;
  readonly subscriptions?: readonly NewSubscription[];
  readonly durations?: Partial<DurationOptions>;
  readonly families?: readonly Family[];
  /** `Retry-After` of asynchronous answers; 10 by default, as Compute answers. */
  readonly retryAfterSeconds?: number;
  /** Calls kept in the log. */
  readonly maxLoggedCalls?: number;
}

export interface Simulator {
  /** Answers one request, whatever the transport; never throws. */
  handle(request: SimHttpRequest): Promise<SimHttpResponse>;
  readonly context: SimContext;
  /** In the order in which they are tried. */
  readonly routes: readonly Route[];
  readonly tokens: TokenIssuer;
  /** A bearer token for one of the three principals. */
  token(principal: PrincipalName): string;
  /** Stops every timer; pending operations never end. */
  close(): void;
}

export const defaultTenantId = '7e4a47ed-0000-4000-a000-000000000001';
export const defaultSubscriptionId = '5b5c0000-0000-4000-a000-000000000001';
/** The audience of ARM tokens. */
export const armAudience = 'https://management.azure.com/';

/** A stateful Azure Resource Manager in one process. */
export function createSimulator(options: SimulatorOptions): Simulator {
  const context = createContext(options);
  const tokens = createTokenIssuer(`azure simulator ${options.seed ?? 1}`);
  const router = new Router();
  const routes = (options.families ?? allFamilies).flatMap((family) => family(context.context));
  for (const route of routes) router.add(route);
  return {
    handle: createRequestHandler(context.context, router, tokens),
    context: context.context,
    routes,
    tokens,
    token: (name) => tokens.issue(context.context.principals[name], armAudience).token,
    close: () => context.stopTimers(),
  };
}

function createContext(options: SimulatorOptions): { context: SimContext; stopTimers: () => void } {
  const { time, ledger = freeLedger, tenantId = defaultTenantId } = options;
  const random = createRandom(options.seed ?? 1);
  const timers = createTimers(time);
  const groups = new ResourceCollection<ResourceGroup>();
  const vms = new ResourceCollection<VirtualMachine>();
  const vmExtensions = new ResourceCollection<MachineExtension>();
  const scaleSets = new ResourceCollection<ScaleSet>();
  const setExtensions = new ResourceCollection<SetExtension>();
  const setInstances = new ResourceCollection<SetInstance>();
  const instanceExtensions = new ResourceCollection<SetExtension>();
  const identities = new ResourceCollection<UserAssignedIdentity>();
  const collections: ResourceCollection<StoredResource>[] = [
    groups,
    vms,
    vmExtensions,
    scaleSets,
    setExtensions,
    setInstances,
    instanceExtensions,
    identities,
  ];
  const hooks: SimHooks = { beforeHandle: [], authorize: [], afterHandle: [], onEvent: [], permits: [], onRemoved: [] };
  const managementGroups = new ManagementGroups(tenantId);
  const context: SimContext = {
    time,
    ledger,
    random,
    tenantId,
    principals: createPrincipals(tenantId),
    durations: { ...usualDurations, ...options.durations },
    catalogue: createHandlerCatalogue(),
    scripts: new ExtensionScripts(),
    subscriptions: new Map(),
    managementGroups,
    groups,
    vms,
    vmExtensions,
    scaleSets,
    setExtensions,
    setInstances,
    instanceExtensions,
    identities,
    collections,
    bodies: new Map(),
    operations: createOperationRegistry(
      { now: () => time.now(), after: timers.after },
      random,
      options.retryAfterSeconds ?? 10,
    ),
    hooks,
    calls: new CallLog(options.maxLoggedCalls),
    after: timers.after,
    publish: (event) => {
      for (const listen of hooks.onEvent) listen(event);
    },
    remove: (resourceId) => removeTree(context, resourceId),
  };
  resetTenancy(context, options);
  return { context, stopTimers: timers.stop };
}

function removeTree(context: SimContext, resourceId: string): void {
  for (const collection of context.collections) {
    for (const child of collection.childrenOf(resourceId)) removeTree(context, child.id);
  }
  for (const collection of context.collections) {
    collection.get(resourceId)?.operation?.cancel(`The resource ${resourceId} was deleted.`);
    collection.delete(resourceId);
  }
  for (const listen of context.hooks.onRemoved) listen(resourceId);
}

/** The subscriptions and management groups as the options say, whatever became of them. */
export function resetTenancy(context: SimContext, options: SimulatorOptions): void {
  const listed = options.subscriptions ?? [{ id: defaultSubscriptionId, displayName: 'Local' }];
  context.subscriptions.clear();
  context.managementGroups.clear();
  for (const subscription of listed) addSubscription(context, subscription);
}
