import type { TargetKey } from '../../../src/domain/ids.ts';
import { codeOf } from '../../../src/domain/machine/standing.ts';
import type { MachineRef } from '../../../src/domain/target/machine-ref.ts';
import type { WorkRow } from '../../../src/domain/work/work-row.ts';
import { vm } from '../fixtures.ts';
import { type SecondStore, subscriptionRef } from '../second-kind/subscription-kind.ts';

/** A promise of the work protocol that was broken. */
export class Violation extends Error {}

interface OwedLook {
  readonly version: number;
  /** The look is due at this app time. */
  readonly dueMs: number;
}

interface ModelMachine {
  readonly ref: MachineRef;
  /** What a GET sees; every change of the machine raises it. */
  version: number;
  /** The highest version that any saved record has told. */
  told: number;
  owed: readonly OwedLook[];
  readonly waiting: Waiting;
}

interface Waiting {
  readonly name: string;
  /** When its row was first found due and without a lease. */
  unleasedSinceMs: number | undefined;
}

/** Longest time that a due row may stay without a lease. */
const mostUnleasedMs = 5 * 60_000;
/** By how much the clocks of the processes differ. */
export const clockOffsetMs = 90_000;

/**
 * The machines of one run, the subscription they are in, and what is promised about them. The version that a look at a
 * machine saw stands in its record as `unseenCount`, the one number that these looks do not need for anything else. A
 * look at the subscription sees what these records tell, and is asked for by every look that saw a newer version.
 */
export class World {
  readonly machines: readonly ModelMachine[];
  readonly subscription = subscriptionRef(vm('any').subscription);
  readonly #subscriptionWaiting: Waiting = { name: 'the subscription', unleasedSinceMs: undefined };
  readonly #store: SecondStore;
  readonly #now: () => number;
  /** What the subscription's row has told of each machine. */
  #seen: Readonly<Record<string, number>> = {};
  /** When a tick last kept a row waiting because of the limits. */
  #notAdmittedMs = 0;
  #satisfied = 0;
  #longestWaitMs = 0;

  constructor(count: number, store: SecondStore, now: () => number) {
    this.#store = store;
    this.#now = now;
    this.machines = Array.from({ length: count }, (_, index) => ({
      ref: vm(`m-${index}`),
      version: 0,
      told: 0,
      owed: [],
      waiting: { name: `m-${index}`, unleasedSinceMs: undefined },
    }));
  }

  /** What a GET of this machine sees now. */
  observe(key: TargetKey): number {
    return this.#machine(key).version;
  }

  change(key: TargetKey): number {
    return ++this.#machine(key).version;
  }

  /** A request for a look at this version has been acknowledged. */
  acknowledge(key: TargetKey, version: number, dueMs: number): void {
    const machine = this.#machine(key);
    if (machine.told < version) machine.owed = [...machine.owed, { version, dueMs }];
  }

  noteNotAdmitted(): void {
    this.#notAdmittedMs = this.#now();
  }

  isQuiet(): boolean {
    return this.machines.every(
      ({ ref, owed, told, version }) => owed.length === 0 && told === version && this.#seenOf(ref.key) === version,
    );
  }

