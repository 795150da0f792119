/** True when `scope` is `*` or covers the id by whole path segments, without regard to case. */
export function covers(scope: string, resourceId: string): boolean {
  if (scope === '*') return true;
  const prefix = scope.toLowerCase().replace(/\/+$/, '');
  const id = resourceId.toLowerCase();
  return id === prefix || id.startsWith(`${prefix}/`);
}
