import { createInterface } from 'node:readline';
import { StartError } from '../start-error.ts';
import type { Child } from './child-process.ts';

/** The first message of a process over its channel; rejects with its last words when it ends before. */
export function firstMessage(child: Child, what: string): Promise<unknown> {
  return orItsEnd(child, what, (resolve) => child.process.once('message', resolve));
}

/** The first line of its output that has `text` in it; rejects as above. */
export function firstLineWith(text: string, child: Child, what: string): Promise<string> {
  return orItsEnd(child, what, (resolve) => {
    if (child.process.stdout === null) return;
    createInterface({ input: child.process.stdout }).on('line', (line) => {
      if (line.includes(text)) resolve(line);
    });
  });
}

async function orItsEnd<T>(child: Child, what: string, listen: (resolve: (value: T) => void) => void): Promise<T> {
  const end = child.ended.then(({ how }) => {
    throw new StartError(`${what} ${how} before it was ready:\n${child.lastWords()}`);
  });
  return await Promise.race([new Promise<T>(listen), end]);
}
