/** Whether `scope` is the id itself or one of the scopes above it: compared by whole path segments. */
export function covers(scope: string, id: string): boolean {
  const wide = segments(scope);
  const narrow = segments(id);
  return wide.length <= narrow.length && wide.every((segment, index) => segment === narrow[index]);
}

function segments(id: string): string[] {
  return id
    .toLowerCase()
    .split('/')
    .filter((segment) => segment !== '');
}
