import type { RawFailure } from '../failures/failure.ts';
import { isForbidden } from '../failures/is-forbidden.ts';
import { movedToTenant } from '../failures/moved-to-tenant.ts';
import type { SubscriptionRecord } from '../subscription/subscription-record.ts';
import { type Discovered, discoverMissing, lookNow } from './discover-subscription.ts';

/** How Azure answered the GET of one subscription. */
export type AnswerAlone =
  | { readonly kind: 'found' }
  | { readonly kind: 'gone' }
  | { readonly kind: 'failed'; readonly failure: RawFailure };

/**
 * The row of a subscription that was asked for by itself, because a run was refused as a whole; undefined when there is
 * nothing to write. One that is refused here too is missing, and one that is answered is missing no more: the next
 * complete run says what it is like.
 */
export function discoverAlone(
  record: SubscriptionRecord | undefined,
  answer: AnswerAlone,
  nowMs: number,
): Discovered | undefined {
  if (record === undefined) return undefined;
  if (isHidden(answer)) return discoverMissing(record, record.subscription, nowMs);
  if (answer.kind !== 'found' || record.discovery.missingSince === undefined) return undefined;
  const discovery = { ...record.discovery, missingSince: undefined };
  return { kind: 'changed', record: { ...record, ...lookNow, discovery } };
}

/** It is deleted, in another tenant, or the app has no role on it. Whatever else goes wrong says nothing of it. */
function isHidden(answer: AnswerAlone): boolean {
  if (answer.kind !== 'failed') return answer.kind === 'gone';
  return isForbidden(answer.failure) || movedToTenant(answer.failure) !== undefined;
}
