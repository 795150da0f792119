import { describe, expect, test } from 'vitest';
import { type ActivityCall, type Played, play } from './play.ts';
import { scene } from './recorded-app.ts';
import { haveRecordings, normal, type Recording, readRecording, recordingNames } from './recording.ts';

/** Scenarios that need nothing but time. */
const plain = [
  'sequence',
  'activity-throws-caught',
  'activity-throws-uncaught',
  'activity-ok-false',
  'custom-status',
  'loop-continue-as-new',
  'loop-timer',
  'past-timer',
  'no-yield',
  'return-undefined',
  'orchestrator-throws',
  'throw-string',
  'unawaited-activity',
  'unregistered-activity',
  'fan-out-in',
  'fan-out-one-fails',
];

/** Recordings that are not played, and why. */
const notPlayed: Readonly<Record<string, string>> = {
  'any-event-wins-cancel': 'external events: the product uses none, the engine refuses them',
  'any-event-wins-no-cancel': 'external events',
  'any-timer-wins': 'external events',
  'continue-as-new-events': 'external events',
  'event-before-wait': 'external events',
  'event-values': 'external events',
  'long-timer': 'timers over 6 days: refused',
  'retry-all-fail': 'callActivityWithRetry: refused, activities answer failures as values',
  'retry-third-ok': 'callActivityWithRetry',
  'sub-explicit-id': 'sub-orchestrations: refused',
  'sub-failure': 'sub-orchestrations',
  'sub-failure-uncaught': 'sub-orchestrations',
  'sub-success': 'sub-orchestrations',
  'suspend-resume': 'suspending: not in the API',
};

/** Scenarios with a test of their own below. */
const special = [
  'terminate-on-timer',
  'killed-in-activity',
  'unknown-orchestrator',
  'nondeterminism',
  'activity-values',
  'inputs-outputs-table',
];

describe.skipIf(!haveRecordings)('as the real host', () => {
  test('every recording is played, or it is said why not', () => {
    expect(recordingNames().sort()).toEqual([...plain, ...special, ...Object.keys(notPlayed)].sort());
  });

  test.each(plain)('%s', async (name) => {
    const recording = readRecording(name);
    const played = await play(recording);
    await played.test.clock.advance(60_000);
    await expectSame(played, recording);
  });

  test('terminate-on-timer', async () => {
    const recording = readRecording('terminate-on-timer');
    const played = await play(recording);
    await played.test.clock.advance(1500);
    expect(await played.test.engine.terminate(recording.start.instanceId, 'enough')).toBe('accepted');
    await played.test.clock.advance(60_000);
    await expectSame(played, recording);
  });

  test('killed-in-activity', async () => {
    const recording = readRecording('killed-in-activity');
    const played = await play(recording, { activityRedeliveryMs: 10_000 });
    await played.test.clock.advance(1800);
    played.test = played.test.restart();
    await played.test.clock.advance(60_000);
    await expectSame(played, recording);
  });

  test('unknown-orchestrator', async () => {
    const recording = readRecording('unknown-orchestrator');
    const played = await play(recording);
    await played.test.clock.advance(1000);
    const upToTheNames = (status: unknown): unknown =>
      JSON.parse(JSON.stringify(status).replaceAll(/known orchestrator functions: [^"]*'\./g, 'known: ...'));
    expect(normal(upToTheNames(await played.status(true)))).toEqual(
      normal(upToTheNames(recording.finalWithHistoryOutput)),
    );
  });

  // Difference: the recording keeps the instance alive with an external event, which this engine refuses; here a
  // timer does, so only the first turn and the end are compared. And the real host cannot tell the history of such
  // an instance at all (400: duplicate key), ours can.
  test('nondeterminism', async () => {
    const recording = readRecording('nondeterminism');
    scene.secondVersion = false;
    const played = await play(recording);
    await played.test.clock.advance(1800);
    scene.secondVersion = true;
    played.test = played.test.restart();
    await played.test.clock.advance(60_000);
    expect(normal(played.turns[0])).toEqual(normal(turnsOf(recording)[0]));
    const { historyEvents, ...status } = await played.status();
    expect(normal(status)).toEqual(normal(recording.finalWithoutHistory));
    expect(historyEvents).not.toEqual([]);
  });

  // The recording lists the first three turns and, without its actions, the last.
  test('activity-values', async () => {
    const recording = readRecording('activity-values');
    const played = await play(recording);
    await played.test.clock.advance(60_000);
    const { turns } = played;
    expect((await played.status()).output).toEqual(recording.final.output);
    expect(played.activities).toEqual(activitiesOf(recording));
    expect(turns.slice(0, 3).map(normal)).toEqual(turnsOf(recording).slice(0, 3).map(normal));
  });

  test.each(Object.entries(tableOfInputs()))('start input: %s', async (_, row) => {
    const played = await play(tableStart('inputs', row.startBody === '' ? undefined : row.startBody));
    await played.test.clock.advance(1000);
    const [turn] = played.turns as { trigger: { input: unknown; history: { Input?: unknown }[] } }[];
    expect(turn?.trigger.input).toEqual(row.triggerInput);
    expect(turn?.trigger.history[1]?.Input).toEqual(row.executionStartedInput);
    expect(await played.status()).toMatchObject({ input: row.statusInput, output: row.orchestratorSaw });
  });

  test.each(Object.entries(tableOfOutputs()))('orchestrator output: %s', async (key, row) => {
    const played = await play(tableStart('outputs', JSON.stringify(key)));
    await played.test.clock.advance(1000);
    expect(played.turns[0]?.returned).toEqual(row.workerReturned);
    expect(await played.status()).toMatchObject({ output: row.statusOutput, runtimeStatus: row.runtimeStatus });
  });
});

async function expectSame(played: Played, recording: Recording): Promise<void> {
  expect(played.turns.map(normal)).toEqual(turnsOf(recording).map(normal));
  expect(played.activities).toEqual(activitiesOf(recording));
  expect(normal(await played.status())).toEqual(normal(recording.final));
  expect(normal(await played.status(true))).toEqual(normal(recording.finalWithHistoryOutput));
}

function turnsOf(recording: Recording): { trigger: unknown; returned: unknown }[] {
  return recording.turns.map(({ trigger, returned }) => ({ trigger, returned }));
}

function activitiesOf(recording: Recording): ActivityCall[] {
  return recording.activities.map(({ name, rpcInput }) => ({ name, input: typedString(rpcInput.string) }));
}

/** Typed data of kind string: JSON where it is that, else the text. */
function typedString(text: string | undefined): unknown {
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

interface InputRow {
  readonly startBody: string;
  readonly triggerInput: unknown;
  readonly executionStartedInput: unknown;
  readonly orchestratorSaw: unknown;
  readonly statusInput: unknown;
}
interface OutputRow {
  readonly workerReturned: unknown;
  readonly statusOutput: unknown;
  readonly runtimeStatus: string;
}

function table(): { inputs: Record<string, InputRow>; outputs: Record<string, OutputRow> } {
  return haveRecordings ? readRecording('inputs-outputs-table') : { inputs: {}, outputs: {} };
}

function tableOfInputs(): Record<string, InputRow> {
  return table().inputs;
}

function tableOfOutputs(): Record<string, OutputRow> {
  return table().outputs;
}

function tableStart(name: string, text: string | undefined): Recording {
  const start = { name, instanceId: `rec-${name}`, input: undefined };
  return {
    start: text === undefined ? { ...start, inputAbsent: true } : { ...start, inputText: text },
    turns: [],
    activities: [],
    final: {},
  };
}
