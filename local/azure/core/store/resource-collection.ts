import type { AsyncOperation } from '../operations/async-operations.ts';
import type { Principal } from '../request/principals.ts';
import type { JsonObject } from '../types.ts';
import { parentId } from './arm-id.ts';

/** What every stored resource has. `id` keeps the casing it was created with. */
export interface StoredResource {
  readonly id: string;
  readonly name: string;
  /** Such as `Microsoft.Compute/virtualMachines`. */
  readonly type: string;
  /** Of tracked resources; locks, associations and the like have none. */
  readonly location?: string;
  tags?: JsonObject | undefined;
  /** The resource that owns it. */
  readonly managedBy?: string | undefined;
  readonly kind?: string | undefined;
  /** Absent where the type has none to speak of: then it counts as Succeeded. */
  readonly provisioningState?: string;
  /** Grows with every change of the resource. */
  version: number;
  /** App time, milliseconds; seeds may set it back. */
  createdAtMs: number;
  readonly createdBy: Principal;
  modifiedAtMs: number;
  modifiedBy: Principal;
  /** The asynchronous operation that is working on it. */
  operation: AsyncOperation | undefined;
}

/** Resources of one type by id, without regard to case, with an index by parent so that reads cost what they return. */
export class ResourceCollection<T extends StoredResource> {
  readonly #byId = new Map<string, T>();
  readonly #byParent = new Map<string, Set<T>>();

  get(id: string): T | undefined {
    return this.#byId.get(id.toLowerCase());
  }

  set(resource: T): void {
    this.delete(resource.id);
    this.#byId.set(resource.id.toLowerCase(), resource);
    const parent = parentId(resource.id).toLowerCase();
    const siblings = this.#byParent.get(parent) ?? new Set<T>();
    siblings.add(resource);
    this.#byParent.set(parent, siblings);
  }

  delete(id: string): boolean {
    const resource = this.get(id);
    if (resource === undefined) return false;
    this.#byId.delete(id.toLowerCase());
    const parent = parentId(id).toLowerCase();
    const siblings = this.#byParent.get(parent);
    siblings?.delete(resource);
    if (siblings?.size === 0) this.#byParent.delete(parent);
    return true;
  }

  /** Direct children of a resource or resource group, in order of creation. */
  childrenOf(id: string): T[] {
    return [...(this.#byParent.get(id.toLowerCase()) ?? [])];
  }

  /** Everything in a subscription, in order of creation. */
  inSubscription(subscriptionId: string): T[] {
    const prefix = `/subscriptions/${subscriptionId}/`.toLowerCase();
    return this.all().filter(({ id }) => id.toLowerCase().startsWith(prefix));
  }

  all(): T[] {
    return [...this.#byId.values()];
  }

  clear(): void {
    this.#byId.clear();
    this.#byParent.clear();
  }
}
