import type { ArmErrorBody } from './arm-error.ts';
import type { JsonObject } from './types.ts';

type OperationStatus = 'InProgress' | 'Succeeded' | 'Failed' | 'Canceled';

/** How an operation ends: nothing, an output, or the error it failed with. */
export type OperationEnd = { readonly output?: JsonObject; readonly error?: ArmErrorBody } | undefined;

export interface AsyncOperation {
  readonly id: string;
  readonly startedAtMs: number;
  readonly resourceId: string;
  status: OperationStatus;
  endedAtMs: number | undefined;
  output: JsonObject | undefined;
  error: ArmErrorBody | undefined;
  /** `Azure-AsyncOperation`, `Location` and `Retry-After` as the provider sends them. */
  readonly headers: Readonly<Record<string, string>>;
  /** Called once with the ended operation; at once when it has ended already. */
  onEnd(listener: (operation: AsyncOperation) => void): void;
  /** Ends it now; does nothing when it has ended. */
  finish(end: OperationEnd): void;
  /** Ends it as canceled, when its resource goes away or another write takes over. */
  cancel(why: string): void;
}

export interface StartOperation {
  /** The request that started it: its origin, api-version and subscription go into the links. */
  readonly url: URL;
  readonly apiVersion: string;
  readonly resourceId: string;
  readonly provider: string;
  readonly location: string;
  /** App time, milliseconds; undefined hangs until somebody ends it. */
  readonly durationMs: number | undefined;
  readonly retryAfterSeconds?: number;
  /** What happens to the resource when the time is over. */
  end(): OperationEnd;
}

/** Work that answers 201 or 202 and ends later. */
export interface AsyncOperations {
  start(operation: StartOperation): AsyncOperation;
  get(id: string): AsyncOperation | undefined;
  clear(): void;
}
