/**
 * When a timer's message becomes visible. The real host asks the storage queue for whole seconds of delay and cuts
 * the rest off, some milliseconds after the orchestrator looked at the clock, so a timer of n seconds comes after
 * n - 1 (measured on extension 3.15; the product must bear it).
 */
export function timerVisibleAt(fireAtMs: number, nowMs: number, early: boolean): number {
  if (fireAtMs <= nowMs) return nowMs;
  return early ? nowMs + Math.floor((fireAtMs - nowMs - 1) / 1000) * 1000 : fireAtMs;
}
