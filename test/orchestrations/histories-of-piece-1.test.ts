import { describe, expect, test } from 'vitest';
import { VirtualClock } from '../../local/clock/virtual-clock.ts';
import type { RequestedTask } from '../../local/durable/action-replay.ts';
import type { FunctionInvoker, HistoryEvent } from '../../local/durable/engine-api.ts';
import { eventType } from '../../local/durable/history-events.ts';
import { interpretTurn, type Verdict } from '../../local/durable/interpret-turn.ts';
import { parseOrchestratorReply, type WireAction } from '../../local/durable/orchestrator-state.ts';
import type { InstanceRow, Message } from '../../local/durable/store/durable-store.ts';
import { MemoryStore } from '../../local/durable/store/memory-store.ts';
import { triggerText } from '../../local/durable/trigger.ts';
import { stepOfInput } from '../../src/domain/work/step-call.ts';
import { keyOfInput } from '../../src/domain/work/target-names.ts';
import { machineKind } from '../../src/look/target-kinds.ts';
import { createLookLoop } from '../../src/orchestrations/look-loop.ts';
import { readFixture } from '../fixtures/read-fixture.ts';
import { df, testApp } from '../local/durable/test-app.ts';
import { testEngine } from '../local/durable/test-engine.ts';

type RecordedAction =
  | { readonly activity: string; readonly input: unknown }
  | { readonly timer: string }
  | { readonly continueAsNew: { readonly machineId: string } };

/** An instance of piece 1 as the durable store had it, and all that its orchestrator had asked for until then. */
interface RecordedInstance {
  readonly what: string;
  readonly row: InstanceRow;
  readonly history: readonly HistoryEvent[];
  /** What was still to be delivered: a timer, or an activity to run. */
  readonly messages: readonly Message[];
  readonly actions: readonly RecordedAction[];
}

df.app.orchestration(machineKind.orchestrator, createLookLoop(machineKind));

const { instances } = JSON.parse(readFixture('piece-1/histories.json')) as {
  readonly instances: readonly RecordedInstance[];
};
const finished = instances.filter(({ row, messages }) => row.runtimeStatus === 'Completed' && messages.length === 0);
const cut = instances.filter(({ messages }) => messages.length > 0);

test('the recording holds finished instances, one that continued as new, and two that were cut', () => {
  expect(finished).toHaveLength(2);
  expect(instances.filter(({ actions }) => actions.some((action) => 'continueAsNew' in action))).toHaveLength(1);
  expect(cut.map(({ messages }) => messages.map(({ kind }) => kind))).toEqual([['event'], ['activity']]);
});

describe.each(instances)('$what', (instance) => {
  const turns = turnsOf(instance.history);

  test('each turn is replayed, and asks next for what was recorded', async () => {
    expect(turns.length).toBeGreaterThan(2);
    for (const [index, turn] of turns.entries()) {
      const { diagnostic, newTasks } = (await replay(instance, turn.until)).interpretation;
      expect(diagnostic, `turn ${index + 1}`).toBeUndefined();
      expect(newTasks.map(describeTask), `turn ${index + 1}`).toEqual(turn.next.map(describeEvent));
    }
  });

  // The Durable extension compares type and name of a recorded event with the action that is met there, and the
  // order. It never compares the input of an activity, so a later orchestrator may pass another.
  test('the replay of all of it asks for the same in the same order', async () => {
    const { actions } = await replay(instance, turns.at(-1)?.until ?? []);
    expect(actions.map(describeAction)).toEqual(instance.actions.map(describeRecorded));
  });

  test('what its activities were given is still understood', () => {
    for (const action of instance.actions) {
      if (!('activity' in action)) continue;
      expect(keyOfInput(machineKind, action.input)).toBe(machineIdOf(instance));
      if (action.activity !== 'assessMachine')
        expect(stepOfInput(machineKind, action.input)).toMatchObject({ key: machineIdOf(instance) });
    }
  });
});

test.each(finished)('$what: ends with the same answer', async (instance) => {
  const end = await verdictOf(instance);
  expect(end).toEqual({ kind: 'completed', output: instance.row.output });
});

test('the generation that ends goes on with the same machine', async () => {
  const [instance] = instances.filter(({ actions }) => actions.some((action) => 'continueAsNew' in action));
  if (instance === undefined) throw new Error('no recorded instance continued as new');
  const end = await verdictOf(instance);
  const input: unknown = end.kind === 'continuedAsNew' ? JSON.parse(end.input ?? 'null') : undefined;
  expect(input).toEqual({ machineId: machineIdOf(instance) });
});

