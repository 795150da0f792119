import type { HistoryEvent } from './engine-api.ts';

/** EventType numbers of DurableTask.Core that this engine writes (source: Azure/durabletask, HistoryEvent/EventType.cs). */
export const eventType = {
  executionStarted: 0,
  executionCompleted: 1,
  executionTerminated: 3,
  taskScheduled: 4,
  taskCompleted: 5,
  taskFailed: 6,
  timerCreated: 10,
  timerFired: 11,
  orchestratorStarted: 12,
  orchestratorCompleted: 13,
} as const;

function event(type: number, eventId: number, atMs: number, fields: Record<string, unknown>): HistoryEvent {
  return {
    ...fields,
    EventType: type,
    EventId: eventId,
    IsPlayed: false,
    Timestamp: new Date(atMs).toISOString(),
  };
}

export function orchestratorStarted(atMs: number): HistoryEvent {
  return event(eventType.orchestratorStarted, -1, atMs, {});
}

export function orchestratorCompleted(atMs: number): HistoryEvent {
  return event(eventType.orchestratorCompleted, -1, atMs, {});
}

export function executionStarted(
  execution: {
    readonly instanceId: string;
    readonly executionId: string;
    readonly name: string;
    readonly input: string | undefined;
    /** 0 for a start; null for a generation made by continueAsNew, as the real host has it. */
    readonly generation: 0 | null;
  },
  atMs: number,
): HistoryEvent {
  return event(eventType.executionStarted, -1, atMs, {
    OrchestrationInstance: { InstanceId: execution.instanceId, ExecutionId: execution.executionId },
    ParentInstance: null,
    Name: execution.name,
    Version: null,
    Input: execution.input ?? null,
    Tags: null,
    Correlation: null,
    ParentTraceContext: null,
    ScheduledStartTime: null,
    Generation: execution.generation,
    GenerateNewTrace: false,
  });
}

export function executionCompleted(status: string, result: string | undefined, atMs: number): HistoryEvent {
  return event(eventType.executionCompleted, -1, atMs, {
    OrchestrationStatus: status,
    Result: result ?? null,
    FailureDetails: null,
  });
}

export function executionTerminated(reason: string, atMs: number): HistoryEvent {
  return event(eventType.executionTerminated, -1, atMs, { Input: reason });
}

export function taskScheduled(taskId: number, name: string, atMs: number): HistoryEvent {
  return event(eventType.taskScheduled, taskId, atMs, {
    Name: name,
    Version: '',
    Input: null,
    ParentTraceContext: null,
    Tags: null,
  });
}

export function taskCompleted(taskId: number, result: string | undefined, atMs: number): HistoryEvent {
  return event(eventType.taskCompleted, -1, atMs, { TaskScheduledId: taskId, Result: result ?? null });
}

export function taskFailed(taskId: number, reason: string, details: string, atMs: number): HistoryEvent {
  return event(eventType.taskFailed, -1, atMs, {
    TaskScheduledId: taskId,
    Reason: reason,
    Details: details,
    FailureDetails: null,
  });
}

export function timerCreated(timerId: number, fireAt: string, atMs: number): HistoryEvent {
  return event(eventType.timerCreated, timerId, atMs, { FireAt: fireAt });
}

/** `atMs` is when the timer was made, not when it fired: so the real host has it. */
export function timerFired(timerId: number, fireAt: string, atMs: number): HistoryEvent {
  return event(eventType.timerFired, -1, atMs, { TimerId: timerId, FireAt: fireAt });
}
