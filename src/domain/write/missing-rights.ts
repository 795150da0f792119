import type { Addressed } from '../failures/addressed.ts';
import { type DecodedFailure, decodeFailure } from '../failures/decode-failure.ts';
import { type DeniedAction, readDeniedActions } from '../failures/denied-action.ts';
import type { RawFailure } from '../failures/failure.ts';
import { detailLimit, redact } from '../redact.ts';
import { leastRoleOf } from './permissions.ts';

/** Says what is missing where, and the built-in role with the fewest other rights that has it. */
function describeMissing(missing: readonly DeniedAction[]): string {
  const each = missing.map(({ action, scope }) => {
    const role = leastRoleOf(action);
    return `'${action}' is missing on '${scope}'${role === undefined ? '' : ` (built-in role "${role}")`}`;
  });
  return each.join('; ');
}

/** What the app found before a write: these rights are missing, so that Azure would refuse it. */
export function missingRights(missing: readonly DeniedAction[]): DecodedFailure {
  return { code: 'AuthorizationFailed', class: 'fail', detail: `not sent: ${redact(describeMissing(missing))}` };
}

/** {@link decodeFailure}; where Azure says that a right is missing, the detail begins with it and its role. */
export function decodeDenied(raw: RawFailure, about?: Addressed): DecodedFailure {
  const failure = decodeFailure(raw, about);
  if (failure.code !== 'AuthorizationFailed' && failure.code !== 'LinkedAuthorizationFailed') return failure;
  const missing = readDeniedActions(raw.message);
  if (missing.length === 0) return failure;
  const text = `${redact(describeMissing(missing))} - ${failure.detail}`;
  return { ...failure, detail: text.length <= detailLimit ? text : `${text.slice(0, detailLimit - 1)}…` };
}
