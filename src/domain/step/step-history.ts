import type { OperationFailure } from '../failures/failure.ts';
import type { OwnedResource, StepRecord } from './step-record.ts';

/** What is remembered of our own writes to this machine, with the operations read in this look. */
export interface ServiceHistory {
  readonly steps: Readonly<Record<string, StepRecord>>;
  readonly owned: readonly OwnedResource[];
  /** By step id: what Azure says of the write's operation now; absent where it was not read. */
  readonly operations: Readonly<Record<string, OperationState>>;
  /** When the look before this one happened; a write without a readable operation is believed by two looks. */
  readonly lastLookAt: string | undefined;
}

/** The state of an asynchronous ARM operation. */
export type OperationState =
  | { readonly state: 'running' }
  | { readonly state: 'succeeded' }
  | ({ readonly state: 'failed' } & OperationFailure)
  /** Its URL answers no more. */
  | { readonly state: 'lost' };
