import type { LookId } from '../ids.ts';
import { endWait } from './standing.ts';
import type { StandingRow } from './standing-row.ts';

/**
 * A row without its tries and waits: an operator wants the target looked at as if for the first time. What Azure said to
 * wait for, and what is owned, stays; steps of the look before are refused.
 */
export function beginAnew<Row extends StandingRow & { readonly lookId: LookId | undefined }>(
  row: Row,
  nowIso: string,
): Row {
  return {
    ...row,
    steps: {},
    unread: undefined,
    waitingSince: undefined,
    provisioningSince: undefined,
    standing: endWait(row.standing, nowIso),
    lookAttempts: 0,
    lookRetryAt: undefined,
    lookId: undefined,
  };
}
