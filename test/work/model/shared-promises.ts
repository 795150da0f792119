import type { MachineRecord } from '../../../src/domain/machine/machine-record.ts';
import { codeOf } from '../../../src/domain/machine/standing.ts';
import type { SubscriptionRecord } from '../../../src/domain/subscription/subscription-record.ts';
import { subscriptionRef } from '../../../src/domain/target/subscription-ref.ts';
import type { WorkRow } from '../../../src/domain/work/work-row.ts';
import type { StorePort } from '../../../src/ports/store.ts';
import type { SharedAzure } from './shared-azure.ts';
import type { NeedyMachine, SharedWorld } from './shared-world.ts';
import { clockOffsetMs, Violation } from './world.ts';

const minuteMs = 60_000;
/** How long a machine waits by itself, and a subscription of which nobody says that it works. */
const parkMs = 15 * minuteMs;
/** A dead look's lease, the start after it, the look. */
const slackMs = 13 * minuteMs;
/**
 * Whose starts led nowhere more often waits as long as that took, as the tick has it; who is stuck has been told to a
 * person, and rests for an hour. All of them go on before the end of the calm.
 */
const mostPromptStarts = 2;
/** From the moment at which the subscription has seen it: the next tick starts the look. */
const mostAfterWakeMs = 3 * minuteMs;

interface Progress {
  /** Since when what it needs is there and nothing goes wrong any more. */
  readySinceMs: number | undefined;
  /** Since when it waits although its subscription has seen what it needs. */
  seenSinceMs: number | undefined;
}

export interface SharedMoment {
  readonly nowMs: number;
  /** Undefined while things go wrong. */
  readonly calmSinceMs: number | undefined;
  /** Nothing has been lost since: whoever waits is woken. */
  readonly isWakeSure: boolean;
}

/** What is promised about machines that wait for what their subscription makes. */
export class SharedPromises {
  readonly #world: SharedWorld;
  readonly #azure: SharedAzure;
  readonly #store: StorePort;
  readonly #progress = new Map<NeedyMachine, Progress>();
  /** From its making, or from the calm, to the machine that has it. */
  longestWaitMs = 0;
  longestAfterWakeMs = 0;

  constructor(world: SharedWorld, azure: SharedAzure, store: StorePort) {
    this.#world = world;
    this.#azure = azure;
    this.#store = store;
  }

  /** Checks every promise against what is stored now. */
  async check(moment: SharedMoment): Promise<void> {
    const [twice] = this.#azure.madeTwice;
    if (twice !== undefined) throw new Violation(`${twice} was made twice`);
    for (const machine of this.#world.machines) {
      if (machine.isAcknowledged) await this.#checkMachine(machine, moment);
    }
  }

  /** Whether every machine has what it needs. */
  async isQuiet(): Promise<boolean> {
    for (const { ref, region, isAcknowledged } of this.#world.machines) {
      const record = (await this.#store.machines.read(ref.key))?.value;
      const isDone = record?.standing.status === 'Configured' && record.region === region;
      if (!isAcknowledged || !isDone) return false;
    }
    return true;
  }

  async #checkMachine(machine: NeedyMachine, moment: SharedMoment): Promise<void> {
    const { ref } = machine;
    // The work row first: a look saves the record before it removes the row.
    const row = (await this.#store.work.read({ kind: 'machine', key: ref.key }))?.value;
    const record = (await this.#store.machines.read(ref.key))?.value;
    const progress = this.#progress.get(machine) ?? { readySinceMs: undefined, seenSinceMs: undefined };
    this.#progress.set(machine, progress);
    if (record?.standing.status === 'Configured' && record.region === machine.region) {
      this.#note(progress, moment.nowMs);
      return;
    }
    if (row === undefined) fail(machine, 'it lacks what it needs and owes no look');
    const owner = subscriptionRef(ref.subscription).key;
    const host = (await this.#store.subscriptions.read(owner))?.value;
    const hostRow = (await this.#store.work.read({ kind: 'subscription', key: owner }))?.value;
    if (isStuck(record) || isStuck(host) || row.starts > mostPromptStarts) {
      progress.readySinceMs = undefined;
      progress.seenSinceMs = undefined;
      return;
    }
    checkPark(machine, row, moment.nowMs, 'it');
    if (isOver(row) && isWaiting(record, machine)) this.#checkAsked(machine, hostRow, moment.nowMs);
    this.#checkReady(machine, progress, moment);
    if (moment.isWakeSure && isWaiting(record, machine)) this.#checkWoken(machine, progress, host, moment.nowMs);
  }

  /** Whoever waits for what is not there has asked for it. */
  #checkAsked(machine: NeedyMachine, hostRow: WorkRow | undefined, nowMs: number): void {
    if (this.#azure.madeAtMs(this.#world.needOf(machine.ref.key)) !== undefined) return;
    if (hostRow === undefined) fail(machine, 'it waits and nobody asked its subscription');
    checkPark(machine, hostRow, nowMs, 'its subscription');
  }

  #checkReady(machine: NeedyMachine, progress: Progress, { nowMs, calmSinceMs }: SharedMoment): void {
    if (calmSinceMs === undefined) return;
    const isThere = this.#azure.madeAtMs(this.#world.needOf(machine.ref.key)) !== undefined;
    progress.readySinceMs = isThere ? (progress.readySinceMs ?? nowMs) : undefined;
    if (isThere && nowMs - (progress.readySinceMs ?? nowMs) > parkMs + slackMs)
      fail(machine, 'it does not go on although all is there');
  }

  #checkWoken(machine: NeedyMachine, progress: Progress, host: SubscriptionRecord | undefined, nowMs: number): void {
    const need = this.#world.needOf(machine.ref.key).toLowerCase();
    const isSeen = host?.shared.present.includes(need) === true;
    progress.seenSinceMs = isSeen ? (progress.seenSinceMs ?? nowMs) : undefined;
    if (isSeen && nowMs - (progress.seenSinceMs ?? nowMs) > mostAfterWakeMs) fail(machine, 'nobody woke it');
  }

  #note(progress: Progress, nowMs: number): void {
    this.longestWaitMs = Math.max(this.longestWaitMs, nowMs - (progress.readySinceMs ?? nowMs));
    this.longestAfterWakeMs = Math.max(this.longestAfterWakeMs, nowMs - (progress.seenSinceMs ?? nowMs));
    progress.readySinceMs = undefined;
    progress.seenSinceMs = undefined;
  }
}

function isStuck(record: MachineRecord | SubscriptionRecord | undefined): boolean {
  return record !== undefined && codeOf(record.standing) === 'StuckInstance';
}

/** For what it needs now. */
function isWaiting(record: MachineRecord | undefined, { region }: NeedyMachine): boolean {
  return record?.region === region && codeOf(record.standing) === 'SubscriptionNotReady';
}

/** Parked or settled since it was last started. */
function isOver({ leaseUntil, starts }: WorkRow): boolean {
  return leaseUntil === '' && starts === 0;
}

function checkPark(machine: NeedyMachine, { dueAt }: WorkRow, nowMs: number, who: string): void {
  if (Date.parse(dueAt) > nowMs + parkMs + 2 * clockOffsetMs) fail(machine, `${who} waits until ${dueAt}`);
}

function fail({ ref }: NeedyMachine, what: string): never {
  throw new Violation(`${ref.name} of ${ref.subscription.slice(0, 8)}: ${what}`);
}
