import type { Ledger } from '../../clock/ledger.ts';
import type { TimeSource } from '../../clock/time-source.ts';
import type { ScaleSet, SetExtension, SetInstance } from '../compute/scale-sets/scale-set.ts';
import type { VirtualMachine } from '../compute/virtual-machine.ts';
import type { ExtensionScripts } from '../extensions/extension-scripts.ts';
import type { ExtensionHandler } from '../extensions/handler-catalogue.ts';
import type { MachineExtension } from '../extensions/machine-extension.ts';
import type { UserAssignedIdentity } from '../identity/user-assigned-identities.ts';
import type { ManagementGroups } from '../management/management-groups.ts';
import type { AsyncOperation, AsyncOperations } from './operations/async-operations.ts';
import type { DurationOptions } from './operations/durations.ts';
import type { Random } from './random.ts';
import type { CallLog } from './request/call-log.ts';
import type { Principal, PrincipalName, Principals } from './request/principals.ts';
import type { ResourceCollection, StoredResource } from './store/resource-collection.ts';
import type { Subscription } from './store/subscription.ts';

export type JsonValue = null | boolean | number | string | readonly JsonValue[] | JsonObject;
/** A JSON object; undefined members are left out when it is sent. */
export interface JsonObject {
  readonly [key: string]: JsonValue | undefined;
}

export type HttpMethod = 'GET' | 'HEAD' | 'PUT' | 'PATCH' | 'POST' | 'DELETE';

/** A request as it arrives, whatever the transport. Header names are lower-case. */
export interface SimHttpRequest {
  readonly method: string;
  /** Absolute URL; its origin is what links in replies start with. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | undefined;
}

export interface SimHttpResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
  /** The transport closes the connection without an answer. */
  readonly drop?: true;
}

/** What a handler sees: routed, authenticated and parsed. */
export interface ArmRequest {
  readonly method: HttpMethod;
  readonly url: URL;
  /** The path as sent, decoded, without query. */
  readonly path: string;
  /** Query parameters by lower-case name. */
  readonly query: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
  /** Parsed JSON; undefined when there was no body. */
  readonly body: JsonValue | undefined;
  readonly apiVersion: string;
  /** What the route's `{name}` places matched, decoded, casing as sent. A missing name is an error of the route. */
  param(name: string): string;
  readonly principal: Principal;
  /** Such as `Microsoft.Compute/virtualMachines/write`. */
  readonly operation: string;
  readonly correlationId: string;
  /** Waits app time without holding the virtual clock. */
  pause(ms: number): Promise<void>;
}

export interface ArmReply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: JsonValue | undefined;
  /** Set by asynchronous answers: the event is published when it ends, and its headers are added. */
  readonly operation?: AsyncOperation;
  /** The resource that the event is about; by default the request's path (a POST: without its last segment). */
  readonly resourceId?: string;
  /** False: a write that changed nothing and makes no event. */
  readonly publish?: false;
}

export type EventKind = 'write' | 'delete' | 'action';

export type QueryOption = '$expand' | '$filter' | '$recurse' | '$skiptoken' | '$top';

export interface Route {
  readonly method: HttpMethod;
  /** `/subscriptions/{subscriptionId}/...`; `{*scope}` at the start matches several segments. Matched without regard to case. */
  readonly path: string;
  /** May have places of the path, such as `{namespace}/register/action`. */
  readonly operation: string;
  /** `checked` (default): token, api-version, subscription and resource group are checked. `open`: none of it, not in stats. */
  readonly access?: 'checked' | 'open';
  /** Where what it answers is from, in one line; `no public source` where there is none. */
  readonly source: string;
  /** The query options, of those whose names begin with `$`, that it executes; any other answers 501. */
  readonly executes?: readonly QueryOption[];
  /** The kind of Event Grid event that success makes. */
  readonly publishes?: EventKind;
  handle(request: ArmRequest): ArmReply | Promise<ArmReply>;
}

