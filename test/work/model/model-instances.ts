import type { TimeSource } from '../../../local/clock/time-source.ts';
import type { LookId, StepId, TargetKey } from '../../../src/domain/ids.ts';
import type { LookAnswer } from '../../../src/domain/work/look-answer.ts';
import { keyOfInput, type TargetNames } from '../../../src/domain/work/target-names.ts';
import type { InstanceClient } from '../../../src/ports/instances.ts';
import type { Chaos } from './chaos.ts';

/** What instances call: each call is one execution of an activity by some process. */
export interface ModelActivities {
  assess(kind: TargetNames['kind'], key: TargetKey): Promise<LookAnswer>;
  step(kind: TargetNames['kind'], key: TargetKey, lookId: LookId, step: StepId): Promise<void>;
}

interface Instance {
  runtimeStatus: 'Pending' | 'Running' | 'Completed' | 'Failed' | 'Terminated';
  touchedMs: number;
  output: string;
}

const functionTimeoutMs = 10 * 60_000;

/** As much of Durable Functions as can go wrong: at least once, at most one alive per id, terminated at any moment. */
export class ModelInstances implements InstanceClient {
  readonly #instances = new Map<string, Instance>();
  readonly #chaos: Chaos;
  readonly #time: TimeSource;
  readonly #kinds: readonly TargetNames[];
  readonly #activities: ModelActivities;
  #started = 0;

  constructor(chaos: Chaos, time: TimeSource, kinds: readonly TargetNames[], activities: ModelActivities) {
    this.#chaos = chaos;
    this.#time = time;
    this.#kinds = kinds;
    this.#activities = activities;
  }

  get started(): number {
    return this.#started;
  }

  async start(orchestrator: string, instanceId: string, input: object): Promise<void> {
    await this.#chaos.pause(5, 300);
    if (this.#isAlive(instanceId)) throw new Error(`An instance with id ${instanceId} is already running.`);
    if (this.#chaos.happens(0.04, 'start lost')) return;
    const instance: Instance = { runtimeStatus: 'Pending', touchedMs: this.#time.now(), output: '' };
    this.#instances.set(instanceId, instance);
    if (this.#chaos.happens(0.02, 'start message lost, instance stays pending')) return;
    const names = this.#kinds.find((kind) => kind.orchestrator === orchestrator);
    if (names === undefined) throw new Error(`No orchestrator ${orchestrator} is registered.`);
    void this.#run(instance, names, keyOfInput(names, input));
    if (this.#chaos.happens(0.03, 'answer of start lost')) throw new Error('connection reset');
  }

  async status(instanceId: string): ReturnType<InstanceClient['status']> {
    await this.#chaos.pause(5, 100);
    const instance = this.#instances.get(instanceId);
    if (instance === undefined) return undefined;
    const { runtimeStatus, touchedMs, output } = instance;
    return { runtimeStatus, lastUpdatedAt: new Date(touchedMs).toISOString(), output };
  }

  async terminate(instanceId: string): Promise<void> {
    await this.#chaos.pause(5, 2_000);
    const instance = this.#instances.get(instanceId);
    if (instance !== undefined && this.#isAlive(instanceId)) this.#end(instance, 'Terminated', 'terminated');
  }

  async purge(instanceId: string): Promise<void> {
    if (!this.#isAlive(instanceId)) this.#instances.delete(instanceId);
  }

  /** Ends one of the living, as an upgrade or an operator does. */
  async terminateAny(): Promise<void> {
    const alive = [...this.#instances.keys()].filter((id) => this.#isAlive(id));
    if (alive.length === 0) return;
    await this.terminate(this.#chaos.pick(alive));
    this.#chaos.note('instance terminated');
  }

  #isAlive(instanceId: string): boolean {
    const status = this.#instances.get(instanceId)?.runtimeStatus;
    return status === 'Pending' || status === 'Running';
  }

  #end(instance: Instance, status: Instance['runtimeStatus'], output: string): void {
    instance.runtimeStatus = status;
    instance.touchedMs = this.#time.now();
    instance.output = output;
  }

  /** The thin loop of the orchestration. */
  async #run(instance: Instance, { kind }: TargetNames, key: TargetKey): Promise<void> {
    this.#started += 1;
    const isOver = (): boolean => instance.runtimeStatus !== 'Pending' && instance.runtimeStatus !== 'Running';
    try {
      await this.#chaos.pause(20, 1_500);
      while (!isOver()) {
        instance.runtimeStatus = 'Running';
        instance.touchedMs = this.#time.now();
        const answer = await this.#call(() => this.#activities.assess(kind, key));
        if (isOver()) return;
        if (answer.kind === 'done') break;
        for (const step of answer.steps) {
          await this.#call(() => this.#activities.step(kind, key, answer.lookId, step));
          if (isOver()) return;
        }
        instance.touchedMs = this.#time.now();
        await this.#chaos.pause(answer.waitSeconds * 1_000, answer.waitSeconds * 1_000 + 2_000);
      }
      // Between the last activity and the end of its instance a start is refused.
      await this.#chaos.pause(20, 1_500);
      if (!isOver()) this.#end(instance, 'Completed', '');
    } catch (error) {
      if (!isOver()) this.#end(instance, 'Failed', error instanceof Error ? error.message : String(error));
    }
  }

  /** One activity call: queued, delivered at least once, its first answer counts, given up after ten minutes. */
  async #call<Answer>(execute: () => Promise<Answer>): Promise<Answer> {
    await this.#chaos.pause(10, 800);
    if (this.#chaos.happens(0.05, 'activity done, and delivered again')) {
      await execute().catch(() => undefined);
      await this.#chaos.pause(100, 60_000);
    }
    if (this.#chaos.happens(0.1, 'activity delivered twice at once')) {
      return this.#withTimeout(Promise.any([execute(), this.#late(execute)]));
    }
    if (this.#chaos.happens(0.03, 'answer of activity late, delivered again'))
      void this.#late(execute).catch(() => undefined);
    return this.#withTimeout(execute());
  }

  async #late<Answer>(execute: () => Promise<Answer>): Promise<Answer> {
    await this.#chaos.pause(0, this.#chaos.happens(0.3) ? 300_000 : 500);
    return execute();
  }

  #withTimeout<Answer>(execution: Promise<Answer>): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const cancel = this.#time.schedule(
        this.#time.now() + functionTimeoutMs,
        () => reject(new Error('Timeout value of 00:10:00 was exceeded')),
        'function timeout',
      );
      execution.then(resolve, reject).finally(cancel);
    });
  }
}