test.each(cut)('$what: goes on in this release, and ends', async ({ row, history, messages }) => {
  const store = new MemoryStore();
  store.commit({ put: row, history: { reset: true, append: history }, add: messages });
  const ran: string[] = [];
  const clock = new VirtualClock(Date.parse(history.at(-1)?.Timestamp ?? ''));
  const { engine } = testEngine({}, { clock, store, invoker: withActivities(ran) });
  await clock.advance(10 * 60_000);
  expect(engine.diagnostics()).toEqual([]);
  expect(await engine.status(row.instanceId)).toMatchObject({
    runtimeStatus: 'Completed',
    output: JSON.stringify({ kind: 'done', status: 'Configured' }),
  });
  const [message] = messages;
  expect(ran).toEqual(message?.kind === 'activity' ? [message.name, 'assessMachine'] : ['assessMachine']);
  await engine.stop();
});

function machineIdOf({ row }: RecordedInstance): string {
  return keyOfInput(machineKind, JSON.parse(row.input ?? 'null'));
}

interface Turn {
  /** The history up to what woke the instance for this turn. */
  readonly until: readonly HistoryEvent[];
  /** The activities and timers that the turn asked for. */
  readonly next: readonly HistoryEvent[];
}

/** The turns of a history: each begins with OrchestratorStarted and with what woke the instance. */
function turnsOf(history: readonly HistoryEvent[]): readonly Turn[] {
  const starts = history.flatMap((event, index) => (event.EventType === eventType.orchestratorStarted ? [index] : []));
  const wakes: readonly number[] = [eventType.executionStarted, eventType.taskCompleted, eventType.timerFired];
  return starts.flatMap((start, index): readonly Turn[] => {
    const events = history.slice(start, starts[index + 1]);
    const woken = events.findLastIndex((event) => wakes.includes(event.EventType));
    const next = events.filter(({ EventType }) => EventType === eventType.taskScheduled || isTimer(EventType));
    return [{ until: history.slice(0, start + woken + 1), next }];
  });
}

function isTimer(type: number): boolean {
  return type === eventType.timerCreated;
}

async function replay(
  { row }: RecordedInstance,
  history: readonly HistoryEvent[],
): Promise<{ interpretation: ReturnType<typeof interpretTurn>; actions: readonly WireAction[] }> {
  const { name, instanceId, input } = row;
  const trigger = triggerText({ history, input, instanceId, isReplaying: true });
  const reply = { text: await testApp.runOrchestrator(name, instanceId, trigger) };
  const state = parseOrchestratorReply(reply);
  if ('fault' in state) throw new Error(state.fault);
  expect(state.error).toBeUndefined();
  const nowMs = Date.parse(history.at(-1)?.Timestamp ?? '');
  return { interpretation: interpretTurn(name, history, reply, nowMs), actions: state.actions };
}

async function verdictOf(instance: RecordedInstance): Promise<Verdict> {
  const { interpretation } = await replay(instance, turnsOf(instance.history).at(-1)?.until ?? []);
  return interpretation.verdict;
}

function describeTask(task: RequestedTask): string {
  return task.kind === 'activity' ? `${task.id} ${task.name}` : `${task.id} timer ${task.fireAt}`;
}

function describeEvent({ EventType, EventId, Name, FireAt }: HistoryEvent): string {
  return isTimer(EventType) ? `${EventId} timer ${String(FireAt)}` : `${EventId} ${String(Name)}`;
}

function describeAction({ actionType, functionName, fireAt }: WireAction): string {
  if (actionType === 0) return functionName ?? '';
  return actionType === 5 ? `timer ${fireAt ?? ''}` : 'continueAsNew';
}

function describeRecorded(action: RecordedAction): string {
  if ('activity' in action) return action.activity;
  return 'timer' in action ? `timer ${action.timer}` : 'continueAsNew';
}

/** The real orchestrator over activities that find the machine done at the next look. */
function withActivities(ran: string[]): FunctionInvoker {
  return {
    ...testApp,
    hasActivity: () => true,
    async runActivity(name, _instanceId, input) {
      ran.push(name);
      if (name === 'assessMachine') return JSON.stringify({ kind: 'done', status: 'Configured' });
      const { step } = stepOfInput(machineKind, JSON.parse(input ?? 'null'));
      return JSON.stringify({ step, outcome: 'written' });
    },
  };
}
