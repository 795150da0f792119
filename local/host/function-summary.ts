import type { FunctionRegistry } from './function-registry.ts';
import { listHttpRoutes } from './http-routes.ts';

export interface FunctionSummary {
  readonly name: string;
  /** The binding type, such as `httpTrigger`. */
  readonly trigger: string;
  /** The path of an HTTP function, such as `/api/machines/{key}`; null for the others. */
  readonly route: string | null;
}

/** What an app offers, for people and scripts. */
export function summarizeFunctions(registry: FunctionRegistry, routePrefix: string): readonly FunctionSummary[] {
  const routes = new Map(
    listHttpRoutes(registry, routePrefix).map(({ target, template }) => [target.name, `/${template.text}`]),
  );
  return registry.functions.map(({ name, trigger }) => ({
    name,
    trigger: trigger.type,
    route: routes.get(name) ?? null,
  }));
}
