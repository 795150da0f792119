import { comparableArmId } from './arm-id.ts';

/** True when `scope` is `*` or covers the id by whole path segments, however both are written; an empty one covers nothing. */
export function covers(scope: string, resourceId: string): boolean {
  if (scope === '*') return true;
  const prefix = comparableArmId(scope);
  const id = comparableArmId(resourceId);
  return prefix !== '' && (id === prefix || id.startsWith(`${prefix}/`));
}
