import { describe, expect, it } from 'vitest';
import { createMemoryStore } from '../../local/store/memory-store.ts';
import { hintOf } from '../../src/domain/failures/failure-list.ts';
import { machineStatuses } from '../../src/domain/machine/status.ts';
import { countMachines, createFleetCounter } from '../../src/operator/fleet-status.ts';
import type { MachineSummary } from '../../src/ports/store.ts';
import { fleetOf } from '../domain/fleet/fleet-fixture.ts';
import { vm } from '../work/fixtures.ts';

function summary(name: string, change: Partial<MachineSummary> = {}): MachineSummary {
  const { key, kind, subscription } = vm(name);
  const known = {
    key,
    kind,
    subscription,
    os: 'linux',
    profile: 'all',
    status: 'Configured',
    code: undefined,
  } as const;
  return { ...known, findings: { ama: 'satisfied' }, refusals: [], ...change };
}

describe('countMachines', () => {
  it('has a count for every status, also for an empty fleet', () => {
    const empty = countMachines([]);
    expect(empty).toMatchObject({ machines: 0, byCoarseStatus: {}, byService: {}, topCauses: [] });
    expect(Object.keys(empty.byStatus)).toEqual([...machineStatuses]);
  });

  it('counts each machine once by status, and once for each service', () => {
    const counts = countMachines([
      summary('a'),
      summary('b', { status: 'Held', code: 'Locked', findings: { ama: 'blocked', identity: 'satisfied' } }),
      summary('c', { status: 'Gone', findings: {} }),
    ]);
    expect(counts.byStatus).toMatchObject({ Configured: 1, Held: 1, Gone: 1, Failed: 0 });
    expect(counts.byCoarseStatus).toEqual({ Configured: 1, Failed: 1 });
    expect(counts.byService).toEqual({ ama: { satisfied: 1, blocked: 1 }, identity: { satisfied: 1 } });
  });

  it('names the ten commonest causes, the commonest first, and no step that is running', () => {
    const rows = Array.from({ length: 12 }, (_, cause) =>
      Array.from({ length: cause + 1 }, (__, index) =>
        summary(`${cause}-${index}`, { status: 'Failed', code: `Code${cause}` }),
      ),
    ).flat();
    const running = Array.from({ length: 50 }, (_, index) =>
      summary(`r${index}`, { status: 'InProgress', code: 'attachIdentity' }),
    );
    const { topCauses } = countMachines([...running, ...rows]);
    expect(topCauses.map(({ code, machines }) => [code, machines])).toEqual(
      Array.from({ length: 10 }, (_, index) => [`Code${11 - index}`, 12 - index]),
    );
  });
});

describe('the hint of a cause', () => {
  const at = '2026-01-05T08:00:00.000Z';
  const refused = (name: string, code: string, ...texts: readonly string[]) =>
    summary(name, { status: 'Failed', code, refusals: texts.map((text) => ({ at, code, text })) });
  const hintsOf = (...rows: readonly MachineSummary[]) => countMachines(rows).topCauses.map(({ hint }) => hint);
  const text = (name: string) => `BadThing: The thing '/subscriptions/s/resourceGroups/g/things/${name}' is bad.`;

  it("begins with Azure's words where only these tell what is wrong", () => {
    const [hint] = hintsOf(
      refused('a', 'UnknownFailure', text('a'), text('a')),
      refused('b', 'UnknownFailure', text('b')),
    );
    expect(hint).toBe(`BadThing: The thing '<id>' is bad. - ${hintOf('UnknownFailure')}`);
  });

  it('has none of them where it says itself what is wrong', () => {
    expect(hintsOf(refused('a', 'ScopeLocked', text('a')))).toEqual([hintOf('ScopeLocked')]);
  });

  it('has none of them where machines were told different things, or another cause', () => {
    const differ = [refused('a', 'RequestRejected', 'Bad: one.'), refused('b', 'RequestRejected', 'Bad: two.')];
    expect(hintsOf(...differ)).toEqual([hintOf('RequestRejected')]);
    const other = summary('a', {
      status: 'Failed',
      code: 'RequestRejected',
      refusals: [{ at, code: 'X', text: 'No.' }],
    });
    expect(hintsOf(other)).toEqual([hintOf('RequestRejected')]);
  });
});

describe('the counter of one process', () => {
  it('asks the store once for many callers, and again after a failure', async () => {
    let isDown = true;
    const store = createMemoryStore({
      onOperation: () => {
        if (isDown) throw new Error('no answer');
      },
    });
    const count = createFleetCounter({ store, clock: { now: () => 0 }, fleet: fleetOf() });
    await expect(Promise.all([count(), count()])).rejects.toThrow('no answer');
    isDown = false;
    const [first, second] = await Promise.all([count(), count()]);
    expect(first).toBe(second);
    expect(store.operations()['machines.summarize']).toBe(2);
  });
});
