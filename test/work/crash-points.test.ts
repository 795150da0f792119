import { describe, expect, it } from 'vitest';
import { createMemoryStore } from '../../local/store/memory-store.ts';
import { observeStore, type StoreMoment } from '../../local/store/observe-store.ts';
import { type LookId, stepIdSchema } from '../../src/domain/ids.ts';
import type { MachineRecord, TimelineEntry } from '../../src/domain/machine/machine-record.ts';
import { readTimeline } from '../../src/look/read-timeline.ts';
import { type LookOutcome, type LookStart, runLook } from '../../src/look/run-look.ts';
import { machineKind } from '../../src/look/target-kinds.ts';
import type { StorePort } from '../../src/ports/store.ts';
import { requestLook } from '../../src/work/request-look.ts';
import { createTicker } from '../../src/work/ticker.ts';
import type { WorkPorts } from '../../src/work/work-ports.ts';
import { standingOf } from '../domain/machine/standing-fixture.ts';
import { FakeInstances } from './fake-instances.ts';
import { vm } from './fixtures.ts';

const machine = vm('crashed');
const { key } = machine;
const step = stepIdSchema.parse('installExtension');
const limits = { inFlight: 200, perSubscription: 100, startsPerMinute: 60 };

/** One machine that lacks one thing, from its event until nothing is owed, in processes that die where they are told to. */
class Cycle {
  readonly #stored: StorePort = createMemoryStore();
  readonly #dieAt: ReadonlySet<number>;
  readonly moments: StoreMoment[] = [];
  nowMs = Date.parse('2026-01-05T08:00:00.000Z');
  writes = 0;
  isInstalled = false;
  #ids = 0;

  constructor(dieAt: readonly number[]) {
    this.#dieAt = new Set(dieAt);
  }

  async run(): Promise<void> {
    while (!(await this.#survives((ports) => requestLook(ports, machineKind, { target: machine, reason: 'created' }))))
      this.nowMs += 30_000;
    for (let ticks = 0; ticks < 1_000 && (await this.#isOwed()); ticks++) {
      const client = new FakeInstances();
      await this.#survives((ports) =>
        createTicker(ports, { kinds: [{ kind: machineKind, limits }], tickSeconds: 20 }).tick(client),
      );
      if (client.started.length > 0) await this.#orchestrate();
      this.nowMs += 20_000;
    }
  }

  async outcome(): Promise<object> {
    const record = (await this.#stored.machines.read(key))?.value;
    const timeline = record === undefined ? [] : await readTimeline({ store: this.#stored }, record, 10);
    const texts = timeline.map(({ text }) => text);
    return { status: record?.standing.status, isOwed: await this.#isOwed(), timeline: texts, writes: this.writes };
  }

  /** The loop of the orchestration; a dead activity fails its instance. */
  async #orchestrate(): Promise<void> {
    for (let looks = 0; looks < 10; looks++) {
      let isOver = false;
      const survived = await this.#survives(async (ports) => {
        const answer = await runLook({ ports, kind: machineKind, key }, (look) => this.#look(look));
        isOver = answer.kind === 'done';
        if (answer.kind === 'act' && answer.steps.length > 0) await this.#install(ports, answer.lookId);
      });
      if (!survived || isOver) return;
      this.nowMs += 45_000;
    }
  }

  async #look({ record, lookId }: LookStart<MachineRecord>): Promise<LookOutcome<MachineRecord>> {
    const status = this.isInstalled ? 'Configured' : 'InProgress';
    const isNews = record.standing.status !== status;
    const entry: TimelineEntry = { at: new Date(this.nowMs).toISOString(), what: 'status', text: status };
    return {
      record: { ...record, lookId, standing: standingOf(status) },
      timeline: isNews ? [entry] : [],
      next: this.isInstalled ? { kind: 'settled' } : { kind: 'act', steps: [step], waitSeconds: 45 },
    };
  }

  /** Saves the attempt before it writes, reads the machine again, and writes only what is still missing. */
  async #install({ store }: WorkPorts, lookId: LookId): Promise<void> {
    const stored = await store.machines.read(key);
    if (stored?.value.lookId !== lookId) return;
    const begun = { ...stored.value, lookAttempts: stored.value.lookAttempts + 1 };
    const swap = await store.machines.replace(begun, stored.etag);
    if (swap.kind !== 'done' || this.isInstalled) return;
    this.writes += 1;
    this.isInstalled = true;
    await store.machines.replace({ ...begun, lookAttempts: 0 }, swap.etag);
  }

  /** Runs something in a process of its own; false when it died there. */
  async #survives(work: (ports: WorkPorts) => Promise<unknown>): Promise<boolean> {
    let isDead = false;
    const store = observeStore(this.#stored, (moment) => {
      isDead ||= this.#dieAt.has(this.moments.push(moment) - 1);
      if (isDead) throw new Error('died');
    });
    const ports: WorkPorts = { store, clock: { now: () => this.nowMs }, newId: () => `id-${++this.#ids}` };
    return work(ports).then(
      () => !isDead,
      () => false,
    );
  }

  async #isOwed(): Promise<boolean> {
    return (await this.#stored.work.read({ kind: 'machine', key })) !== undefined;
  }
}

const expected = { status: 'Configured', isOwed: false, timeline: ['Configured', 'InProgress'], writes: 1 };

async function momentsOfCalmCycle(): Promise<readonly StoreMoment[]> {
  const calm = new Cycle([]);
  await calm.run();
  expect(await calm.outcome()).toEqual(expected);
  return calm.moments;
}

describe('a process that dies', () => {
  it('before or after any store operation loses no look, no write and no line of the timeline', async () => {
    const moments = await momentsOfCalmCycle();
    for (const [at, moment] of moments.entries()) {
      const cycle = new Cycle([at]);
      await cycle.run();
      expect(await cycle.outcome(), `died ${moment.phase} ${moment.name} (moment ${at})`).toEqual(expected);
    }
  });

  it('and dies again at any operation afterwards loses nothing either', async () => {
    const moments = await momentsOfCalmCycle();
    const telling = [...moments.keys()].filter((at) => moments[at]?.name !== 'work.listDue');
    for (const first of telling) {
      for (let second = first + 1; second < first + 60; second++) {
        const cycle = new Cycle([first, second]);
        await cycle.run();
        expect(await cycle.outcome(), `died at moments ${first} and ${second}`).toEqual(expected);
      }
    }
  });

  it('uses this many store operations from its event to settled, and no more', async () => {
    const counts = new Map<string, number>();
    for (const { name, phase } of await momentsOfCalmCycle()) {
      if (phase === 'before') counts.set(name, (counts.get(name) ?? 0) + 1);
    }
    expect(Object.fromEntries(counts)).toEqual({
      'work.upsert': 1,
      'machines.insert': 1,
      // One tick over the 16 partitions, shared by all machines.
      'work.listDue': 16,
      // One lease of the tick, two looks.
      'work.merge': 3,
      'work.read': 2,
      // Two looks and one step, which saves before and after its write.
      'machines.read': 3,
      'machines.replace': 4,
      'timeline.append': 2,
      'work.delete': 1,
    });
  });
});
