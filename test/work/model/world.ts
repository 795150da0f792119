import type { TargetKey } from '../../../src/domain/ids.ts';
import { codeOf } from '../../../src/domain/machine/standing.ts';
import type { MachineRef } from '../../../src/domain/target/machine-ref.ts';
import type { StorePort } from '../../../src/ports/store.ts';
import { vm } from '../fixtures.ts';

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
  /** When its row was first found due and without a lease. */
  unleasedSinceMs: number | undefined;
}

/** Longest time that a due row may stay without a lease. */
const mostUnleasedMs = 5 * 60_000;
/** By how much the clocks of the processes differ. */
export const clockOffsetMs = 90_000;

/**
 * The machines of one run and what is promised about them. The version that a look saw stands in its record as
 * `unseenCount`, the one number that these looks do not need for anything else.
 */
export class World {
  readonly machines: readonly ModelMachine[];
  readonly #store: StorePort;
  readonly #now: () => number;
  /** When a tick last kept a row waiting because of the limits. */
  #heldMs = 0;
  #satisfied = 0;
  #longestWaitMs = 0;

  constructor(count: number, store: StorePort, now: () => number) {
    this.#store = store;
    this.#now = now;
    this.machines = Array.from({ length: count }, (_, index) => ({
      ref: vm(`m-${index}`),
      version: 0,
      told: 0,
      owed: [],
      unleasedSinceMs: undefined,
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

  admissionHeld(): void {
    this.#heldMs = this.#now();
  }

  isSettled(): boolean {
    return this.machines.every((machine) => machine.owed.length === 0 && machine.told === machine.version);
  }

  statistics(): { readonly satisfied: number; readonly longestWaitMs: number } {
    return { satisfied: this.#satisfied, longestWaitMs: this.#longestWaitMs };
  }

  /** Checks every promise against what is stored now. */
  async check(): Promise<void> {
    for (const machine of this.machines) await this.#checkMachine(machine);
  }

  async #checkMachine(machine: ModelMachine): Promise<void> {
    const { key } = machine.ref;
    const owedBefore = machine.owed;
    // The work row first: a look saves the record before it removes the row.
    const row = await this.#store.work.read({ kind: 'machine', key });
    const record = (await this.#store.machines.read(key))?.value;
    const told = record?.unseenCount ?? 0;
    if (told < machine.told) fail(machine, `the record went back from version ${machine.told} to ${told}`);
    machine.told = told;
    this.#forgetSatisfied(machine);
    const stillOwed = owedBefore.filter(({ version }) => version > told);
    if (row === undefined) machine.unleasedSinceMs = undefined;
    if (stillOwed.length === 0 && row === undefined) return;
    if (row === undefined) fail(machine, `version ${stillOwed[0]?.version} is owed a look and has no work row`);
    const isStuck = record !== undefined && codeOf(record.standing) === 'StuckInstance';
    const late = stillOwed.find(
      ({ dueMs }) => Date.parse(row.value.dueAt) > Math.max(dueMs + clockOffsetMs, this.#now()),
    );
    if (late !== undefined && !isStuck) {
      fail(machine, `version ${late.version} was due at ${iso(late.dueMs)} and its row waits until ${row.value.dueAt}`);
    }
    this.#checkLease(machine, row.value.dueAt, row.value.leaseUntil);
  }

  #checkLease(machine: ModelMachine, dueAt: string, leaseUntil: string): void {
    const nowMs = this.#now();
    const isWaiting = Date.parse(dueAt) <= nowMs && (leaseUntil === '' || Date.parse(leaseUntil) <= nowMs);
    machine.unleasedSinceMs = isWaiting ? (machine.unleasedSinceMs ?? nowMs) : undefined;
    const sinceMs = Math.max(machine.unleasedSinceMs ?? nowMs, this.#heldMs);
    if (nowMs - sinceMs > mostUnleasedMs) fail(machine, `its row is due and has had no lease since ${iso(sinceMs)}`);
  }

  #forgetSatisfied(machine: ModelMachine): void {
    for (const { version, dueMs } of machine.owed) {
      if (version > machine.told) continue;
      this.#satisfied += 1;
      this.#longestWaitMs = Math.max(this.#longestWaitMs, this.#now() - dueMs);
    }
    machine.owed = machine.owed.filter(({ version }) => version > machine.told);
  }

  #machine(key: TargetKey): ModelMachine {
    const machine = this.machines.find(({ ref }) => ref.key === key);
    if (machine === undefined) throw new Error(`No machine ${key} in this world.`);
    return machine;
  }
}

function fail(machine: ModelMachine, what: string): never {
  throw new Violation(`${machine.ref.name}: ${what}`);
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
