import type { HistoryEvent } from './engine-api.ts';

/** What the extension 3.15 sends besides history and input ("Millseconds" is its spelling). */
const constantFields =
  '"parentInstanceId":null,"upperSchemaVersion":1,"upperSchemaVersionNew":3,' +
  '"longRunningTimerIntervalDuration":"3.00:00:00","maximumShortTimerDuration":"6.00:00:00",' +
  '"defaultHttpAsyncRequestSleepTimeMillseconds":30000';

/** The orchestration trigger's JSON text. `input` is JSON text; none is null. */
export function triggerText(turn: {
  readonly history: readonly HistoryEvent[];
  readonly input: string | undefined;
  readonly instanceId: string;
  readonly isReplaying: boolean;
}): string {
  return (
    `{"history":${JSON.stringify(turn.history)},"input":${turn.input ?? 'null'},` +
    `"instanceId":${JSON.stringify(turn.instanceId)},"isReplaying":${turn.isReplaying},${constantFields}}`
  );
}
