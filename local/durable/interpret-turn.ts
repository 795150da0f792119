import { ActionReplay, type RequestedTask } from './action-replay.ts';
import type { Finding } from './diagnostics.ts';
import type { HistoryEvent } from './engine-api.ts';
import { eventType } from './history-events.ts';
import { type OrchestratorReply, type OrchestratorState, parseOrchestratorReply } from './orchestrator-state.ts';
import { NonDeterminism, UnsupportedAction } from './replay-errors.ts';

export type Verdict =
  | { readonly kind: 'waiting' }
  /** `output` and `input` are JSON text. */
  | { readonly kind: 'completed'; readonly output: string | undefined }
  | { readonly kind: 'failed'; readonly reason: string }
  | { readonly kind: 'terminated'; readonly reason: string }
  | { readonly kind: 'continuedAsNew'; readonly input: string | undefined };

export interface Interpretation {
  readonly verdict: Verdict;
  readonly newTasks: readonly RequestedTask[];
  readonly canceledTimers: readonly number[];
  /** JSON text; undefined when this run of the function set none. */
  readonly customStatus: string | undefined;
  readonly diagnostic?: Finding;
}

const customStatusLimitBytes = 16 * 1024;
const longestTimerMs = 6 * 24 * 3_600_000;

/** What a turn means: `history` ends with the turn's new events. */
export function interpretTurn(
  name: string,
  history: readonly HistoryEvent[],
  reply: OrchestratorReply,
  nowMs: number,
): Interpretation {
  const state = parseOrchestratorReply(reply);
  const terminated = terminationReason(history);
  if ('fault' in state) return terminated ?? failed(`Orchestrator function '${name}' failed: ${state.fault}`);
  const customStatus = JSON.stringify(state.customStatus) as string | undefined;
  if (customStatus !== undefined && customStatus.length * 2 > customStatusLimitBytes) {
    return terminated ?? failed(`Orchestrator function '${name}' failed: ${tooLarge(customStatus)}`);
  }
  const replay = new ActionReplay(state.actions);
  try {
    for (const event of history) replay.feed(event);
    refuseLongTimers(replay.newTasks(), nowMs);
  } catch (error) {
    return { ...(terminated ?? refused(name, error)), newTasks: unlessUnsupported(error, replay), customStatus };
  }
  return {
    ...(terminated ?? judge(name, state, replay)),
    newTasks: replay.newTasks(),
    canceledTimers: replay.canceledTimers(),
    customStatus,
  };
}

function judge(name: string, state: OrchestratorState, replay: ActionReplay): Interpretation {
  const waiting: Interpretation = {
    verdict: { kind: 'waiting' },
    newTasks: [],
    canceledTimers: [],
    customStatus: undefined,
  };
  // The completion gate: nothing ends, not even by an error, while a scheduled task is open.
  if (replay.openTasks > 0) return waiting;
  if (replay.listEnded && state.error !== undefined)
    return failed(`Orchestrator function '${name}' failed: ${state.error}`);
  if (replay.listEnded && state.isDone) {
    const next = replay.continueAsNew;
    const verdict: Verdict =
      next === undefined
        ? { kind: 'completed', output: jsonText(state.output) }
        : { kind: 'continuedAsNew', input: jsonText(next.input) };
    return { ...waiting, verdict };
  }
  return {
    ...waiting,
    diagnostic: {
      kind: 'StuckInstance',
      message: `Orchestrator '${name}' waits for nothing and is not done: it will stay Running for ever. Usual causes: it threw something that is not an Error, an Error without a message, or it waits for a task that was already used up.`,
    },
  };
}

function failed(reason: string, diagnostic?: Interpretation['diagnostic']): Interpretation {
  const result = {
    verdict: { kind: 'failed', reason } as const,
    newTasks: [],
    canceledTimers: [],
    customStatus: undefined,
  };
  return diagnostic === undefined ? result : { ...result, diagnostic };
}

function refused(name: string, error: unknown): Interpretation {
  if (error instanceof NonDeterminism) {
    const reason = `Non-Deterministic workflow detected: ${error.message}`;
    return failed(reason, { kind: 'NonDeterminism', message: reason });
  }
  if (error instanceof UnsupportedAction) {
    const reason = `Orchestrator function '${name}' failed: ${error.message}`;
    return failed(reason, { kind: 'UnsupportedAction', message: reason });
  }
  throw error;
}

/** The real host still runs what a non-deterministic replay has asked for; of an unsupported list nothing is run. */
function unlessUnsupported(error: unknown, replay: ActionReplay): readonly RequestedTask[] {
  return error instanceof UnsupportedAction ? [] : replay.newTasks();
}

function terminationReason(history: readonly HistoryEvent[]): Interpretation | undefined {
  const last = history.findLast((event) => event.EventType === eventType.executionTerminated);
  if (last === undefined) return undefined;
  const verdict = { kind: 'terminated', reason: String(last.Input) } as const;
  return { verdict, newTasks: [], canceledTimers: [], customStatus: undefined };
}

function refuseLongTimers(tasks: readonly RequestedTask[], nowMs: number): void {
  for (const task of tasks) {
    if (task.kind === 'timer' && Date.parse(task.fireAt) - nowMs > longestTimerMs) {
      throw new UnsupportedAction(`CreateTimer over 6 days (fireAt ${task.fireAt})`, 5);
    }
  }
}

function jsonText(value: unknown): string | undefined {
  return value === undefined ? undefined : JSON.stringify(value);
}

function tooLarge(customStatus: string): string {
  const kilobytes = Math.round((customStatus.length * 2) / 1024);
  return `The UTF-16 size of the JSON-serialized payload must not exceed 16 KB. The current payload size is ${kilobytes} KB.`;
}
