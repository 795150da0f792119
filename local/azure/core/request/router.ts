import type { Route } from '../types.ts';
import { decodeText } from './decode-text.ts';

export interface RouteMatch {
  readonly route: Route;
  readonly params: Readonly<Record<string, string>>;
}

interface CompiledRoute {
  readonly route: Route;
  readonly pattern: RegExp;
  readonly names: readonly string[];
}

/** Finds the route of a request; the one registered first wins. */
export class Router {
  readonly #bySize = new Map<string, CompiledRoute[]>();
  readonly #ofAnySize = new Map<string, CompiledRoute[]>();

  add(route: Route): void {
    const anySize = route.path.includes('{*');
    const target = anySize ? this.#ofAnySize : this.#bySize;
    const key = anySize ? route.method : bucket(route.method, route.path);
    target.set(key, [...(target.get(key) ?? []), compile(route)]);
  }

  match(method: string, path: string): RouteMatch | undefined {
    const trimmed = path.length > 1 ? path.replace(/\/+$/, '') : path;
    const candidates = [this.#bySize.get(bucket(method, trimmed)), this.#ofAnySize.get(method)];
    for (const { route, pattern, names } of candidates.flatMap((routes) => routes ?? [])) {
      const found = pattern.exec(trimmed);
      if (found === null) continue;
      const params = Object.fromEntries(names.map((name, index) => [name, decodeText(found[index + 1] ?? '')]));
      return { route, params };
    }
    return undefined;
  }
}

function bucket(method: string, path: string): string {
  return `${method} ${path.split('/').length}`;
}

function compile(route: Route): CompiledRoute {
  const names: string[] = [];
  const source = route.path.replace(/\{(\*?)(\w+)\}|[.*+?^${}()|[\]\\]/g, (text, star: string, name?: string) => {
    if (name === undefined) return `\\${text}`;
    names.push(name);
    return star === '*' ? '(.+?)' : '([^/]+)';
  });
  return { route, pattern: new RegExp(`^${source}$`, 'i'), names };
}