  statistics(): { readonly satisfied: number; readonly longestWaitMs: number } {
    return { satisfied: this.#satisfied, longestWaitMs: this.#longestWaitMs };
  }

  /** Checks every promise against what is stored now. */
  async check(): Promise<void> {
    const over: ModelMachine[] = [];
    for (const machine of this.machines) {
      const row = await this.#checkMachine(machine);
      if (row === undefined || (row.leaseUntil === '' && row.starts === 0)) over.push(machine);
    }
    await this.#checkSubscription(over);
  }

  /** Answers what the machine is owed. */
  async #checkMachine(machine: ModelMachine): Promise<WorkRow | undefined> {
    const { key } = machine.ref;
    const owedBefore = machine.owed;
    // The work row first: a look saves the record before it removes the row.
    const row = await this.#store.work.read({ kind: 'machine', key });
    const record = (await this.#store.machines.read(key))?.value;
    const told = record?.unseenCount ?? 0;
    if (told < machine.told) fail(machine.waiting, `the record went back from version ${machine.told} to ${told}`);
    machine.told = told;
    this.#forgetSatisfied(machine);
    const stillOwed = owedBefore.filter(({ version }) => version > told);
    if (row === undefined) machine.waiting.unleasedSinceMs = undefined;
    if (stillOwed.length === 0 && row === undefined) return undefined;
    if (row === undefined) fail(machine.waiting, `version ${stillOwed[0]?.version} is owed a look and has no work row`);
    const isStuck = record !== undefined && codeOf(record.standing) === 'StuckInstance';
    const late = stillOwed.find(
      ({ dueMs }) => Date.parse(row.value.dueAt) > Math.max(dueMs + clockOffsetMs, this.#now()),
    );
    if (late !== undefined && !isStuck) {
      fail(
        machine.waiting,
        `version ${late.version} was due at ${iso(late.dueMs)} and its row waits until ${row.value.dueAt}`,
      );
    }
    this.#checkLease(machine.waiting, row.value);
    return row.value;
  }

  /** Once a look has parked or settled a machine, its subscription knows what it told, or owes a look now. */
  async #checkSubscription(over: readonly ModelMachine[]): Promise<void> {
    const { key } = this.subscription;
    const row = (await this.#store.work.read({ kind: 'subscription', key }))?.value;
    const stored = (await this.#store.watched.read(key))?.value;
    const before = this.#seen;
    this.#seen = stored?.seen ?? {};
    for (const { ref, waiting } of this.machines) {
      if (this.#seenOf(ref.key) < (before[ref.key] ?? 0)) fail(waiting, 'its subscription forgot what it told');
    }
    if (row === undefined) this.#subscriptionWaiting.unleasedSinceMs = undefined;
    else this.#checkLease(this.#subscriptionWaiting, row);
    const untold = over.find(({ ref, told }) => this.#seenOf(ref.key) < told);
    if (untold === undefined) return;
    if (row === undefined)
      fail(untold.waiting, `nobody asked for its subscription to be told of version ${untold.told}`);
    const isLate = Date.parse(row.dueAt) > this.#now() && stored?.status !== 'StuckInstance';
    if (isLate) fail(untold.waiting, `its subscription is told of version ${untold.told} only at ${row.dueAt}`);
  }

  #checkLease(waiting: Waiting, { dueAt, leaseUntil }: WorkRow): void {
    const nowMs = this.#now();
    const isWaiting = Date.parse(dueAt) <= nowMs && (leaseUntil === '' || Date.parse(leaseUntil) <= nowMs);
    waiting.unleasedSinceMs = isWaiting ? (waiting.unleasedSinceMs ?? nowMs) : undefined;
    const sinceMs = Math.max(waiting.unleasedSinceMs ?? nowMs, this.#notAdmittedMs);
    if (nowMs - sinceMs > mostUnleasedMs) fail(waiting, `its row is due and has had no lease since ${iso(sinceMs)}`);
  }

  #forgetSatisfied(machine: ModelMachine): void {
    for (const { version, dueMs } of machine.owed) {
      if (version > machine.told) continue;
      this.#satisfied += 1;
      this.#longestWaitMs = Math.max(this.#longestWaitMs, this.#now() - dueMs);
    }
    machine.owed = machine.owed.filter(({ version }) => version > machine.told);
  }

  #seenOf(key: TargetKey): number {
    return this.#seen[key] ?? 0;
  }

  #machine(key: TargetKey): ModelMachine {
    const machine = this.machines.find(({ ref }) => ref.key === key);
    if (machine === undefined) throw new Error(`No machine ${key} in this world.`);
    return machine;
  }
}

function fail({ name }: Waiting, what: string): never {
  throw new Violation(`${name}: ${what}`);
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
