import type { WaitWhileOn } from '../../machine/wait-while-on.ts';

const minute = 60;
const hour = 60 * minute;

/**
 * How long Defender may take: an hour on a machine that came after the settings were on, else twelve ("Enable Defender for
 * Endpoint integration", which promises the second for the first subscription of a tenant; which one is that nobody tells).
 */
export function endpointDeadlineSeconds(createdAt: string | undefined, onSince: string | undefined): number {
  const isNew = createdAt !== undefined && onSince !== undefined && Date.parse(createdAt) > Date.parse(onSince);
  return isNew ? hour : 12 * hour;
}

/** After 15 and 60 minutes, then every three hours; and at the deadline, if the machine stays on. */
export function secondsToNextLook({ since, seconds, seenOnAt }: WaitWhileOn, deadline: number, nowMs: number): number {
  const passed = (nowMs - Date.parse(since)) / 1_000;
  const marks = [15 * minute, hour].map((mark) => mark - passed).filter((left) => left > minute / 2);
  const pause = marks[0] ?? 3 * hour;
  const left = seenOnAt === undefined ? pause : deadline - seconds;
  return Math.ceil(Math.max(minute, Math.min(pause, left)));
}
