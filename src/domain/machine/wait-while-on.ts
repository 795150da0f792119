/** How long a machine has waited for what can only come while it is on. Times are ISO-8601 UTC text, of the app's clock. */
export interface WaitWhileOn {
  readonly since: string;
  /** Between looks in a row that saw the machine running or connected: only these count. */
  readonly seconds: number;
  /** The last look, if it saw the machine running or connected. */
  readonly seenOnAt: string | undefined;
}

/** The wait that begins with this look. */
export function beginWaitWhileOn(isOn: boolean, nowMs: number): WaitWhileOn {
  const now = new Date(nowMs).toISOString();
  return { since: now, seconds: 0, seenOnAt: isOn ? now : undefined };
}

/** The waits as they stand at this look. */
export function goOnWaitingWhileOn(
  waits: Readonly<Record<string, WaitWhileOn | undefined>> | undefined,
  isOn: boolean,
  nowMs: number,
): Readonly<Record<string, WaitWhileOn>> | undefined {
  const kept = Object.entries(waits ?? {}).flatMap(([service, wait]) =>
    wait === undefined ? [] : [[service, goOn(wait, isOn, nowMs)] as const],
  );
  return kept.length === 0 ? undefined : Object.fromEntries(kept);
}

function goOn(wait: WaitWhileOn, isOn: boolean, nowMs: number): WaitWhileOn {
  const now = new Date(nowMs).toISOString();
  const passedMs = isOn && wait.seenOnAt !== undefined ? Math.max(0, nowMs - Date.parse(wait.seenOnAt)) : 0;
  return { ...wait, seconds: wait.seconds + passedMs / 1_000, seenOnAt: isOn ? now : undefined };
}
