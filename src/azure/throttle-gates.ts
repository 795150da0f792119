import type { TargetKey } from '../domain/ids.ts';
import type { Clock } from '../ports/ports.ts';
import type { Gate, GateTable } from '../ports/store.ts';

/** What a call counts against: a provider's reads or writes in one subscription. */
export interface GatedCall {
  /** Lower-case GUID. */
  readonly subscription: string;
  /** Such as `Microsoft.Compute`. */
  readonly provider: string;
  readonly access: 'read' | 'write';
  /** The target that the call is for; absent for what many share. */
  readonly target: TargetKey | undefined;
}

export interface Throttled {
  /** What Azure asked to wait; undefined when it did not say. */
  readonly retryAfterSeconds: number | undefined;
  /** The bucket of Azure Resource Manager is empty, not one of the provider. */
  readonly armBucket: boolean;
}

const otherWorkersCacheMs = 5_000;
const twoTargetsWithinMs = 60_000;
const usualWaitSeconds = 60;
/** Stands for Azure Resource Manager itself, whose buckets all providers share. */
const everyProvider = '*';

/**
 * Keeps calls back that Azure has already refused for a whole subscription. A 429 for one target is about that target
 * (Compute counts per resource). The gate of a subscription closes when the bucket of Azure Resource Manager is empty,
 * when a second target is refused within a minute, or at once when the call was for what many targets share. Gates
 * that other workers close are seen at most 5 s late. All times are app time.
 */
export class ThrottleGates {
  readonly #table: GateTable;
  readonly #clock: Clock;
  readonly #own = new Map<string, number>();
  readonly #lastRefusal = new Map<string, { target: string; atMs: number }>();
  #others: ReadonlyMap<string, number> = new Map();
  #readAtMs = Number.NEGATIVE_INFINITY;
  #reading: Promise<void> | undefined;

  constructor(table: GateTable, clock: Clock) {
    this.#table = table;
    this.#clock = clock;
  }

  /** Whole seconds until the call may be made; undefined when it may be made now. */
  async secondsClosed(call: GatedCall): Promise<number | undefined> {
    await this.#readOthers();
    const names = [nameOf(call, call.provider), nameOf(call, everyProvider)];
    const times = names.flatMap((name) => [this.#own.get(name) ?? 0, this.#others.get(name) ?? 0]);
    const leftMs = Math.max(...times) - this.#clock.now();
    return leftMs > 0 ? Math.ceil(leftMs / 1_000) : undefined;
  }

  /** Takes note of a 429, and closes the gate when it concerns more than the target. */
  async refused(call: GatedCall, throttled: Throttled): Promise<void> {
    if (throttled.armBucket) await this.#close(call, everyProvider, throttled);
    else if (call.target === undefined || this.#isSecondTarget(call, call.target))
      await this.#close(call, call.provider, throttled);
  }

  #isSecondTarget(call: GatedCall, target: TargetKey): boolean {
    const name = nameOf(call, call.provider);
    const last = this.#lastRefusal.get(name);
    const atMs = this.#clock.now();
    this.#lastRefusal.set(name, { target, atMs });
    return last !== undefined && last.target !== target && atMs - last.atMs <= twoTargetsWithinMs;
  }

  async #close(call: GatedCall, provider: string, throttled: Throttled): Promise<void> {
    const name = nameOf(call, provider);
    // One second more: timers may fire up to a second early.
    const untilMs = this.#clock.now() + 1_000 * ((throttled.retryAfterSeconds ?? usualWaitSeconds) + 1);
    this.#own.set(name, Math.max(untilMs, this.#own.get(name) ?? 0));
    const operationClass = `${provider}/${call.access}`;
    const closedUntil = new Date(untilMs).toISOString();
    // The row only tells other workers; without it they meet the 429 themselves.
    await this.#table.close({ subscription: call.subscription, operationClass, closedUntil }).catch(() => undefined);
  }

  async #readOthers(): Promise<void> {
    if (this.#clock.now() - this.#readAtMs < otherWorkersCacheMs) return;
    this.#reading ??= this.#readTable();
    await this.#reading;
  }

  async #readTable(): Promise<void> {
    try {
      this.#others = latestByName(await this.#table.list());
    } catch {
      // A gate paces and never decides: what is known already has to do until the table answers again.
    }
    this.#readAtMs = this.#clock.now();
    this.#reading = undefined;
  }
}

function nameOf(call: GatedCall, provider: string): string {
  return `${call.subscription} ${provider}/${call.access}`.toLowerCase();
}

function latestByName(gates: readonly Gate[]): ReadonlyMap<string, number> {
  const byName = new Map<string, number>();
  for (const gate of gates) {
    const name = `${gate.subscription} ${gate.operationClass}`.toLowerCase();
    byName.set(name, Math.max(Date.parse(gate.closedUntil) || 0, byName.get(name) ?? 0));
  }
  return byName;
}
