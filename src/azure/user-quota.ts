import type { RawReply } from './send-raw.ts';

/**
 * Seconds until Resource Graph takes another query of ours; undefined while it takes more, and for every answer that
 * has no such headers. It sends no `Retry-After` (Azure docs, "Guidance for throttled requests in Azure Resource Graph").
 */
export function quotaRestSeconds(reply: RawReply): number | undefined {
  if (reply.header('x-ms-user-quota-remaining')?.trim() !== '0') return undefined;
  const [, hours, minutes, seconds] =
    /^(\d+):(\d{2}):(\d{2})/.exec(reply.header('x-ms-user-quota-resets-after')?.trim() ?? '') ?? [];
  return seconds === undefined ? undefined : Number(hours) * 3_600 + Number(minutes) * 60 + Number(seconds);
}
