/** The query parameters of a request: names ignore case, values given twice are joined by ",". */
export class QueryString {
  readonly #byKey = new Map<string, { readonly name: string; readonly values: readonly string[] }>();

  /** @param text what follows the first "?" of the request target. */
  constructor(text: string) {
    for (const part of text.split('&')) {
      if (part === '') continue;
      const equals = part.indexOf('=');
      const name = decode(equals < 0 ? part : part.slice(0, equals));
      const value = equals < 0 ? '' : decode(part.slice(equals + 1));
      const key = name.toLowerCase();
      this.#byKey.set(key, { name, values: [...(this.#byKey.get(key)?.values ?? []), value] });
    }
  }

  get(name: string): string | undefined {
    return this.#byKey.get(name.toLowerCase())?.values.join(',');
  }

  /** The first value of a name that was given twice. */
  first(name: string): string | undefined {
    return this.#byKey.get(name.toLowerCase())?.values[0];
  }

  /** Name and value pairs; of names that differ in case the last one is kept, as the host does. */
  entries(): [string, string][] {
    return [...this.#byKey.values()].map(({ name, values }) => [name, values.join(',')]);
  }
}

function decode(text: string): string {
  const spaced = text.replaceAll('+', ' ');
  return spaced.replaceAll(/(?:%[0-9a-f]{2})+/gi, (run) => {
    try {
      return decodeURIComponent(run);
    } catch {
      return run;
    }
  });
}
