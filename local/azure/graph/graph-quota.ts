/** 15 queries in each window of 5 s (page "Guidance for throttled requests in Azure Resource Graph"). */
const windowMs = 5_000;

interface Window {
  readonly fromMs: number;
  readonly used: number;
}

export interface QuotaState {
  readonly isExceeded: boolean;
  /** `x-ms-user-quota-remaining` and `x-ms-user-quota-resets-after`. */
  readonly headers: Readonly<Record<string, string>>;
}

/** Counts the queries of each caller. */
export class GraphQuota {
  readonly #windows = new Map<string, Window>();

  /** Takes note of one query at `nowMs` when `most` are allowed in a window. */
  use(caller: string, most: number, nowMs: number): QuotaState {
    const known = this.#windows.get(caller);
    const window = known !== undefined && nowMs < known.fromMs + windowMs ? known : { fromMs: nowMs, used: 0 };
    const isExceeded = window.used >= most;
    const used = isExceeded ? window.used : window.used + 1;
    this.#windows.set(caller, { fromMs: window.fromMs, used });
    const seconds = Math.ceil((window.fromMs + windowMs - nowMs) / 1_000);
    return {
      isExceeded,
      headers: {
        'x-ms-user-quota-remaining': String(Math.max(0, most - used)),
        'x-ms-user-quota-resets-after': `00:00:${String(seconds).padStart(2, '0')}`,
      },
    };
  }

  clear(): void {
    this.#windows.clear();
  }
}
