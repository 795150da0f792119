import { codeOf, type Standing, wordOf } from '../machine/standing.ts';
import type { SubscriptionRecord } from './subscription-record.ts';

/** It goes on by itself, or has not been judged by this release. */
const goingOn: readonly Standing['status'][] = ['Discovered', 'InProgress', 'Configured', 'Unknown'];

/**
 * What keeps a subscription from making anything, in its own word and code, for the machines that wait for it; undefined
 * while it goes on, and where it waits for a sweep as they do.
 */
export function heldUpBy(record: SubscriptionRecord | undefined): string | undefined {
  if (record === undefined || goingOn.includes(record.standing.status)) return undefined;
  const code = codeOf(record.standing);
  if (code === 'SubscriptionNotReady') return undefined;
  return `its subscription is ${wordOf(record.standing)}${code === undefined ? '' : ` (${code})`}`;
}
