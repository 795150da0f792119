import type { ArmErrorBody } from '../request/arm-error.ts';
import type { JsonObject } from '../types.ts';

type OperationStatus = 'InProgress' | 'Succeeded' | 'Failed' | 'Canceled';

/**
 * What the result URL (`Location`) answers after success: the resource as it is by then (PUT, PATCH), 200 without a
 * body (`empty`, actions) or 204 (`gone`, deletes). Clients fetch it as the last step of everything but PUT and DELETE.
 */
export type OperationResult = (() => JsonObject) | 'empty' | 'gone';

/** How an operation ends: nothing, an output, or the error it failed with and its HTTP status (409 by default). */
export type OperationEnd =
  | { readonly output?: JsonObject; readonly error?: ArmErrorBody; readonly errorStatus?: number }
  | undefined;

export interface AsyncOperation {
  readonly id: string;
  readonly startedAtMs: number;
  readonly resourceId: string;
  status: OperationStatus;
  endedAtMs: number | undefined;
  output: JsonObject | undefined;
  error: ArmErrorBody | undefined;
  /** Of the error, as the result URL answers it. */
  errorStatus: number;
  readonly result: OperationResult;
  /** Where it can be asked for, and after how long, as the provider's first answer says. */
  readonly headers: Readonly<Record<string, string>>;
  /** What a poll is told while it is under way. */
  readonly retryAfterSeconds: number;
  /** Called once with the ended operation; at once when it has ended already. */
  onEnd(listener: (operation: AsyncOperation) => void): void;
  /** Ends it now; does nothing when it has ended. */
  finish(end: OperationEnd): void;
  /** Ends it as canceled, and its work with it, when its resource goes away or is written again. */
  cancel(why: string): void;
  /** Ends it as canceled for those who wait for it; its work goes on and ends when it would have ended. */
  preempt(why: string): void;
}

export type OperationHeader = 'azure-asyncoperation' | 'location' | 'retry-after';

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
  /** The headers that the first answer has; all three by default. */
  readonly tells?: readonly OperationHeader[];
  readonly result: OperationResult;
  /** What happens to the resource when the time is over. */
  end(): OperationEnd;
}

/** Work that answers 201 or 202 and ends later. */
export interface AsyncOperations {
  start(operation: StartOperation): AsyncOperation;
  get(id: string): AsyncOperation | undefined;
  clear(): void;
}
