import type { StoreChange } from './durable-store.ts';

const newLine = 10;

/**
 * The commits in a journal file. A last line that a kill cut short is left out: its commit never returned.
 * Throws when any other line is not JSON.
 */
export function* parseJournal(bytes: Buffer, path: string): Iterable<StoreChange> {
  let lineNumber = 0;
  for (let start = 0; start < bytes.length; ) {
    const end = bytes.indexOf(newLine, start);
    if (end < 0) return;
    lineNumber += 1;
    yield parseLine(bytes.toString('utf8', start, end), lineNumber, path);
    start = end + 1;
  }
}

function parseLine(line: string, lineNumber: number, path: string): StoreChange {
  try {
    return JSON.parse(line) as StoreChange;
  } catch (cause) {
    throw new Error(
      `Line ${lineNumber} of ${path} is not JSON: the journal was changed by something else. Delete the file to start with no instances.`,
      { cause },
    );
  }
}
