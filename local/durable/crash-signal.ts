/** Thrown by a test's `crashPoints` hook: the engine stops at that point as by `kill -9`. */
export class CrashSignal extends Error {
  override readonly name = 'CrashSignal';

  constructor(point: string) {
    super(`The test stops the engine at ${point}.`);
  }
}
