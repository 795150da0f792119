/** A set of texts in code-unit order, with ranges by binary search. */
export class SortedKeys<Key extends string> {
  readonly #keys: Key[] = [];

  add(key: Key): void {
    const index = this.#indexOf(key);
    if (this.#keys[index] !== key) this.#keys.splice(index, 0, key);
  }

  delete(key: Key): void {
    const index = this.#indexOf(key);
    if (this.#keys[index] === key) this.#keys.splice(index, 1);
  }

  /** The keys behind `after`, or all of them, in order. */
  *behind(after?: Key): Generator<Key> {
    const keys = this.#keys;
    let index = after === undefined ? 0 : this.#indexOf(after);
    if (after !== undefined && keys[index] === after) index += 1;
    for (let key = keys[index]; key !== undefined; key = keys[++index]) yield key;
  }

  /** Where the key is, or would be. */
  #indexOf(key: Key): number {
    let low = 0;
    let high = this.#keys.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const found = this.#keys[middle];
      if (found !== undefined && found < key) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
