import { randomUUID } from 'node:crypto';
import type { RequestedTask } from './action-replay.ts';
import type { Finding } from './diagnostics.ts';
import type { FunctionInvoker, HistoryEvent } from './engine-api.ts';
import {
  executionCompleted,
  executionStarted,
  orchestratorCompleted,
  orchestratorStarted,
  taskScheduled,
  timerCreated,
} from './history-events.ts';
import { type Interpretation, interpretTurn, type Verdict } from './interpret-turn.ts';
import { invokeOrchestrator } from './invoke-orchestrator.ts';
import type { InstanceRow, StoredInstance } from './store/durable-store.ts';
import { wholeSeconds } from './whole-seconds.ts';

export interface TurnInput {
  readonly stored: StoredInstance;
  /** The events that woke the instance. */
  readonly events: readonly HistoryEvent[];
  readonly now: () => number;
  readonly invoker: FunctionInvoker;
  readonly checkReplay: boolean;
}

/** What a turn changes; the engine commits it as one. */
export interface TurnOutcome {
  readonly row: InstanceRow;
  readonly history: { readonly reset: boolean; readonly append: readonly HistoryEvent[] };
  readonly newTasks: readonly RequestedTask[];
  readonly canceledTimers: readonly number[];
  readonly diagnostics: readonly Finding[];
}

/**
 * Runs one turn of an instance. continueAsNew runs the next generation in the same turn, as DTFx does in one
 * work item. Calls the orchestrator and nothing else: the caller commits.
 */
export async function runTurn(turn: TurnInput): Promise<TurnOutcome> {
  const diagnostics: Finding[] = [];
  let { row, history: past } = turn.stored;
  let fresh: readonly HistoryEvent[] = [orchestratorStarted(turn.now()), ...turn.events];
  for (let generation = 0; ; generation += 1) {
    const result = await runGeneration(turn, row, past, fresh);
    if (result.diagnostic !== undefined) diagnostics.push(result.diagnostic);
    const nowMs = turn.now();
    if (result.verdict.kind === 'continuedAsNew') {
      row = nextGeneration(row, result, nowMs);
      past = [];
      fresh = firstEvents(row, nowMs);
      continue;
    }
    return {
      row: afterTurn(row, result, nowMs, generation > 0),
      history: { reset: generation > 0, append: [...fresh.map(played), ...closingEvents(result, nowMs)] },
      newTasks: result.newTasks,
      canceledTimers: result.canceledTimers,
      diagnostics,
    };
  }
}

async function runGeneration(
  turn: TurnInput,
  row: InstanceRow,
  past: readonly HistoryEvent[],
  fresh: readonly HistoryEvent[],
): Promise<Interpretation> {
  const history = [...past, ...fresh];
  const reply = await invokeOrchestrator(turn, row, history, past.length > 0);
  if ('failure' in reply) {
    const verdict: Verdict = { kind: 'failed', reason: reply.failure.message };
    return { verdict, newTasks: [], canceledTimers: [], customStatus: undefined, diagnostic: reply.failure };
  }
  return interpretTurn(row.name, history, reply, turn.now());
}

function nextGeneration(row: InstanceRow, result: Interpretation, nowMs: number): InstanceRow {
  const input = result.verdict.kind === 'continuedAsNew' ? result.verdict.input : undefined;
  return {
    ...row,
    executionId: randomUUID().replaceAll('-', ''),
    createdTime: wholeSeconds(nowMs),
    input,
    customStatus: result.customStatus ?? row.customStatus,
  };
}

/** The real host has already closed the (empty) first turn of a continued generation when the function runs. */
function firstEvents(row: InstanceRow, nowMs: number): readonly HistoryEvent[] {
  const { instanceId, executionId, name, input } = row;
  return [
    orchestratorStarted(nowMs),
    executionStarted({ instanceId, executionId, name, input, generation: null }, nowMs),
    orchestratorCompleted(nowMs),
  ];
}

/** Every event that the function has seen is "played" from the next turn on, except OrchestratorStarted. */
function played(event: HistoryEvent, index: number): HistoryEvent {
  return index === 0 ? event : { ...event, IsPlayed: true };
}

function closingEvents(result: Interpretation, nowMs: number): readonly HistoryEvent[] {
  const scheduled = result.newTasks.map((task) =>
    task.kind === 'activity' ? taskScheduled(task.id, task.name, nowMs) : timerCreated(task.id, task.fireAt, nowMs),
  );
  const end = ending(result.verdict);
  const ended = end === undefined ? [] : [executionCompleted(end.status, end.output, nowMs)];
  return [...scheduled, ...ended, orchestratorCompleted(nowMs)];
}

function afterTurn(row: InstanceRow, result: Interpretation, nowMs: number, continued: boolean): InstanceRow {
  const end = ending(result.verdict);
  // A generation's first turn leaves its predecessor's custom status standing; any later turn tells its own.
  const customStatus =
    result.customStatus ?? (continued || result.verdict.kind === 'terminated' ? row.customStatus : undefined);
  return {
    ...row,
    runtimeStatus: end?.status ?? 'Running',
    output: end?.output,
    customStatus,
    lastUpdatedTime: wholeSeconds(nowMs),
  };
}

function ending(
  verdict: Verdict,
): { readonly status: 'Completed' | 'Failed' | 'Terminated'; readonly output: string | undefined } | undefined {
  switch (verdict.kind) {
    case 'completed':
      return { status: 'Completed', output: verdict.output };
    case 'failed':
      return { status: 'Failed', output: JSON.stringify(verdict.reason) };
    case 'terminated':
      return { status: 'Terminated', output: JSON.stringify(verdict.reason) };
    default:
      return undefined;
  }
}
