/** A time as instance statuses show it: "2026-01-05T08:00:00Z". */
export function wholeSeconds(atMs: number): string {
  return `${new Date(atMs).toISOString().slice(0, 19)}Z`;
}
