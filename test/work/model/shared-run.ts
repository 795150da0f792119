import { VirtualClock } from '../../../local/clock/virtual-clock.ts';
import { createMemoryStore } from '../../../local/store/memory-store.ts';
import { observeStore } from '../../../local/store/observe-store.ts';
import type { LookId, StepId, TargetKey } from '../../../src/domain/ids.ts';
import type { MachineRecord } from '../../../src/domain/machine/machine-record.ts';
import type { SubscriptionRecord } from '../../../src/domain/subscription/subscription-record.ts';
import type { StartLimits } from '../../../src/domain/work/admit-starts.ts';
import type { LookAnswer } from '../../../src/domain/work/look-answer.ts';
import type { WorkKind } from '../../../src/domain/work/work-row.ts';
import { type LookOnce, runLook } from '../../../src/look/run-look.ts';
import { runStep } from '../../../src/look/run-step.ts';
import { machineKind, subscriptionKind } from '../../../src/look/target-kinds.ts';
import type { Ports } from '../../../src/ports/ports.ts';
import type { StorePort } from '../../../src/ports/store.ts';
import { requestLook } from '../../../src/work/request-look.ts';
import { createHintStart } from '../../../src/work/start-hints.ts';
import { createTicker } from '../../../src/work/ticker.ts';
import { fleetOf } from '../../domain/look/look-fixture.ts';
import { Chaos } from './chaos.ts';
import { ModelInstances } from './model-instances.ts';
import { SharedAzure } from './shared-azure.ts';
import { lookAtNeed, lookAtShared, type SharedRun, sharedSteps } from './shared-looks.ts';
import { SharedPromises } from './shared-promises.ts';
import { type NeedyMachine, SharedWorld, subscriptions } from './shared-world.ts';
import { clockOffsetMs, Violation } from './world.ts';

/** A deliberate mistake. */
export interface SharedDefect {
  readonly breakMachineLook?: (look: LookOnce<MachineRecord>) => LookOnce<MachineRecord>;
  readonly breakSubscriptionLook?: (look: LookOnce<SubscriptionRecord>, ports: Ports) => LookOnce<SubscriptionRecord>;
  /** Between the protocol and the store as one process sees it. */
  readonly breakProcess?: (store: StorePort) => StorePort;
  /** A step believes the list. */
  readonly readsList?: boolean;
}

export interface SharedOptions extends SharedDefect {
  readonly seed: number;
}

export interface SharedReport {
  readonly seed: number;
  /** What was broken, with the app time; undefined when nothing was. */
  readonly violation: string | undefined;
  readonly objects: number;
  readonly longestWaitMinutes: number;
  readonly longestAfterWakeMinutes: number;
  readonly misfortunes: Readonly<Record<string, number>>;
}

const minuteMs = 60_000;
const chaosMs = 35 * minuteMs;
/** After this much calm no lease of a dead look is left. */
const lapseMs = 12 * minuteMs;
const calmMs = 3 * 60 * minuteMs;
const tickMs = 20_000;
const machineLimits: StartLimits = { inFlight: 200, perSubscription: 100, startsPerMinute: 60 };
const kinds = [
  { kind: subscriptionKind, limits: { inFlight: 10 } },
  { kind: machineKind, limits: machineLimits },
];
const fleet = fleetOf({ scope: { subscriptions: [...subscriptions] } });

/**
 * One seeded run of machines that wait for what their subscriptions make: 35 minutes in which everything goes wrong, and
 * a calm in which every machine comes to need something new.
 */
export async function runShared(options: SharedOptions): Promise<SharedReport> {
  return new Run(options).run();
}

class Run {
  readonly #options: SharedOptions;
  readonly #clock = new VirtualClock();
  readonly #chaos: Chaos;
  readonly #azure: SharedAzure;
  readonly #world = new SharedWorld();
  readonly #parts: SharedRun;
  readonly #store: StorePort;
  readonly #promises: SharedPromises;
  readonly #instances: ModelInstances;
  readonly #startMs = this.#clock.now();
  #ids = 0;
  #outageEndMs = 0;
  #calmSinceMs: number | undefined;
  #isWakeSure = false;
  #violation: string | undefined;

