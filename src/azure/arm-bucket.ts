import type { RawFailure } from '../domain/failures/failure.ts';
import type { RawReply } from './send-raw.ts';

const bucketCodes: readonly string[] = ['SubscriptionRequestsThrottled', 'TenantRequestsThrottled'];
const bucketTexts: readonly RegExp[] = [
  /could not be processed due to an excessive volume of traffic/i,
  /number of (')?(read|write|delete)?(')?\s*requests for (subscription|tenant)/i,
];
const remaining = ['subscription', 'tenant'].flatMap((scope) =>
  ['reads', 'writes', 'deletes'].flatMap((access) => [
    `x-ms-ratelimit-remaining-${scope}-${access}`,
    `x-ms-ratelimit-remaining-${scope}-global-${access}`,
  ]),
);

/**
 * Whether a 429 comes from Azure Resource Manager's own token bucket, and so concerns the whole subscription, and not
 * from the resource provider behind it (Azure docs, "Understand how Azure Resource Manager throttles requests" and
 * "Troubleshoot API throttling errors").
 */
export function isArmBucket(reply: RawReply, failure: RawFailure): boolean {
  if (remaining.some((name) => Number(reply.header(name) ?? Number.NaN) === 0)) return true;
  if (failure.source !== 'http') return false;
  if ([failure.code, ...failure.detailCodes].some((code) => bucketCodes.includes(code))) return true;
  return bucketTexts.some((text) => text.test(failure.message));
}
