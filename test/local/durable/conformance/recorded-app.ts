import type { OrchestrationContext } from 'durable-functions';
import { delay } from '../../../../local/clock/time-source.ts';
import type { VirtualClock } from '../../../../local/clock/virtual-clock.ts';
import { df } from '../test-app.ts';

/** What a recorded activity needs from the test that runs it. */
export const scene: { clock: VirtualClock | undefined; secondVersion: boolean } = {
  clock: undefined,
  secondVersion: false,
};

async function sleep(ms: number): Promise<void> {
  if (scene.clock !== undefined) await delay(scene.clock, ms, 'recorded activity');
}

function timer(context: OrchestrationContext, ms: number) {
  return context.df.createTimer(new Date(context.df.currentUtcDateTime.getTime() + ms));
}

df.app.activity('sequence_hello', { handler: (name: string) => `Hello ${name}` });
df.app.orchestration('sequence', function* (context) {
  const out: unknown[] = [];
  for (const city of context.df.getInput<{ cities: string[] }>()?.cities ?? []) {
    out.push(yield context.df.callActivity('sequence_hello', city));
  }
  return out;
});

df.app.activity('throwsCaught_bad', {
  handler: () => {
    throw Object.assign(new TypeError('boom'), { code: 'E_BOOM' });
  },
});
df.app.activity('throwsCaught_good', { handler: (text: string) => `${text}!` });
df.app.orchestration('activity-throws-caught', function* (context) {
  let caught: unknown;
  try {
    yield context.df.callActivity('throwsCaught_bad', 1);
  } catch (error) {
    const { name, message } = error as Error;
    const [keys, hasBoom] = [Object.keys(error as Error), message.includes('boom')];
    caught = { isError: error instanceof Error, name, keys, hasBoom, start: message.slice(0, 60) };
  }
  // biome-ignore lint/suspicious/noThenProperty: the recorded orchestrator answers this shape.
  return { caught, then: yield context.df.callActivity('throwsCaught_good', 'after') };
});

df.app.activity('throwsUncaught_bad', {
  handler: () => {
    throw new Error('boom');
  },
});
df.app.orchestration('activity-throws-uncaught', function* (context) {
  context.df.setCustomStatus({ stage: 'before' });
  yield context.df.callActivity('throwsUncaught_bad', { a: 1 });
  return 'never';
});

df.app.activity('okFalse_act', { handler: () => ({ ok: false, reason: 'not ready', detail: null }) });
df.app.orchestration('activity-ok-false', function* (context) {
  const answer = yield context.df.callActivity('okFalse_act', {});
  return answer.ok ? 'fine' : { gaveUp: answer.reason };
});

df.app.activity('customStatus_act', { handler: (n: number) => n });
df.app.orchestration('custom-status', function* (context) {
  context.df.setCustomStatus('starting');
  yield context.df.callActivity('customStatus_act', 1);
  context.df.setCustomStatus({ step: 1, of: 3 });
  yield context.df.callActivity('customStatus_act', 2);
  context.df.setCustomStatus(3);
  yield timer(context, 2000);
  context.df.setCustomStatus({ done: true });
  return 'ok';
});

df.app.activity('loopCan_look', { handler: ({ pass }: { pass: number }) => ({ pass, ready: pass >= 4 }) });
df.app.orchestration('loop-continue-as-new', function* (context) {
  const state = context.df.getInput<{ pass: number; generation: number }>() ?? { pass: 0, generation: 0 };
  let pass = state.pass;
  for (let i = 0; i < 2; i++) {
    const look = yield context.df.callActivity('loopCan_look', { pass });
    if (look.ready) return { passes: pass + 1, generation: state.generation };
    pass++;
    yield timer(context, 2000);
  }
  context.df.continueAsNew({ pass, generation: state.generation + 1 });
  return undefined;
});

df.app.activity('loopTimer_look', { handler: ({ pass }: { pass: number }) => ({ pass, ready: pass >= 2 }) });
df.app.orchestration('loop-timer', function* (context) {
  const looks: unknown[] = [];
  for (let pass = 0; pass < 3; pass++) {
    looks.push(yield context.df.callActivity('loopTimer_look', { pass }));
    yield timer(context, 2000);
  }
  return { looks };
});

df.app.orchestration('past-timer', function* (context) {
  yield timer(context, -5000);
  return 'ok';
});

// biome-ignore lint/correctness/useYield: recorded so.
df.app.orchestration('no-yield', function* (context) {
  const { instanceId, parentInstanceId, isReplaying, currentUtcDateTime } = context.df;
  const guid = context.df.newGuid('a');
  return { instanceId, parent: parentInstanceId, replaying: isReplaying, now: currentUtcDateTime, guid };
});

df.app.activity('returnUndefined_act', { handler: () => undefined });
df.app.orchestration('return-undefined', function* (context) {
  yield context.df.callActivity('returnUndefined_act');
});

df.app.activity('orchThrows_act', { handler: (n: number) => n + 1 });
df.app.orchestration('orchestrator-throws', function* (context) {
  const n = yield context.df.callActivity('orchThrows_act', 1);
  context.df.setCustomStatus({ n });
  throw new RangeError(`orchestrator boom ${n}`);
});

