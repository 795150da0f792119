type Join = 'leaf' | 'any' | 'all';

/** A task of an action list, alone or as a part of `Task.any` and `Task.all`. */
export class TaskNode {
  readonly #join: Join;
  #waitsFor: number;
  #parent: TaskNode | undefined;

  private constructor(join: Join, waitsFor: number) {
    this.#join = join;
    this.#waitsFor = waitsFor;
  }

  static leaf(): TaskNode {
    return new TaskNode('leaf', 1);
  }

  static done(): TaskNode {
    return new TaskNode('leaf', 0);
  }

  /** Settles with its first child. */
  static any(children: readonly TaskNode[]): TaskNode {
    const node = new TaskNode('any', children.some((child) => child.settled) ? 0 : 1);
    for (const child of children) child.#parent = node;
    return node;
  }

  /** Settles with its last child, also when one has failed: the extension waits for all. */
  static all(children: readonly TaskNode[]): TaskNode {
    const node = new TaskNode('all', children.filter((child) => !child.settled).length);
    for (const child of children) child.#parent = node;
    return node;
  }

  get settled(): boolean {
    return this.#waitsFor === 0;
  }

  settle(): void {
    if (this.settled) return;
    this.#waitsFor = this.#join === 'all' ? this.#waitsFor - 1 : 0;
    if (this.settled) this.#parent?.settle();
  }
}
