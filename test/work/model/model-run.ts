import { VirtualClock } from '../../../local/clock/virtual-clock.ts';
import { createMemoryStore } from '../../../local/store/memory-store.ts';
import { observeStore } from '../../../local/store/observe-store.ts';
import { type LookId, stepIdSchema, type TargetKey } from '../../../src/domain/ids.ts';
import type { MachineRecord } from '../../../src/domain/machine/machine-record.ts';
import type { StartLimits } from '../../../src/domain/work/admit-starts.ts';
import type { LookAnswer } from '../../../src/domain/work/look-answer.ts';
import type { LookEnd } from '../../../src/domain/work/look-end.ts';
import type { TargetRow } from '../../../src/domain/work/target-row.ts';
import type { WorkKind } from '../../../src/domain/work/work-row.ts';
import { type LookAsk, type LookOnce, type LookOutcome, type LookStart, runLook } from '../../../src/look/run-look.ts';
import { machineKind } from '../../../src/look/target-kinds.ts';
import type { RowTable } from '../../../src/ports/store.ts';
import { requestLook } from '../../../src/work/request-look.ts';
import { createHintStart } from '../../../src/work/start-hints.ts';
import { createTicker } from '../../../src/work/ticker.ts';
import type { WorkPorts } from '../../../src/work/work-ports.ts';
import { standingOf } from '../../domain/machine/standing-fixture.ts';
import {
  type SecondStore,
  type SubscriptionRow,
  subscriptionKind,
  withSubscriptions,
} from '../second-kind/subscription-kind.ts';
import { Chaos } from './chaos.ts';
import { ModelInstances } from './model-instances.ts';
import { clockOffsetMs, Violation, World } from './world.ts';

export interface ModelOptions extends Defect {
  readonly seed: number;
  readonly limits?: StartLimits;
}

type LookAtMachine = LookOnce<MachineRecord>;

/** A deliberate mistake. */
export interface Defect {
  /** Between the protocol and what is stored: of all processes. */
  readonly breakStore?: (store: SecondStore) => SecondStore;
  /** Between the protocol and the store as one process sees it, its misfortunes included. */
  readonly breakProcess?: (store: SecondStore) => SecondStore;
  /** Around one look at a machine. */
  readonly breakLook?: (look: LookAtMachine, ports: ModelPorts) => LookAtMachine;
}

type ModelPorts = WorkPorts & { readonly store: SecondStore };

export interface ModelReport {
  readonly seed: number;
  /** What was broken, with the app time; undefined when nothing was. */
  readonly violation: string | undefined;
  readonly owedLooks: number;
  readonly longestWaitMinutes: number;
  readonly instances: number;
  readonly misfortunes: Readonly<Record<string, number>>;
}

const machineCount = 4;
const chaosMs = 2 * 60 * 60_000;
const calmMs = 8 * 60 * 60_000;
const tickMs = 20_000;
const roomy: StartLimits = { inFlight: 200, perSubscription: 100, startsPerMinute: 60 };

/** One seeded run of the real work protocol in a world where everything goes wrong for two hours. */
export async function runModel(options: ModelOptions): Promise<ModelReport> {
  const model = new Model(options);
  return model.run();
}

class Model {
  readonly #options: ModelOptions;
  readonly #clock = new VirtualClock();
  readonly #chaos: Chaos;
  readonly #stored: SecondStore;
  readonly #world: World;
  readonly #instances: ModelInstances;
  readonly #startMs = this.#clock.now();
  #ids = 0;
  #outageEndMs = 0;
  #violation: string | undefined;

