import type { PolicyViolation } from './policy-violation.ts';

/** What a failure does to the machine; docs/OPERATIONS.md says each in a line. */
export type FailureClass = 'retry' | 'wait' | 'hold' | 'fail' | 'gone';

/** What an error says besides its own code and message. Azure puts the reason there as often as not. */
interface ErrorDetails {
  /** `error.target`: a property, a name or a resource id. */
  readonly target?: string | undefined;
  /** Codes of `details[]` and of the inner error, in order. */
  readonly detailCodes?: readonly string[];
  /** Messages and targets of `details[]`, in order. */
  readonly detailMessages?: readonly string[];
  /** Assignments of Azure Policy that refused, those of the details too. */
  readonly violations?: readonly PolicyViolation[];
}

/** An unsuccessful answer, before anything is concluded from it. Texts are as Azure sent them. */
export type RawFailure =
  | (ErrorDetails & {
      readonly source: 'http';
      readonly status: number;
      readonly code: string;
      readonly message: string;
      readonly detailCodes: readonly string[];
      readonly retryAfterSeconds: number | undefined;
      readonly correlationId: string | undefined;
    })
  | ({ readonly source: 'operation' } & OperationFailure)
  /** No answer: timeout, reset, name resolution. */
  | { readonly source: 'network'; readonly message: string };

/** What a finished operation, or an extension in state Failed, says went wrong. */
export interface OperationFailure extends ErrorDetails {
  readonly code: string;
  readonly message: string;
  /** Nothing of the message is the platform's own: an instance view has what the handler on the machine printed. */
  readonly saidBy?: 'handler' | undefined;
  /** Of the extension's handler, where it is told apart from the text. */
  readonly exitCode?: number | undefined;
}

/** A failure that Azure answered, over either channel. */
export type ToldFailure = Exclude<RawFailure, { source: 'network' }>;
