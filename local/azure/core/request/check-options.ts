import type { ArmRequest, Route } from '../types.ts';
import { armError } from './arm-error.ts';

/**
 * 501 for a query option of OData that the route does not execute: an answer that ignored it would be a wrong one.
 */
export function checkOptions(request: ArmRequest, route: Route): void {
  const executed: readonly string[] = route.executes ?? [];
  const ignored = Object.keys(request.query).find((name) => name.startsWith('$') && !executed.includes(name));
  if (ignored === undefined) return;
  const message = `The Azure simulator does not execute ${ignored} on ${request.method} ${route.path}.`;
  throw armError(501, 'SimulatorOptionUnknown', message);
}
