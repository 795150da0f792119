/** Actions of one role at a scope, as Azure lists them for the caller; patterns in which `*` is any text. */
export interface RoleRights {
  readonly actions: readonly string[];
  readonly notActions: readonly string[];
}

/**
 * Whether these roles allow an action: one of them has it and does not take it away again ("Understand Azure role
 * definitions"). Roles write the right to assign an identity with a star between two slashes, which stands for nothing as well.
 */
export function allowsAction(roles: readonly RoleRights[], action: string): boolean {
  const matches = (pattern: string): boolean => patternOf(pattern).test(action);
  return roles.some(({ actions, notActions }) => actions.some(matches) && !notActions.some(matches));
}

function patternOf(text: string): RegExp {
  const source = text
    .split('*')
    .map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
    .join('.*')
    .replaceAll('/.*/', '/(?:.*/)?');
  return new RegExp(`^${source}$`, 'i');
}
