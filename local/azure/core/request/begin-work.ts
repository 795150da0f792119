import type { SimContext } from '../types.ts';

/** The ledger token of one request. */
export interface Work {
  /** Waits app time; meanwhile the token is given back, so that virtual time may go on. */
  readonly pause: (ms: number) => Promise<void>;
  readonly end: () => void;
}

export function beginWork(context: SimContext, what: string): Work {
  let end = context.ledger.begin(what);
  return {
    end: () => end(),
    pause: (ms) =>
      new Promise((resolve) => {
        const goOn = (): void => {
          end = context.ledger.begin(what);
          resolve();
        };
        context.after(ms, `delay of ${what}`, goOn, goOn);
        end();
      }),
  };
}
