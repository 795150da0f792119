/** What a failure does to the machine (DESIGN, definition D2). */
export type FailureClass = 'retry' | 'wait' | 'hold' | 'fail' | 'gone' | 'halt';

/** An unsuccessful answer, before anything is concluded from it. Texts are as Azure sent them. */
export type RawFailure =
  | {
      readonly source: 'http';
      readonly status: number;
      readonly code: string;
      readonly message: string;
      /** Codes of `details[]`, in order. */
      readonly detailCodes: readonly string[];
      readonly retryAfterSeconds: number | undefined;
      readonly correlationId: string | undefined;
    }
  /** A finished operation or an extension in state Failed. */
  | {
      readonly source: 'operation';
      readonly code: string;
      readonly message: string;
      readonly exitCode: number | undefined;
    }
  /** No answer: timeout, reset, name resolution. */
  | { readonly source: 'network'; readonly message: string };
