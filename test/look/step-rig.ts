import { expect } from 'vitest';
import { createMemoryStore, type MemoryStore } from '../../local/store/memory-store.ts';
import type { RawFailure } from '../../src/domain/failures/failure.ts';
import { lookIdSchema, type StepId, stepIdSchema } from '../../src/domain/ids.ts';
import type { MachineFacts } from '../../src/domain/machine/machine-facts.ts';
import type { MachineRecord } from '../../src/domain/machine/machine-record.ts';
import { associationNameOf } from '../../src/domain/services/data-collection/data-collection.ts';
import { activityOf } from '../../src/domain/step/step-id.ts';
import type { StepRecord } from '../../src/domain/step/step-record.ts';
import type { StepReport } from '../../src/domain/work/step-report.ts';
import { runStep, type StepKind } from '../../src/look/run-step.ts';
import { machineKind } from '../../src/look/target-kinds.ts';
import type { Ports } from '../../src/ports/ports.ts';
import { controlOf, fleetOf, lookId, now, recordOf } from '../domain/look/look-fixture.ts';
import { builtInId, linuxRule, vmMachine } from '../domain/services/facts.ts';
import { FakeAzure } from './fake-azure.ts';

export const install = stepIdSchema.parse('installExtension:AzureMonitorLinuxAgent');

export const associate = stepIdSchema.parse(
  associationNameOf(linuxRule).replace('assoc-', 'associateDataCollectionRule:'),
);
export const newerLook = lookIdSchema.parse('look-3');

/** Far from app time, so that a test sees which of the two clocks decides. */
const wallStart = Date.parse('2031-05-05T05:05:05Z');

/** A VM that has its identity and lacks the agent, so that the install may be sent. */
export function readyVm(changes: Partial<MachineFacts> = {}): MachineFacts {
  return vmMachine({ identity: { system: false, userAssigned: [builtInId] }, ...changes });
}

/** One machine, just looked at, armed and enforced; its store, its Azure and both clocks in the hands of the test. */
export interface StepRig {
  readonly azure: FakeAzure;
  readonly store: MemoryStore;
  /** Milliseconds of app time and of real time; they move only when a test moves them. */
  readonly time: { appMs: number; wallMs: number };
  readonly ports: Ports;
  run(step?: StepId, look?: typeof lookId): Promise<StepReport>;
  row(): Promise<MachineRecord>;
  stepOf(step?: StepId): Promise<StepRecord | undefined>;
  /** Another writer changes the row. */
  change(changes: Partial<MachineRecord>): Promise<void>;
  /** Another writer removes the row. */
  remove(): Promise<void>;
}

export async function createStepRig(facts = readyVm(), changes: Partial<MachineRecord> = {}): Promise<StepRig> {
  const store = createMemoryStore();
  const time = { appMs: now, wallMs: wallStart };
  const wallClock = { now: () => time.wallMs };
  const azure = new FakeAzure(facts, wallClock);
  const ports: Ports = {
    clock: { now: () => time.appMs },
    wallClock,
    pause: async () => {},
    newId: () => 'id',
    random: () => 0,
    azure,
    store,
    fleet: fleetOf(),
    settings: {
      ownPrincipals: [],
      allowKeyWrites: false,
      tickSeconds: 60,
      sweepMinutes: 30,
      cloud: 'AzureCloud',
      events: undefined,
      freezeDrainMs: 0,
    },
  };
  const lookedAtWall = new Date(wallStart).toISOString();
  await store.controls.put('arm', controlOf());
  await store.machines.insert(recordOf(facts, { lookId, lookedAtWall, ...changes }));
  const { key } = facts.machine;
  const read = async () => {
    const stored = await store.machines.read(key);
    if (stored === undefined) throw new Error('the row is gone');
    return stored;
  };
  return {
    azure,
    store,
    time,
    ports,
    run: (step = install, look = lookId) => runStep(ports, stepsOf(step), { key, lookId: look, step }),
    row: async () => (await read()).value,
    stepOf: async (step = install) => (await read()).value.steps[step],
    change: async (changed) => {
      const { value, etag } = await read();
      await store.machines.replace({ ...value, ...changed }, etag);
    },
    remove: async () => {
      await store.machines.delete(key, (await read()).etag);
    },
  };
}

/** An unsuccessful answer of Azure. */
export function answerOf(status: number, code: string, retryAfterSeconds?: number): RawFailure {
  const message = `${code} says Azure`;
  return { source: 'http', status, code, message, detailCodes: [], retryAfterSeconds, correlationId: 'c-1' };
}

/** Nothing is sent, and the row stays as it is. */
export async function expectUntouched(rig: StepRig, act: () => Promise<unknown>): Promise<void> {
  const before = await rig.row();
  await act();
  expect(rig.azure.sent).toEqual([]);
  expect(await rig.row()).toEqual(before);
}

/** ISO time so many seconds of app time after the start. */
export function secondsLater(seconds: number): string {
  return new Date(now + seconds * 1_000).toISOString();
}

/** As the app registers the activity. */
export function stepsOf(step: StepId): StepKind<MachineRecord> {
  const steps = machineKind.steps.get(activityOf(step));
  if (steps === undefined) throw new Error(`no activity runs the step ${step}`);
  return steps;
}
