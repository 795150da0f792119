import { expect, test } from 'vitest';
import { createRandom } from '../../local/azure/core/random.ts';
import { arcId, vmId } from '../../local/world/machines.ts';
import type { MachineRecord } from '../../src/domain/machine/machine-record.ts';
import { codeOf, hintOfStanding } from '../../src/domain/machine/standing.ts';
import { missingForConfigured } from './real-state.ts';
import { type Scenario, startScenario } from './scenario.ts';
import { create, isThere, pick, troubles, type Victim } from './troubles.ts';

const seeds = Array.from({ length: 24 }, (_, index) => index + 1);
const troublesPerRun = 25;

function victimsOf({ tenant }: Scenario): readonly Victim[] {
  return Array.from({ length: 6 }, (_, index) => {
    const isArc = index % 3 === 2;
    const name = `m-${index}`;
    const id = isArc ? arcId(tenant, name) : vmId(tenant, name);
    return { id, name, isArc, os: index % 2 === 0 ? 'linux' : 'windows' };
  });
}

/** Whatever is called Configured by a look must be so in Azure at that moment. */
function watchTruth(): {
  readonly lies: string[];
  watch(world: Scenario): void;
  onRecord(record: MachineRecord): void;
} {
  const lies: string[] = [];
  let world: Scenario | undefined;
  return {
    lies,
    watch: (watched) => {
      world = watched;
    },
    onRecord: (record) => {
      if (world === undefined || record.standing.status !== 'Configured') return;
      // Only a look judges; whoever else saves the row keeps its word.
      if (Date.parse(record.lastLookAt ?? '') !== world.clock.now()) return;
      const missing = missingForConfigured(world, record);
      if (missing.length > 0) lies.push(`${record.name} at ${record.lastLookAt}: ${missing.join(', ')}`);
    },
  };
}

test.each(seeds)(
  'random troubles (seed %i): the rows never lie, the counts add up, and all comes right in the end',
  async (seed) => {
    const random = createRandom(seed * 7_919);
    const truth = watchTruth();
    const world = await startScenario({
      seed,
      chaos: { seed, duplicate: 0.2, drop: 0.2, anonymous: 0.1, shuffleMs: 60_000 },
      onRecord: truth.onRecord,
    });
    truth.watch(world);
    const victims = victimsOf(world);
    for (const victim of victims) await create(world, victim);
    for (let round = 0; round < troublesPerRun; round++) {
      await world.clock.advance(random.between(1, 120) * 1_000);
      await pick(random, troubles)(world, pick(random, victims), random);
    }
    await expectCountsAddUp(world);
    await mend(world, victims);
    for (const { id } of victims) {
      const word = (await world.record(id)) === undefined ? 'unknown' : await world.word(id);
      expect(word, id).toMatch(isThere(world, id) ? /^Configured$/ : /^(Gone|unknown)$/);
    }
    await world.expectSteady();
    expect(truth.lies).toEqual([]);
  },
);

async function expectCountsAddUp(world: Scenario): Promise<void> {
  const { body } = await world.api('GET', 'status');
  const counts = Object.values(body.byStatus as Record<string, number>);
  const { records } = await world.store.machines.list({ limit: 1_000 });
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(body.machines);
  expect(body.machines).toBe(records.length);
  for (const record of records) {
    const { status } = record.standing;
    if (status === 'Failed' || status === 'Held') {
      const code = codeOf(record.standing);
      expect(code, `${record.name} is ${status} for no reason`).toBeDefined();
      expect(hintOfStanding(record.standing), `${code} has no hint`).toBeDefined();
    }
  }
}

/** Everything is put right, and an operator asks for each machine that is still there. */
async function mend(world: Scenario, victims: readonly Victim[]): Promise<void> {
  world.azure.faults.clear();
  world.azure.context.scripts.clear();
  await world.api('DELETE', 'freeze');
  // What was sent while an extension was slow, or throttled, is over by then.
  await world.clock.advance(20 * 60_000);
  for (const { id, isArc } of victims) {
    if (isArc && isThere(world, id)) world.report({ id, status: 'Connected' });
    if (!isArc) await world.callAzure('POST', `${id}/start`);
  }
  await world.clock.advance(5 * 60_000);
  for (const { id } of victims) await world.api('POST', 'machines/onboard', { resourceId: id });
  await world.untilQuiet();
}
