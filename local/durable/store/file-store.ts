import {
  closeSync,
  existsSync,
  fstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import type { DurableStore, Message, StoreChange, StoredInstance } from './durable-store.ts';
import { parseJournal } from './parse-journal.ts';
import { StoreState } from './store-state.ts';

const journalName = 'durable-journal.jsonl';
const smallestJournalToCompact = 4 * 1024 * 1024;
const growthBeforeCompaction = 4;

/**
 * An append-only journal: one JSON line per commit, so a commit is atomic and survives `kill -9` of the process
 * (not a power cut: nothing is synced to the disk). Compacted when opened and when it has grown fourfold.
 */
export class FileStore implements DurableStore {
  readonly #path: string;
  readonly #state = new StoreState();
  #file: number;
  #bytes = 0;
  #compactAtBytes = 0;
  #reads = 0;
  #writes = 0;

  /** Opens or makes the journal in `folder`. Throws when a line other than the last is not JSON. */
  constructor(folder: string) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    this.#path = join(folder, journalName);
    if (existsSync(this.#path)) {
      for (const change of parseJournal(readFileSync(this.#path), this.#path)) this.#state.apply(change);
    }
    this.#file = this.#compact();
  }

  nextMessageId(): number {
    return this.#state.nextMessageId();
  }

  read(instanceId: string): StoredInstance | undefined {
    this.#reads += 1;
    return this.#state.instance(instanceId);
  }

  instances(): Iterable<StoredInstance> {
    this.#reads += 1;
    return this.#state.instances();
  }

  messages(): readonly Message[] {
    this.#reads += 1;
    return this.#state.messages();
  }

  commit(change: StoreChange): void {
    this.#writes += 1;
    this.#bytes += append(this.#file, `${JSON.stringify(change)}\n`);
    this.#state.apply(change);
    if (this.#bytes > this.#compactAtBytes) {
      closeSync(this.#file);
      this.#file = this.#compact();
    }
  }

  operations(): { readonly reads: number; readonly writes: number } {
    return { reads: this.#reads, writes: this.#writes };
  }

  close(): void {
    closeSync(this.#file);
  }

  /** Writes the state beside the journal and swaps it in by rename: a kill leaves the old or the new one. */
  #compact(): number {
    const next = `${this.#path}.next`;
    rmSync(next, { force: true });
    const file = openSync(next, 'a', 0o600);
    for (const change of this.#state.snapshot()) append(file, `${JSON.stringify(change)}\n`);
    renameSync(next, this.#path);
    this.#bytes = fstatSync(file).size;
    this.#compactAtBytes = Math.max(smallestJournalToCompact, this.#bytes * growthBeforeCompaction);
    return file;
  }
}

function append(file: number, text: string): number {
  const bytes = Buffer.from(text);
  for (let written = 0; written < bytes.length; ) written += writeSync(file, bytes, written);
  return bytes.length;
}
