import { StartError } from '../start-error.ts';
import { type Child, type ChildOptions, startChild } from './child-process.ts';

/** Together less than the three seconds in which everything has to end. */
const firstEndMs = 1_700;
const restEndMs = 900;

/** The processes of one local instance. */
export interface ChildGroup {
  /** @throws StartError when the group is being ended. */
  start(options: Omit<ChildOptions, 'onLine'>): Child;
  isEnding(): boolean;
  /** Ends the newest first and then the rest; may be called twice. */
  stop(): Promise<void>;
}

/** `onLine` is told every line that any of them says. */
export function createChildGroup(onLine?: (line: string) => void): ChildGroup {
  const children: Child[] = [];
  let ending: Promise<void> | undefined;
  const stopAll = async (): Promise<void> => {
    const [newest, ...rest] = children.filter((child) => !child.hasEnded()).reverse();
    await newest?.stop(firstEndMs);
    await Promise.all(rest.map((child) => child.stop(restEndMs)));
  };
  return {
    start: (options) => {
      if (ending !== undefined) throw new StartError('Everything is being ended.');
      const child = startChild({ ...options, onLine });
      children.push(child);
      return child;
    },
    isEnding: () => ending !== undefined,
    stop: () => {
      ending ??= stopAll();
      return ending;
    },
  };
}
