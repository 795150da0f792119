import { parseRefusal } from '../refusals/refusal-shape.ts';
import type { RefusalGroup } from './step-record.ts';

const dayMs = 24 * 60 * 60_000;

/** However a step is refused, it is not sent more often than this within a day. */
export const mostRefusalsPerDay = 12;

/** The groups with one more refusal, by code and by words without ids; those of more than a day ago are forgotten. */
export function addRefusal(
  groups: readonly RefusalGroup[],
  refusal: { readonly code: string; readonly text: string },
  nowMs: number,
): readonly RefusalGroup[] {
  const { code, text } = refusal;
  const recent = recentRefusals(groups, nowMs);
  const { template } = parseRefusal(text);
  const isSame = (group: RefusalGroup): boolean =>
    group.code === code && parseRefusal(group.text).template === template;
  const known = recent.find(isSame);
  const at = [...(known?.at ?? []), new Date(nowMs).toISOString()];
  return [...recent.filter((group) => group !== known), { ...known, code, text: known?.text ?? text, at }];
}

/** What of the last day is left of them. */
export function recentRefusals(groups: readonly RefusalGroup[], nowMs: number): readonly RefusalGroup[] {
  return groups
    .map((group) => ({ ...group, at: group.at.filter((at) => nowMs - Date.parse(at) < dayMs) }))
    .filter(({ at }) => at.length > 0);
}

/** App time in milliseconds before which nothing may be sent after so many refusals; undefined: they allow it. */
export function earliestAfterRefusals(groups: readonly RefusalGroup[], nowMs: number): number | undefined {
  const times = recentRefusals(groups, nowMs)
    .flatMap(({ at }) => at.map((one) => Date.parse(one)))
    .sort((a, b) => b - a);
  const twelfth = times[mostRefusalsPerDay - 1];
  return twelfth === undefined ? undefined : twelfth + dayMs;
}
