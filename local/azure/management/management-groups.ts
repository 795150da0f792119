/** A management group of the simulated tenant. */
export interface ManagementGroup {
  readonly name: string;
  displayName: string;
  /** Name of the group above; undefined for the root. */
  parent: string | undefined;
  version: number;
  /** App time, milliseconds. */
  updatedAtMs: number;
  /** Object id of who changed it last. */
  updatedBy: string;
}

/**
 * The tree of management groups. There is always the root group, which is named after the tenant (page "What are Azure
 * management groups?").
 */
export class ManagementGroups {
  readonly #root: string;
  readonly #byName = new Map<string, ManagementGroup>();

  constructor(tenantId: string) {
    this.#root = tenantId;
    this.clear();
  }

  /** Back to the root alone. */
  clear(): void {
    this.#byName.clear();
    this.set({ name: this.#root, displayName: 'Tenant Root Group', parent: undefined });
  }

  get rootName(): string {
    return this.#root;
  }

  get(name: string): ManagementGroup | undefined {
    return this.#byName.get(name.toLowerCase());
  }

  all(): readonly ManagementGroup[] {
    return [...this.#byName.values()];
  }

  /** Makes a group, or puts back one that was saved. */
  set(group: Pick<ManagementGroup, 'name' | 'displayName' | 'parent'> & Partial<ManagementGroup>): ManagementGroup {
    const made: ManagementGroup = { version: 1, updatedAtMs: 0, updatedBy: '', ...group };
    this.#byName.set(group.name.toLowerCase(), made);
    return made;
  }

  delete(name: string): boolean {
    return this.#byName.delete(name.toLowerCase());
  }

  childrenOf(name: string): readonly ManagementGroup[] {
    return this.all().filter(({ parent }) => parent?.toLowerCase() === name.toLowerCase());
  }

  /** The group itself and everything above, the nearest first and the root last; empty for a group that is not there. */
  chainFrom(name: string | undefined): readonly ManagementGroup[] {
    const chain: ManagementGroup[] = [];
    for (let at = name; at !== undefined; at = chain.at(-1)?.parent) {
      const group = this.get(at);
      if (group === undefined || chain.includes(group)) break;
      chain.push(group);
    }
    return chain;
  }

  /** Whether a group is the other one or stands below it. */
  isWithin(name: string | undefined, above: string): boolean {
    return this.chainFrom(name).some((group) => group.name.toLowerCase() === above.toLowerCase());
  }

  /** The groups of a path such as `platform/prod`, made below the root where they are missing; answers the last name. */
  makePath(path: string): string {
    let parent = this.#root;
    for (const name of path.split('/').filter((part) => part !== '')) {
      parent = (this.get(name) ?? this.set({ name, displayName: name, parent })).name;
    }
    return parent;
  }
}

/** The id of a management group. */
export function managementGroupId(name: string): string {
  return `/providers/Microsoft.Management/managementGroups/${name}`;
}