  constructor(options: ModelOptions) {
    this.#options = options;
    this.#chaos = new Chaos(options.seed, this.#clock);
    const memory = withSubscriptions(createMemoryStore());
    this.#world = new World(machineCount, memory, () => this.#clock.now());
    // Every change of what is owed is judged at once.
    const observed = observeStore(memory, ({ name, phase }) =>
      phase === 'after' && /^work\.(merge|delete|upsert)$/.test(name) ? this.#check() : undefined,
    );
    const judged = { ...observed, watched: memory.watched };
    this.#stored = options.breakStore?.(judged) ?? judged;
    this.#instances = new ModelInstances(this.#chaos, this.#clock, [machineKind, subscriptionKind], {
      assess: (kind, key) => this.#assess(kind, key),
      step: (kind, key, lookId) => this.#step(kind, key, lookId),
    });
  }

  async run(): Promise<ModelReport> {
    this.#repeat(1_000, 90_000, () => this.#event());
    this.#repeat(60_000, 600_000, () => this.#instances.terminateAny());
    this.#repeat(900_000, 3_600_000, () => this.#outage());
    this.#tickForever(-clockOffsetMs);
    this.#tickForever(clockOffsetMs);
    await this.#clock.runUntil(this.#startMs + chaosMs, () => this.#violation !== undefined);
    this.#chaos.calm();
    const isOver = (): boolean => this.#violation !== undefined || this.#world.isQuiet();
    await this.#clock.runUntil(this.#startMs + chaosMs + calmMs, isOver);
    if (!isOver()) this.#violation = 'after eight hours of calm a look is still owed';
    const { satisfied, longestWaitMs } = this.#world.statistics();
    return {
      seed: this.#options.seed,
      violation: this.#violation,
      owedLooks: satisfied,
      longestWaitMinutes: Math.round(longestWaitMs / 60_000),
      instances: this.#instances.started,
      misfortunes: Object.fromEntries(this.#chaos.counts),
    };
  }

  async #check(): Promise<void> {
    try {
      await this.#world.check();
    } catch (error) {
      if (!(error instanceof Violation)) throw error;
      this.#violation ??= `${new Date(this.#clock.now()).toISOString()} ${error.message}`;
    }
  }

  /** The ports of one execution in one process, whose clock is as wrong as clocks may be. */
  #process(
    crashProbability: number,
    offsetMs: number = this.#chaos.pick([-clockOffsetMs, 0, clockOffsetMs]),
  ): ModelPorts {
    const store = this.#chaos.storeOf(this.#stored, crashProbability);
    return {
      clock: { now: () => this.#clock.now() + offsetMs },
      store: this.#options.breakProcess?.(store) ?? store,
      newId: () => `id-${++this.#ids}`,
    };
  }

  /** Runs something again and again until the chaos ends. */
  #repeat(minMs: number, maxMs: number, act: () => Promise<void>): void {
    const next = async (): Promise<void> => {
      while (!this.#chaos.isCalm) {
        await this.#chaos.pause(minMs, maxMs);
        if (!this.#chaos.isCalm) await act();
      }
    };
    void next();
  }

  /** A machine changes, and its event is delivered until the trigger takes it; now and then once more. */
  async #event(): Promise<void> {
    const { key } = this.#chaos.pick(this.#world.machines).ref;
    const version = this.#world.change(key);
    const laterMs = this.#chaos.happens(0.15) ? this.#chaos.between(60_000, 1_800_000) : undefined;
    void this.#deliver(key, version, laterMs);
    if (this.#chaos.happens(0.2, 'event delivered twice')) {
      await this.#chaos.pause(0, 30_000);
      void this.#deliver(key, version, undefined);
    }
  }

  async #deliver(key: TargetKey, version: number, laterMs: number | undefined): Promise<void> {
    for (;;) {
      const ports = this.#process(0.03);
      const dueMs = ports.clock.now() + (laterMs ?? 0);
      const due = laterMs === undefined ? {} : { dueAt: new Date(dueMs).toISOString() };
      try {
        const machine = this.#world.machines.find(({ ref }) => ref.key === key)?.ref;
        if (machine === undefined) return;
        await requestLook(ports, machineKind, { target: machine, reason: 'model', ...due });
        this.#world.acknowledge(key, version, Math.max(dueMs, this.#clock.now()));
        if (this.#chaos.happens(0.5, 'hint lost')) return;
        await createHintStart(ports.clock, machineKind)(this.#instances, key);
        return;
      } catch {
        await this.#chaos.pause(10_000, 60_000);
      }
    }
  }

  /** A tick worker that now and then starts anew, in the midst of a tick. */
  #tickForever(offsetMs: number): void {
    const limits = this.#options.limits ?? roomy;
    const tick = async (): Promise<void> => {
      for (;;) {
        const ports = this.#process(0.004, offsetMs);
        const kinds = [machineKind, subscriptionKind].map((kind) => ({ kind, limits }));
        const ticker = createTicker(ports, { kinds, tickSeconds: tickMs / 1_000 });
        for (let ticks = this.#chaos.between(1, 60); ticks > 0; ticks--) {
          await this.#chaos.pause(tickMs - 1_000, tickMs + 1_000);
          await this.#check();
          const report = await ticker.tick(this.#instances).catch(() => undefined);
          if (report === undefined) break;
          if (report.notAdmitted > 0) this.#world.noteNotAdmitted();
        }
      }
    };
    void tick();
  }

  async #assess(kind: WorkKind, key: TargetKey): Promise<LookAnswer> {
    if (this.#clock.now() < this.#outageEndMs) throw new Error('every look fails');
    const ports = this.#process(0.01);
    if (kind === 'subscription')
      return runLook({ ports, kind: subscriptionKind, key }, (start) => this.#lookAtSubscription(ports, start));
    const look: LookAtMachine = (start) => this.#look(ports, start);
    return runLook({ ports, kind: machineKind, key }, this.#options.breakLook?.(look, ports) ?? look);
  }

  /** For up to an hour no look comes to an end, as after a bad deployment. */
  async #outage(): Promise<void> {
    if (this.#chaos.happens(0.3, 'every look fails'))
      this.#outageEndMs = this.#clock.now() + this.#chaos.between(60_000, 3_600_000);
  }

  /** A look that reads the machine, slowly at times, and decides by chance; in calm there is nothing left to do. */
  async #look(ports: ModelPorts, { record, row }: LookStart<MachineRecord>): Promise<LookOutcome<MachineRecord>> {
    await this.#chaos.pause(50, 2_000);
    const version = this.#world.observe(row.key);
    await this.#readSlowly();
    const next = this.#decide();
    const status = next.kind === 'settled' ? 'Configured' : 'Pending';
    const asks = await this.#asksOf(ports, row.key, version);
    return { record: { ...record, standing: standingOf(status), unseenCount: version }, timeline: [], next, asks };
  }

  /** Its subscription is to know of this version, and does not yet. */
  async #asksOf(ports: ModelPorts, key: TargetKey, version: number): Promise<readonly LookAsk[]> {
    const target = this.#world.subscription;
    const known = (await ports.store.watched.read(target.key))?.value.seen[key] ?? 0;
    return known < version ? [{ kind: 'subscription', target, reason: 'model' }] : [];
  }

  /** A look at the subscription sees what the records of its machines tell. */
  async #lookAtSubscription(
    ports: ModelPorts,
    { record }: LookStart<SubscriptionRow>,
  ): Promise<LookOutcome<SubscriptionRow>> {
    await this.#chaos.pause(50, 2_000);
    const seen: Record<string, number> = {};
    for (const { ref } of this.#world.machines) {
      seen[ref.key] = (await ports.store.machines.read(ref.key))?.value.unseenCount ?? 0;
    }
    await this.#readSlowly();
    return { record: { ...record, status: 'Watched', seen }, timeline: [], next: this.#decide() };
  }

  async #readSlowly(): Promise<void> {
    const isStuck = this.#chaos.happens(0.01, 'activity stuck for ten minutes');
    await (isStuck
      ? this.#chaos.pause(600_000, 660_000)
      : this.#chaos.pause(10, this.#chaos.happens(0.3) ? 30_000 : 1_000));
  }

  #decide(): LookEnd {
    if (this.#chaos.isCalm || this.#chaos.happens(0.5)) return { kind: 'settled' };
    if (this.#chaos.happens(0.4)) {
      return {
        kind: 'parked',
        dueAt: new Date(this.#clock.now() + this.#chaos.between(120_000, 3_600_000)).toISOString(),
      };
    }
    const steps = this.#chaos.happens(0.5) ? [stepIdSchema.parse('installExtension')] : [];
    return { kind: 'act', steps, waitSeconds: this.#chaos.between(30, 120) };
  }

  /** A step saves its attempt on the record before it would write, if the record is still that of its look. */
  async #step(kind: WorkKind, key: TargetKey, lookId: LookId): Promise<void> {
    const { machines, watched } = this.#process(0.01).store;
    await (kind === 'machine' ? saveAttempt(machines, key, lookId) : saveAttempt(watched, key, lookId));
    await this.#chaos.pause(10, 3_000);
  }
}

async function saveAttempt<Row extends TargetRow>(rows: RowTable<Row>, key: TargetKey, lookId: LookId): Promise<void> {
  const stored = await rows.read(key);
  if (stored !== undefined) await rows.replace({ ...stored.value, lookId }, stored.etag);
}
