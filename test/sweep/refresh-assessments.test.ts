import { expect, test } from 'vitest';
import { keyOf } from '../../src/domain/ids.ts';
import type { EdrAssessment } from '../../src/domain/machine/edr-assessment.ts';
import { newRecord } from '../../src/domain/machine/new-record.ts';
import { parseMachineId } from '../../src/domain/target/machine-ref.ts';
import { runSweep } from '../../src/sweep/run-sweep.ts';
import { fleetOf } from '../domain/fleet/fleet-fixture.ts';
import { answerOf } from '../look/step-rig.ts';
import { platform, type SweepRig, startRig, subscriptions } from './sweep-rig.ts';

const [first = '', second = ''] = subscriptions(2).map(({ subscription }) => subscription);
const machineOf = (subscription: string, name: string): string =>
  `/subscriptions/${subscription}/resourcegroups/g/providers/microsoft.compute/virtualmachines/${name}`;
const web = machineOf(first, 'web');
const healthy: EdrAssessment = { key: 'k', title: 'EDR solution should be installed', code: 'Healthy' };

/** A fleet of two subscriptions, of which a profile wants Defender for Endpoint. */
async function startEdrRig(wants = true): Promise<SweepRig> {
  const rig = await startRig(2);
  const fleet = fleetOf({
    ...{ scope: { managementGroups: [platform] }, subscriptions: [{}] },
    profiles: [{ name: 'all', ...(wants ? { endpoint: { want: 'mde' } } : {}) }],
  });
  return {
    ...rig,
    ports: { ...rig.ports, fleet },
    again: () => runSweepLater({ ...rig, ports: { ...rig.ports, fleet } }),
  };
}

function runSweepLater(rig: Pick<SweepRig, 'ports' | 'time'>): ReturnType<typeof runSweep> {
  rig.time.appMs += 30 * 60_000;
  return runSweep(rig.ports);
}

async function store(rig: SweepRig, id: string): Promise<void> {
  const machine = parseMachineId(id);
  if (machine === undefined) throw new Error(`${id} is no machine`);
  await rig.store.machines.insert(newRecord(machine, new Date(rig.time.appMs).toISOString()));
}

async function owed(rig: SweepRig): Promise<readonly string[]> {
  const rows = await rig.store.work.listAll();
  return rows.filter(({ reason }) => reason.includes('assesses')).map(({ resourceId }) => resourceId);
}

test('D1: a sweep reads the assessments of all its subscriptions at once, for the looks of their machines', async () => {
  const rig = await startEdrRig();
  rig.azure.edr = { kind: 'rows', rows: [{ machineId: web, assessments: [healthy] }] };
  expect(await runSweep(rig.ports)).toMatchObject({ kind: 'complete' });
  expect([...rig.azure.edrAskedAbout].sort()).toEqual([first, second].sort());
  const readAt = new Date(rig.time.appMs).toISOString();
  expect(await rig.store.assessments.read(first, keyOf(web))).toEqual({
    readAt,
    refused: undefined,
    assessments: [healthy],
  });
  expect(await rig.store.assessments.read(second, keyOf(machineOf(second, 'x')))).toMatchObject({
    readAt,
    assessments: [],
  });
});

test('a machine of which something is new is looked at; one without a row, and one of which nothing is, are not', async () => {
  const rig = await startEdrRig();
  const same = machineOf(second, 'same');
  for (const id of [web, same]) await store(rig, id);
  const rows = [same, machineOf(second, 'unknown')].map((machineId) => ({ machineId, assessments: [healthy] }));
  rig.azure.edr = { kind: 'rows', rows };
  await runSweep(rig.ports);
  expect(await owed(rig)).toEqual([same]);
  for (const row of await rig.store.work.listAll()) {
    if (row.kind === 'machine') await rig.store.work.delete({ kind: 'machine', key: keyOf(row.resourceId) }, '*');
  }
  rig.azure.edr = { kind: 'rows', rows: [...rows, { machineId: web, assessments: [healthy] }] };
  await rig.again();
  expect(await owed(rig)).toEqual([web]);
});

test('what could not be read is told, and stays what it was; what may not be read is told to the machines', async () => {
  const rig = await startEdrRig();
  rig.azure.edr = { kind: 'rows', rows: [{ machineId: web, assessments: [healthy] }] };
  await runSweep(rig.ports);
  const before = await rig.store.assessments.read(first, keyOf(web));
  rig.azure.edr = { kind: 'incomplete', gap: { reason: 'shifted', page: 2 } };
  expect(await rig.again()).toMatchObject({ kind: 'complete', unread: expect.stringContaining('page 2') });
  expect(await rig.store.assessments.read(first, keyOf(web))).toEqual(before);
  const failure = answerOf(403, 'AuthorizationFailed');
  rig.azure.edr = { kind: 'incomplete', gap: { reason: 'failed', page: 1, failure } };
  await rig.again();
  expect(await rig.store.assessments.read(first, keyOf(web))).toEqual({
    ...before,
    refused: expect.stringContaining('403 AuthorizationFailed'),
  });
});

test('where no profile wants endpoint protection nothing is asked', async () => {
  const rig = await startEdrRig(false);
  rig.azure.queryGraph = () => Promise.reject(new Error('asked'));
  expect(await runSweep(rig.ports)).toMatchObject({ kind: 'complete' });
});