// biome-ignore lint/correctness/useYield: recorded so.
df.app.orchestration('throw-string', function* () {
  throw 'just a string';
});

df.app.activity('terminate_act', { handler: () => 1 });
df.app.orchestration('terminate-on-timer', function* (context) {
  yield context.df.callActivity('terminate_act');
  yield timer(context, 60_000);
  return 'never';
});

df.app.activity('unawaited_act', { handler: () => 'ran' });
df.app.orchestration('unawaited-activity', function* (context) {
  context.df.callActivity('unawaited_act', 1);
  yield timer(context, 1500);
  return 'done';
});

df.app.orchestration('unregistered-activity', function* (context) {
  try {
    return yield context.df.callActivity('no_such_activity', 1);
  } catch (error) {
    return { caught: String(error).slice(0, 200) };
  }
});

df.app.activity('nondet_first', { handler: () => 'first' });
df.app.activity('nondet_other', { handler: () => 'other' });
df.app.orchestration('nondeterminism', function* (context) {
  if (scene.secondVersion) yield context.df.callActivity('nondet_other', 0);
  yield context.df.callActivity('nondet_first', 0);
  return yield timer(context, 10_000);
});

df.app.activity('killed_quick', { handler: (n: number) => n * 2 });
df.app.activity('killed_slow', {
  handler: async (ms: number) => {
    await sleep(ms);
    return `slept ${ms}`;
  },
});
df.app.orchestration('killed-in-activity', function* (context) {
  const a = yield context.df.callActivity('killed_quick', 21);
  const b = yield context.df.callActivity('killed_slow', 3000);
  const c = yield context.df.callActivity('killed_quick', 5);
  return [a, b, c];
});

df.app.activity('fanOutIn_square', {
  handler: async (n: number) => {
    await sleep((6 - n) * 100);
    return n * n;
  },
});
df.app.orchestration('fan-out-in', function* (context) {
  const results: number[] = yield context.df.Task.all(
    [1, 2, 3, 4, 5].map((n) => context.df.callActivity('fanOutIn_square', n)),
  );
  return { results, sum: results.reduce((a, b) => a + b, 0) };
});

df.app.activity('fanFail_act', {
  handler: async (n: number) => {
    await sleep(n * 700);
    if (n === 1) throw new Error('boom 1');
    return n;
  },
});
df.app.orchestration('fan-out-one-fails', function* (context) {
  try {
    return yield context.df.Task.all([1, 2, 3].map((n) => context.df.callActivity('fanFail_act', n)));
  } catch (error) {
    const { name, message } = error as Error;
    return { name, start: message.slice(0, 60) };
  }
});

function told(value: unknown): string {
  const kind = value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value;
  return `${kind} ${JSON.stringify(value)}`;
}

const values: Readonly<Record<string, unknown>> = {
  true: true,
  false: false,
  zero: 0,
  one: 1,
  float: 1.5,
  negative: -1,
  nan: Number.NaN,
  infinity: Number.POSITIVE_INFINITY,
  maxSafe: Number.MAX_SAFE_INTEGER,
  int64Overflow: 12345678901234567000,
  large: 1e21,
  string: 'x',
  empty: '',
  spaces: ' x ',
  digits: '123',
  jsonString: '{"a":1}',
  trueString: 'true',
  nullString: 'null',
  quoted: '"q"',
  isoString: '2020-01-01T00:00:00Z',
  unicode: 'ü☃😀',
  newline: 'a\nb',
  null: null,
  undefined: undefined,
  emptyArray: [],
  array: [1, 'a', null, false],
  object: { a: 1, n: null, u: undefined, d: '2020-01-01T00:00:00Z' },
  emptyObject: {},
  date: new Date(0),
  buffer: Buffer.from('hi'),
  map: new Map([['a', 1]]),
  nested: { d: new Date(0), s: [[1], [[]]] },
};
df.app.activity('values_receive', { handler: told });
df.app.activity('values_return', { handler: (key: string) => values[key] });
df.app.orchestration('activity-values', function* (context) {
  const received: Record<string, unknown> = {};
  const returned: Record<string, unknown> = {};
  for (const key of Object.keys(values)) {
    if (key !== 'map') received[key] = yield context.df.callActivity('values_receive', values[key]);
  }
  received.noArgument = yield context.df.callActivity('values_receive');
  for (const key of Object.keys(values)) returned[key] = told(yield context.df.callActivity('values_return', key));
  return { received, returned };
});

// biome-ignore lint/correctness/useYield: recorded so.
df.app.orchestration('inputs', function* (context) {
  const value = context.df.getInput<unknown>();
  const type = value === undefined ? 'undefined' : value === null ? 'null' : typeof value;
  return { type, json: JSON.stringify(value) };
});
const outputs: Readonly<Record<string, unknown>> = {
  undefined: undefined,
  null: null,
  false: false,
  zero: 0,
  empty: '',
  string: 'x',
  jsonString: '{"a":1}',
  date: new Date(0),
  array: [],
  nan: Number.NaN,
};
// biome-ignore lint/correctness/useYield: recorded so.
df.app.orchestration('outputs', function* (context) {
  return outputs[context.df.getInput<string>() ?? ''];
});
