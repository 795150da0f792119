import type { VirtualClock } from '../../../local/clock/virtual-clock.ts';
import { comparableArmId } from '../../../src/domain/arm-id.ts';
import type { WritePermit } from '../../../src/domain/permit/write-permit.ts';
import { type AzureWrite, resourceIdOf } from '../../../src/domain/write/azure-write.ts';
import type { WriteOutcome } from '../../../src/ports/azure.ts';
import type { Clock } from '../../../src/ports/ports.ts';
import { vmMachine } from '../../domain/services/facts.ts';
import { FakeAzure } from '../../look/fake-azure.ts';
import type { Chaos } from './chaos.ts';

interface Made {
  readonly atMs: number;
  /** From then on the list shows it. */
  readonly listedMs: number;
}

const longestLagMs = 3 * 60_000;

/** What the subscriptions hold: read by name as it is, listed as it was some time ago. */
export class SharedAzure {
  readonly #chaos: Chaos;
  readonly #clock: VirtualClock;
  readonly #made = new Map<string, Made>();
  /** Ids for which a write came although they were there. */
  readonly madeTwice: string[] = [];

  constructor(chaos: Chaos, clock: VirtualClock) {
    this.#chaos = chaos;
    this.#clock = clock;
  }

  get count(): number {
    return this.#made.size;
  }

  /** When it was made; undefined: it is not there. */
  madeAtMs(resourceId: string): number | undefined {
    return this.#made.get(comparableArmId(resourceId))?.atMs;
  }

  async exists(resourceId: string): Promise<boolean> {
    const isThere = this.madeAtMs(resourceId) !== undefined;
    await this.#answer();
    return isThere;
  }

  /** Those of the ids that the list shows. */
  async list(resourceIds: readonly string[]): Promise<readonly string[]> {
    const nowMs = this.#clock.now();
    const listed = resourceIds.filter((id) => (this.#made.get(comparableArmId(id))?.listedMs ?? Infinity) <= nowMs);
    await this.#answer();
    return listed;
  }

  /** Azure as one process reaches it, which judges permits by its own clock. */
  portOf(wallClock: Clock): FakeAzure {
    return new WritingAzure(wallClock, () => this.#chaos.pause(5, this.#chaos.happens(0.1) ? 8_000 : 300), {
      put: (id) => this.#put(id),
    });
  }

  async #put(resourceId: string): Promise<WriteOutcome> {
    const lost: WriteOutcome = {
      kind: 'failed',
      failure: { source: 'network', message: 'no answer' },
      correlationId: undefined,
    };
    if (this.#chaos.happens(0.1, 'write lost')) return lost;
    const id = comparableArmId(resourceId);
    if (this.#made.has(id)) this.madeTwice.push(id);
    const atMs = this.#clock.now();
    this.#made.set(id, { atMs, listedMs: atMs + this.#chaos.between(0, longestLagMs) });
    await this.#answer();
    if (this.#chaos.happens(0.25, 'answer of a write lost')) return lost;
    return { kind: 'accepted', operationUrl: undefined, correlationId: undefined, created: true };
  }

  #answer(): Promise<void> {
    return this.#chaos.pause(50, this.#chaos.happens(0.1) ? 20_000 : 800);
  }
}

interface Puts {
  put(resourceId: string): Promise<WriteOutcome>;
}

class WritingAzure extends FakeAzure {
  readonly #wallClock: Clock;
  readonly #travel: () => Promise<void>;
  readonly #puts: Puts;

  constructor(wallClock: Clock, travel: () => Promise<void>, puts: Puts) {
    super(vmMachine(), wallClock);
    this.#wallClock = wallClock;
    this.#travel = travel;
    this.#puts = puts;
  }

  override async send(permit: WritePermit, write: AzureWrite): Promise<WriteOutcome> {
    await this.#travel();
    return permit.isExpired(this.#wallClock.now()) ? { kind: 'expired' } : this.#puts.put(resourceIdOf(write));
  }
}
