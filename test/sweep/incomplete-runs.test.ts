import { describe, expect, test } from 'vitest';
import { runSweep } from '../../src/sweep/run-sweep.ts';
import { fleetOf } from '../domain/fleet/fleet-fixture.ts';
import { answerOf, type StepRig } from '../look/step-rig.ts';
import { halfHourMs, platform, startRig, subscriptions } from './sweep-rig.ts';

describe('when the file names another scope, every row is owed a look once, also where the run', () => {
  const denied = [{ group: 'aside', why: 'refused' }] as const;
  const failure = answerOf(403, 'AccessDenied');
  const answers = {
    'lacks a group': { kind: 'rows', rows: subscriptions(3), denied },
    'is refused everything': { kind: 'incomplete', gap: { reason: 'failed', page: 1, failure } },
    'is told nothing': { kind: 'incomplete', gap: { reason: 'throttled', seconds: 5 } },
  } as const;

  /** A run after the next half hour by a file with these groups below `platform`; answers the looks that it owes. */
  async function owedBy(rig: StepRig, ...groups: readonly string[]): Promise<number> {
    rig.time.appMs += halfHourMs;
    const before = rig.store.operations()['work.upsert'] ?? 0;
    const managementGroups = [platform, ...groups.map((name) => `${platform}-${name}`)];
    await runSweep({ ...rig.ports, fleet: fleetOf({ scope: { managementGroups } }) });
    return (rig.store.operations()['work.upsert'] ?? 0) - before;
  }

  test.each(Object.entries(answers))('%s', async (_, answer) => {
    const rig = await startRig(3);
    await runSweep(rig.ports);
    rig.azure.subscriptions = answer;
    rig.azure.subscription = { kind: 'failed', failure: answerOf(500, 'InternalServerError') };
    expect([await owedBy(rig, 'b'), await owedBy(rig, 'b')]).toEqual([3, 0]);
    // As before the first change, which no complete run has seen.
    expect([await owedBy(rig), await owedBy(rig)]).toEqual([3, 0]);
    expect(await owedBy(rig, 'c')).toBe(3);
    rig.azure.subscriptions = { kind: 'rows', rows: subscriptions(4) };
    // The one that is shown first, which is not new: no complete run of this scope lacked it.
    expect([await owedBy(rig, 'c'), await owedBy(rig, 'c')]).toEqual([1, 0]);
    const { records } = await rig.store.subscriptions.listAll();
    expect(records.map(({ eligibility }) => eligibility?.state)).toEqual(Array.from({ length: 4 }, () => 'awaiting'));
  });

  test.each(Object.entries(answers))(
    '%s and dies before all of them are owed: the next run owes them',
    async (_, answer) => {
      const rig = await startRig(3);
      await runSweep(rig.ports);
      rig.azure.subscriptions = answer;
      rig.azure.subscription = { kind: 'failed', failure: answerOf(500, 'InternalServerError') };
      const { work } = rig.ports.store;
      let looks = 0;
      const upsert: typeof work.upsert = async (ref, patch) => {
        looks += 1;
        if (looks === 2) throw new Error('no answer');
        return await work.upsert(ref, patch);
      };
      const broken = { ...rig, ports: { ...rig.ports, store: { ...rig.ports.store, work: { ...work, upsert } } } };
      await expect(owedBy(broken, 'b')).rejects.toThrow('no answer');
      expect([await owedBy(rig, 'b'), await owedBy(rig, 'b')]).toEqual([3, 0]);
    },
  );

  test('dies before all of them are owed, and the file goes back: the next run owes them', async () => {
    const rig = await startRig(3);
    await runSweep(rig.ports);
    const { work } = rig.ports.store;
    const upsert: typeof work.upsert = async () => {
      throw new Error('no answer');
    };
    const broken = { ...rig, ports: { ...rig.ports, store: { ...rig.ports.store, work: { ...work, upsert } } } };
    await expect(owedBy(broken, 'b')).rejects.toThrow('no answer');
    expect([await owedBy(rig), await owedBy(rig)]).toEqual([3, 0]);
  });

  test('finds that another one has just written the row that it was about to write', async () => {
    const rig = await startRig(3);
    await runSweep(rig.ports);
    const listed = await rig.store.subscriptions.listAll();
    rig.time.appMs += 25 * 2 * halfHourMs;
    await runSweep(rig.ports);
    const { store } = rig.ports;
    const table = { ...store.subscriptions, listAll: async () => listed };
    const late = { ...rig, ports: { ...rig.ports, store: { ...store, subscriptions: table } } };
    expect(await owedBy(late, 'b')).toBe(3);
  });
});

test('the file names another scope and the app is started anew minutes after a complete run: the next begins at once', async () => {
  const rig = await startRig(1);
  expect((await runSweep(rig.ports)).kind).toBe('complete');
  rig.time.appMs += 60_000;
  const fleet = fleetOf({ scope: { managementGroups: [platform, `${platform}-b`] } });
  expect((await runSweep({ ...rig.ports, fleet })).kind).toBe('complete');
  rig.time.appMs += 60_000;
  expect((await runSweep({ ...rig.ports, fleet })).kind).toBe('skipped');
});

describe('a group about which nothing is answered', () => {
  test('leaves what is shown first without a word on whether it is new: the first run that is told all says it', async () => {
    const rig = await startRig(1);
    await runSweep(rig.ports);
    const denied = [{ group: 'aside', why: 'refused' }] as const;
    const states = async () => {
      const { records } = await rig.store.subscriptions.listAll();
      return records.toSorted((a, b) => (a.key < b.key ? -1 : 1)).map(({ eligibility }) => eligibility?.state);
    };
    rig.azure.subscriptions = { kind: 'rows', rows: subscriptions(2), denied };
    expect((await rig.again()).kind).toBe('incomplete');
    expect(await states()).toEqual(['awaiting', undefined]);
    rig.azure.subscriptions = { kind: 'rows', rows: subscriptions(2) };
    expect((await rig.again()).kind).toBe('complete');
    expect(await states()).toEqual(['awaiting', 'new']);
  });

  test('is named by the state of the run with what to do, beside what else was not told', async () => {
    const rig = await startRig(1);
    const denied = [
      { group: 'aside', why: 'refused' },
      { group: 'prod.', why: 'invalid' },
    ] as const;
    rig.azure.subscriptions = { kind: 'rows', rows: subscriptions(1), denied };
    const why = async () => (await rig.store.sweeps.read('subscriptions'))?.value.gap?.why;
    await runSweep(rig.ports);
    expect(await why()).toBe(
      "the app may read nothing in the management groups 'aside': give it the role Reader there, or take them out of fleet.json; Azure Resource Graph takes 'prod.' for no ids of management groups: write the id in fleet.json, which is not the name that the portal shows, or take them out. Everything else was gone through, but whether what is shown first is new is left to the first run that is told all",
    );
    rig.azure.subscriptions = { kind: 'incomplete', gap: { reason: 'throttled', seconds: 5 }, denied };
    await rig.again();
    expect(await why()).toMatch(/asked too often.*'aside'.*'prod\.'/);
  });
});
