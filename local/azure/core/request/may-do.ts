import type { SimContext } from '../types.ts';
import type { Principal } from './principals.ts';

/** Whether a principal may do something to a scope: for answers that leave out what the caller may not read. */
export function mayDo(context: SimContext, principal: Principal, action: string, scope: string): boolean {
  return context.hooks.permits.every((permits) => permits(principal.name, action, scope));
}