/** What Event Grid is told of: a write, delete or action that ended. */
export interface ResourceEvent {
  readonly kind: EventKind;
  readonly outcome: 'Success' | 'Failure';
  readonly operationName: string;
  readonly resourceUri: string;
  readonly subscriptionId: string;
  readonly principal: Principal;
  readonly method: HttpMethod;
  readonly url: string;
  readonly correlationId: string;
  readonly clientRequestId: string | undefined;
  /** App time, milliseconds. */
  readonly atMs: number;
}

/** What a fault does to a request. `dropReply` lets the request take effect and then closes the connection. */
export type Interference =
  | { readonly kind: 'reply'; readonly reply: ArmReply }
  | { readonly kind: 'drop' }
  | { readonly kind: 'dropReply' };

/** Places where other parts of the simulator take part in every ARM request. Functions run in order of registration. */
export interface SimHooks {
  /** After authentication and routing, before everything else. The first one that answers decides. */
  readonly beforeHandle: ((request: ArmRequest) => Interference | undefined | Promise<Interference | undefined>)[];
  /** Locks, deny assignments, policy, roles: throws {@link ArmError} to refuse. */
  readonly authorize: ((request: ArmRequest) => void)[];
  /** Sees every reply to a routed request; may replace it (stale reads). */
  readonly afterHandle: ((request: ArmRequest, reply: ArmReply) => ArmReply | undefined)[];
  readonly onEvent: ((event: ResourceEvent) => void)[];
  /** Whether a principal may do something to a scope, for answers that leave out what may not be read; all must agree. */
  readonly permits: ((principal: PrincipalName, action: string, scope: string) => boolean)[];
  /** A resource is gone. */
  readonly onRemoved: ((resourceId: string) => void)[];
}

export interface ResourceGroup extends StoredResource {
  location: string;
  tags: JsonObject | undefined;
  managedBy: string | undefined;
  provisioningState: string;
}

/** What every resource family works on. */
export interface SimContext {
  readonly time: TimeSource;
  readonly ledger: Ledger;
  readonly random: Random;
  readonly tenantId: string;
  readonly principals: Principals;
  readonly durations: DurationOptions;
  /** Extension handlers by lower-case `publisher.type`. */
  readonly catalogue: Map<string, ExtensionHandler>;
  /** Scripted troubles of extensions. */
  readonly scripts: ExtensionScripts;
  /** By lower-case subscription id. */
  readonly subscriptions: Map<string, Subscription>;
  readonly managementGroups: ManagementGroups;
  readonly groups: ResourceCollection<ResourceGroup>;
  readonly vms: ResourceCollection<VirtualMachine>;
  readonly vmExtensions: ResourceCollection<MachineExtension>;
  readonly scaleSets: ResourceCollection<ScaleSet>;
  /** In the models of scale sets. */
  readonly setExtensions: ResourceCollection<SetExtension>;
  /** Of Uniform scale sets. */
  readonly setInstances: ResourceCollection<SetInstance>;
  readonly instanceExtensions: ResourceCollection<SetExtension>;
  readonly identities: ResourceCollection<UserAssignedIdentity>;
  /** Every collection, those of the families included, to ask whether any resource exists and to remove children. */
  readonly collections: ResourceCollection<StoredResource>[];
  /** By lower-case type: a resource as its GET answers it, which is how Resource Graph shows it. */
  readonly bodies: Map<string, (id: string) => JsonObject | undefined>;
  readonly operations: AsyncOperations;
  readonly hooks: SimHooks;
  readonly calls: CallLog;
  /** Runs `fire` after `ms` of app time, or `onStop` at once when the simulator is closed or reset before that. */
  after(ms: number, what: string, fire: () => void, onStop?: () => void): () => void;
  /** Tells the hooks of an event that no request made, such as a change by the platform itself. */
  publish(event: ResourceEvent): void;
  /** Removes the resource and everything below it, cancels their operations and tells `onRemoved` of each. */
  remove(resourceId: string): void;
}

/** A resource family: adds its collections and hooks to the context, and answers its routes. */
export type Family = (context: SimContext) => readonly Route[];
