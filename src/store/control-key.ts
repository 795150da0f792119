import { keyOf } from '../domain/ids.ts';

/** Row key of a control: `*`, or the key of its scope without regard to case and to a trailing slash. */
export function controlKeyOf(scope: string): string {
  return scope === '*' ? scope : keyOf(scope.replace(/\/+$/, ''));
}
