import type { HistoryEvent } from './engine-api.ts';
import { eventType } from './history-events.ts';

/** One entry of `historyEvents` in a status of the management API. */
export type StatusHistoryEvent = Readonly<Record<string, unknown>>;

const dropped: readonly number[] = [
  eventType.taskScheduled,
  eventType.orchestratorStarted,
  eventType.orchestratorCompleted,
];

/**
 * A history as the management API's `showHistory=true` tells it: without the bookkeeping, and with the name and
 * time of the call on each activity's result. Results only with `showOutput` (`showHistoryOutput=true`).
 */
export function statusHistory(history: readonly HistoryEvent[], showOutput: boolean): readonly StatusHistoryEvent[] {
  const scheduled = new Map<number, HistoryEvent>();
  for (const event of history) {
    if (event.EventType === eventType.taskScheduled) scheduled.set(event.EventId, event);
  }
  return history
    .filter((event) => !dropped.includes(event.EventType))
    .map((event) => shown(event, scheduled, showOutput));
}

function shown(
  event: HistoryEvent,
  scheduled: ReadonlyMap<number, HistoryEvent>,
  showOutput: boolean,
): StatusHistoryEvent {
  const { Timestamp } = event;
  switch (event.EventType) {
    case eventType.executionStarted: {
      const { Input, Correlation, ParentTraceContext, ScheduledStartTime, Generation, GenerateNewTrace } = event;
      const told = { Input, Correlation, ParentTraceContext, ScheduledStartTime, Generation, GenerateNewTrace };
      return { EventType: 'ExecutionStarted', ...told, Timestamp, FunctionName: event.Name };
    }
    case eventType.taskCompleted:
      return { EventType: 'TaskCompleted', ...result(event, showOutput), Timestamp, ...call(event, scheduled) };
    case eventType.taskFailed: {
      const { Reason, Details, FailureDetails } = event;
      return { EventType: 'TaskFailed', Reason, Details, FailureDetails, Timestamp, ...call(event, scheduled) };
    }
    case eventType.timerCreated:
      return { EventType: 'TimerCreated', FireAt: event.FireAt, Timestamp };
    case eventType.timerFired:
      return { EventType: 'TimerFired', FireAt: event.FireAt, Timestamp };
    case eventType.executionTerminated:
      return { EventType: 'ExecutionTerminated', Input: event.Input, Timestamp };
    default: {
      const { OrchestrationStatus, FailureDetails } = event;
      return {
        EventType: 'ExecutionCompleted',
        OrchestrationStatus,
        ...result(event, showOutput),
        FailureDetails,
        Timestamp,
      };
    }
  }
}

function result({ Result }: HistoryEvent, showOutput: boolean): StatusHistoryEvent {
  if (!showOutput) return {};
  return { Result: typeof Result === 'string' ? (JSON.parse(Result) as unknown) : null };
}

function call({ TaskScheduledId }: HistoryEvent, scheduled: ReadonlyMap<number, HistoryEvent>): StatusHistoryEvent {
  const event = typeof TaskScheduledId === 'number' ? scheduled.get(TaskScheduledId) : undefined;
  return { ScheduledTime: event?.Timestamp.replace(/Z$/, '+00:00'), FunctionName: event?.Name, Input: null };
}
