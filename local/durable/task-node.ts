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

  /** Ends with its first child. */
  static any(children: readonly TaskNode[]): TaskNode {
    const node = new TaskNode('any', children.some((child) => child.hasEnded) ? 0 : 1);
    for (const child of children) child.#parent = node;
    return node;
  }

  /** Ends with its last child, also when one has failed: the extension waits for all. */
  static all(children: readonly TaskNode[]): TaskNode {
    const node = new TaskNode('all', children.filter((child) => !child.hasEnded).length);
    for (const child of children) child.#parent = node;
    return node;
  }

  get hasEnded(): boolean {
    return this.#waitsFor === 0;
  }

  end(): void {
    if (this.hasEnded) return;
    this.#waitsFor = this.#join === 'all' ? this.#waitsFor - 1 : 0;
    if (this.hasEnded) this.#parent?.end();
  }
}
