/** Ends a piece of work that was begun on the {@link Ledger}; a second call does nothing. */
export type EndWork = () => void;

/**
 * Counts what is in hand, so that the virtual clock jumps only when nothing is.
 * Begin a token for each invocation until its result is committed, each queued engine message, each HTTP
 * request until its response closes, each event until it is answered; take the next before ending the previous.
 */
export interface Ledger {
  begin(what: string): EndWork;
}

/** The ledger of real time: nobody waits for it. */
export const freeLedger: Ledger = { begin: () => () => undefined };
