import { keepRead } from '../machine/forget-unread.ts';
import type { SubscriptionRecord } from './subscription-record.ts';

/**
 * The record without the steps and the spec that only another release can read: an operator lets this release begin anew.
 * Everything else of that release stays.
 */
export function forgetUnreadOf(record: SubscriptionRecord): SubscriptionRecord {
  if (record.foreign === undefined) return record;
  const { stored, read, unreadSteps } = record.foreign;
  return { ...record, foreign: { stored: keepRead({ stored, read, unreadSteps }, ['bound']), read } };
}
