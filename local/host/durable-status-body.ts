import type { HistoryEvent, InstanceStatus } from '../durable/engine-api.ts';

export interface StatusOptions {
  readonly showInput: boolean;
  readonly showHistory: boolean;
  readonly showHistoryOutput: boolean;
}

/** The status of an instance as the webhook answers it; times have whole seconds. */
export function statusBody(status: InstanceStatus, options: StatusOptions): Readonly<Record<string, unknown>> {
  return {
    name: status.name,
    instanceId: status.instanceId,
    runtimeStatus: status.runtimeStatus,
    input: options.showInput ? parse(status.input) : null,
    customStatus: parse(status.customStatus),
    output: parse(status.output),
    createdTime: toSeconds(status.createdTime),
    lastUpdatedTime: toSeconds(status.lastUpdatedTime),
    ...(options.showHistory ? { historyEvents: historyBody(status.history, options.showHistoryOutput) } : {}),
  };
}

function parse(json: string | undefined): unknown {
  return json === undefined ? null : JSON.parse(json);
}

function toSeconds(time: string): string {
  return time.replace(/(\.\d+)?(Z|\+00:00)$/, 'Z');
}

/** Event numbers and names of DurableTask.Core, EventType.cs. */
const shownEvents: Readonly<Record<number, string>> = {
  0: 'ExecutionStarted',
  1: 'ExecutionCompleted',
  2: 'ExecutionFailed',
  3: 'ExecutionTerminated',
  5: 'TaskCompleted',
  6: 'TaskFailed',
  10: 'TimerCreated',
  11: 'TimerFired',
};
const hiddenFields: ReadonlySet<string> = new Set([
  'EventType',
  'EventId',
  'IsPlayed',
  'Name',
  'Version',
  'Tags',
  'OrchestrationInstance',
  'ParentInstance',
  'TaskScheduledId',
  'TimerId',
  'Result',
]);

/** Drops the bookkeeping events; what was scheduled is told with its completion. */
function historyBody(history: readonly HistoryEvent[], showOutput: boolean): Readonly<Record<string, unknown>>[] {
  const scheduled = new Map(history.filter(({ EventType }) => EventType === 4).map((event) => [event.EventId, event]));
  return history.flatMap((event) => {
    const name = shownEvents[event.EventType];
    if (name === undefined) return [];
    const fields = Object.entries(event).filter(([field]) => !hiddenFields.has(field));
    const result = event.Result;
    return [
      {
        EventType: name,
        ...(showOutput && typeof result === 'string' ? { Result: JSON.parse(result) } : {}),
        ...Object.fromEntries(fields),
        ...(event.EventType === 0 ? { FunctionName: event.Name } : {}),
        ...scheduledFields(scheduled.get(Number(event.TaskScheduledId ?? -1))),
      },
    ];
  });
}

function scheduledFields(event: HistoryEvent | undefined): Readonly<Record<string, unknown>> {
  return event === undefined ? {} : { ScheduledTime: event.Timestamp, FunctionName: event.Name, Input: null };
}
