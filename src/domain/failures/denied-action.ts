/** A right that Azure says is missing. */
export interface DeniedAction {
  readonly action: string;
  /** ARM id of what it was asked for on. */
  readonly scope: string;
}

/** `'...' over scope '...'` of AuthorizationFailed ("Troubleshoot Azure RBAC"). */
const denied = /does not have authorization to perform action '([^'\s]+)' over scope '([^'\s]+)'/i;
/** The linked part of LinkedAuthorizationFailed: several are listed with commas. */
const linked = /does not have permission to perform action\(s\) '([^'\s]+)' on the linked scope\(s\) '([^'\s]+)'/i;

/** Which rights an answer of 403 says are missing, as far as its text tells. */
export function readDeniedActions(text: string): readonly DeniedAction[] {
  const found = linked.exec(text) ?? denied.exec(text);
  if (found === null) return [];
  const [, actions = '', scopes = ''] = found;
  const places = scopes.split(',');
  return actions
    .split(',')
    .flatMap((action) => places.map((scope) => ({ action, scope })))
    .slice(0, 5);
}
