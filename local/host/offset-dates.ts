const offsetDate = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(\.\d{1,7})?([+-]\d\d:\d\d)$/;

/**
 * A JSON reviver: date strings with an offset become UTC with `+00:00`, as the host's JSON reader does to events
 * on a machine in UTC. Digits of the fraction are kept.
 */
export function rewriteOffsetDates(_key: string, value: unknown): unknown {
  if (typeof value !== 'string') return value;
  const [, seconds, fraction = '', offset] = offsetDate.exec(value) ?? [];
  const atMs = Date.parse(`${seconds}${offset}`);
  if (seconds === undefined || Number.isNaN(atMs)) return value;
  return `${new Date(atMs).toISOString().slice(0, 19)}${fraction}+00:00`;
}