  constructor(options: SharedOptions) {
    this.#options = options;
    this.#chaos = new Chaos(options.seed, this.#clock);
    this.#azure = new SharedAzure(this.#chaos, this.#clock);
    this.#parts = { chaos: this.#chaos, azure: this.#azure, world: this.#world };
    const memory = createMemoryStore();
    this.#promises = new SharedPromises(this.#world, this.#azure, memory);
    // Every change of what is owed is judged at once.
    this.#store = observeStore(memory, ({ name, phase }) =>
      phase === 'after' && /^work\.(merge|delete|upsert)$/.test(name) ? this.#check() : undefined,
    );
    this.#instances = new ModelInstances(this.#chaos, this.#clock, [machineKind, subscriptionKind], {
      assess: (kind, key) => this.#assess(kind, key),
      step: (kind, key, lookId, step) => this.#step(kind, key, lookId, step),
    });
  }

  async run(): Promise<SharedReport> {
    for (const machine of this.#world.machines) void this.#appear(machine);
    void this.#untilCalm(60_000, 600_000, () => this.#instances.terminateAny());
    void this.#untilCalm(600_000, 1_800_000, async () => {
      if (this.#chaos.happens(0.3, 'every look fails'))
        this.#outageEndMs = this.#clock.now() + this.#chaos.between(60_000, 900_000);
    });
    this.#tickForever(-clockOffsetMs);
    this.#tickForever(clockOffsetMs);
    await this.#pass(chaosMs);
    this.#chaos.calm();
    this.#calmSinceMs = this.#clock.now();
    await this.#pass(lapseMs);
    await this.#passUntilQuiet();
    // Nothing is lost any more, so whoever waits is woken.
    this.#isWakeSure = true;
    for (const subscription of subscriptions) {
      for (const machine of this.#world.needLate(subscription)) void this.#deliver(machine);
      await this.#passUntilQuiet();
    }
    return {
      seed: this.#options.seed,
      violation: this.#violation,
      objects: this.#azure.count,
      longestWaitMinutes: this.#promises.longestWaitMs / minuteMs,
      longestAfterWakeMinutes: this.#promises.longestAfterWakeMs / minuteMs,
      misfortunes: Object.fromEntries(this.#chaos.counts),
    };
  }

  async #pass(ms: number): Promise<void> {
    await this.#clock.runUntil(this.#clock.now() + ms, () => this.#violation !== undefined);
  }

  async #passUntilQuiet(): Promise<void> {
    const untilMs = this.#clock.now() + calmMs;
    while (this.#violation === undefined && !(await this.#promises.isQuiet())) {
      if (this.#clock.now() >= untilMs) this.#violation = 'after three hours of calm a machine still waits';
      await this.#pass(tickMs);
    }
  }

  async #check(): Promise<void> {
    const nowMs = this.#clock.now();
    try {
      await this.#promises.check({ nowMs, calmSinceMs: this.#calmSinceMs, isWakeSure: this.#isWakeSure });
    } catch (error) {
      if (!(error instanceof Violation)) throw error;
      this.#violation ??= `${new Date(nowMs - this.#startMs).toISOString().slice(11, 19)} ${error.message}`;
    }
  }

  /** The ports of one execution in one process, whose clock is as wrong as clocks may be. */
  #process(crashProbability: number, offsetMs = this.#chaos.pick([-clockOffsetMs, 0, clockOffsetMs])): Ports {
    const store = this.#chaos.plainStoreOf(this.#store, crashProbability);
    const clock = { now: () => this.#clock.now() + offsetMs };
    return {
      clock,
      wallClock: clock,
      pause: async () => {},
      newId: () => `id-${++this.#ids}`,
      random: () => 0,
      azure: this.#azure.portOf(clock),
      store: this.#options.breakProcess?.(store) ?? store,
      fleet,
      settings: {
        ownPrincipals: [],
        allowKeyWrites: false,
        tickSeconds: tickMs / 1_000,
        sweepMinutes: 30,
        cloud: 'AzureCloud',
        events: undefined,
        freezeDrainMs: 0,
      },
    };
  }

  async #untilCalm(minMs: number, maxMs: number, act: () => Promise<void>): Promise<void> {
    while (!this.#chaos.isCalm) {
      await this.#chaos.pause(minMs, maxMs);
      if (!this.#chaos.isCalm) await act();
    }
  }

  /** Some come within a minute, as of a scale-out; others one by one. */
  async #appear(machine: NeedyMachine): Promise<void> {
    await this.#chaos.pause(0, this.#chaos.happens(0.5) ? minuteMs : chaosMs - 10 * minuteMs);
    machine.exists = true;
    await this.#deliver(machine);
  }

  /** Its event is delivered until the trigger takes it. */
  async #deliver(machine: NeedyMachine): Promise<void> {
    const { ref, region } = machine;
    while (machine.region === region && !machine.isAcknowledged) {
      const ports = this.#process(0.03);
      try {
        await requestLook(ports, machineKind, { target: ref, reason: 'model' });
        if (machine.region === region) machine.isAcknowledged = true;
        if (!this.#chaos.happens(0.5, 'hint lost'))
          await createHintStart(ports.clock, machineKind)(this.#instances, ref.key);
      } catch {
        await this.#chaos.pause(10_000, 60_000);
      }
    }
  }

  /** A tick worker that now and then starts anew, in the midst of a tick. */
  #tickForever(offsetMs: number): void {
    const tick = async (): Promise<void> => {
      for (;;) {
        const ports = this.#process(0.004, offsetMs);
        const ticker = createTicker(ports, { kinds, tickSeconds: tickMs / 1_000 });
        for (let ticks = this.#chaos.between(1, 60); ticks > 0; ticks--) {
          await this.#chaos.pause(tickMs - 1_000, tickMs + 1_000);
          await this.#check();
          if ((await ticker.tick(this.#instances).catch(() => undefined)) === undefined) break;
        }
      }
    };
    void tick();
  }

  async #assess(kind: WorkKind, key: TargetKey): Promise<LookAnswer> {
    if (this.#clock.now() < this.#outageEndMs) throw new Error('every look fails');
    const ports = this.#process(0.015);
    const { breakMachineLook, breakSubscriptionLook } = this.#options;
    if (kind === 'machine') {
      const look: LookOnce<MachineRecord> = (start) => lookAtNeed(this.#parts, ports, start);
      return runLook({ ports, kind: machineKind, key }, breakMachineLook?.(look) ?? look);
    }
    const look: LookOnce<SubscriptionRecord> = (start) => lookAtShared(this.#parts, ports, start);
    return runLook({ ports, kind: subscriptionKind, key }, breakSubscriptionLook?.(look, ports) ?? look);
  }

  async #step(kind: WorkKind, key: TargetKey, lookId: LookId, step: StepId): Promise<void> {
    if (kind !== 'subscription') throw new Error(`No machine of this model has the step ${step}.`);
    await runStep(this.#process(0.03), sharedSteps(this.#parts, this.#options.readsList), { key, lookId, step });
  }
}
