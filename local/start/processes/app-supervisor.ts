import { StartError } from '../start-error.ts';
import type { AppDescription, AppProcess } from './app-process.ts';
import type { ChildGroup } from './child-group.ts';
import type { ChildEnd } from './child-process.ts';

const mostQuickEnds = 3;
const quickEndMs = 5_000;

export interface AppSupervisor {
  readonly description: AppDescription;
  /** Of the process that runs now. */
  pid(): number | undefined;
  /** Ends the app as `kill -9` from outside does; resolves when it answers again. */
  killAndWait(): Promise<void>;
}

export interface SupervisorOptions {
  readonly group: ChildGroup;
  /** Runs already. */
  readonly first: AppProcess;
  readonly restart: () => Promise<AppProcess>;
  /** Told on each unexpected end, and when the app is back. */
  readonly onEnd: (how: string) => void;
  readonly onBack: () => void;
  /** The app cannot be kept running. */
  readonly onGiveUp: (error: StartError) => void;
}

/**
 * Keeps the app running: when it ends without being told to, it is started again, however often it is killed. An app
 * that ends by itself three times in a row, each within five seconds, is given up.
 */
export function superviseApp(options: SupervisorOptions): AppSupervisor {
  const { group, first, onEnd, onBack, onGiveUp } = options;
  let current = first;
  let startedMs = Date.now();
  let quickEnds = 0;
  let waiting: (() => void)[] = [];
  const goOn = async ({ how, wasKilled }: ChildEnd): Promise<void> => {
    if (group.isEnding()) return;
    const isQuick = !wasKilled && Date.now() - startedMs < quickEndMs;
    quickEnds = isQuick ? quickEnds + 1 : 0;
    if (quickEnds >= mostQuickEnds) {
      throw new StartError(`The app ${how}, again and again. Its last words:\n${current.child.lastWords()}`);
    }
    onEnd(how);
    current = await options.restart();
    startedMs = Date.now();
    watch();
    onBack();
    for (const resolve of waiting) resolve();
    waiting = [];
  };
  const watch = (): void => {
    current.child.ended.then(goOn).catch((error: unknown) => {
      if (!group.isEnding()) onGiveUp(error instanceof StartError ? error : new StartError(String(error)));
    });
  };
  watch();
  return {
    description: current.description,
    pid: () => current.child.pid,
    killAndWait: () =>
      new Promise((resolve) => {
        waiting.push(resolve);
        current.child.process.kill('SIGKILL');
      }),
  };
}
