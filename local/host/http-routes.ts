import type { FunctionRegistry, RegisteredFunction } from './function-registry.ts';
import { parseRouteTemplate, type RouteTemplate } from './route-template.ts';

export type AuthLevel = 'anonymous' | 'function' | 'admin';

export interface HttpRoute {
  readonly target: RegisteredFunction;
  readonly methods: ReadonlySet<string>;
  readonly authLevel: AuthLevel;
  readonly template: RouteTemplate;
}

export interface RouteMatch {
  readonly route: HttpRoute;
  readonly params: Readonly<Record<string, string>>;
}

/** The HTTP functions of an app, most specific route first. */
export function listHttpRoutes(registry: FunctionRegistry, prefix: string): readonly HttpRoute[] {
  return registry
    .ofTrigger('httpTrigger')
    .map((target) => toRoute(target, prefix))
    .sort((a, b) => (a.template.precedence < b.template.precedence ? -1 : 1));
}

/** @param path a decoded path without its leading slash. A wrong method counts as no match. */
export function findRoute(routes: readonly HttpRoute[], method: string, path: string): RouteMatch | undefined {
  for (const route of routes) {
    const params = route.methods.has(method) ? route.template.match(path) : undefined;
    if (params !== undefined) return { route, params };
  }
  return undefined;
}

function toRoute(target: RegisteredFunction, prefix: string): HttpRoute {
  const { route, methods, authLevel } = target.trigger;
  const path = typeof route === 'string' ? route.replace(/^\//, '') : target.name;
  return {
    target,
    methods: new Set((Array.isArray(methods) ? methods : []).map((method) => String(method).toUpperCase())),
    authLevel: toAuthLevel(authLevel, target.name),
    template: parseRouteTemplate(prefix === '' ? path : `${prefix}/${path}`),
  };
}

function toAuthLevel(value: unknown, name: string): AuthLevel {
  const level = String(value ?? 'anonymous').toLowerCase();
  if (level === 'anonymous' || level === 'function' || level === 'admin') return level;
  throw new Error(`Function '${name}' has authLevel '${level}'; expected anonymous, function or admin.`);
}
