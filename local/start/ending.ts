/** Thrown into whatever runs when `npm start` is to end. */
export class Ended extends Error {
  readonly code: number;

  constructor(code: number) {
    super('ended');
    this.code = code;
  }
}

export interface Ending {
  /** Rejects when it is time to end; never resolves. */
  readonly promise: Promise<never>;
  readonly signal: AbortSignal;
  end(reason: Error): void;
  /** Why it is ending, if it is. */
  reason(): Error | undefined;
}

const signals: Readonly<Record<string, number>> = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 };

/** Listens for Ctrl-C and its like, and for a reader of our output that has gone. A second signal changes nothing. */
export function listenForEnd(): Ending {
  const controller = new AbortController();
  let reject: (reason: Error) => void = () => undefined;
  const promise = new Promise<never>((_, refuse) => {
    reject = refuse;
  });
  promise.catch(() => undefined);
  let first: Error | undefined;
  const end = (reason: Error): void => {
    first ??= reason;
    reject(first);
    controller.abort();
  };
  for (const [signal, code] of Object.entries(signals)) process.on(signal, () => end(new Ended(code)));
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => end(new Ended(0)));
  return { promise, signal: controller.signal, end, reason: () => first };
}
