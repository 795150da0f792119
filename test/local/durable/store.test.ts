import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { orchestratorStarted } from '../../../local/durable/history-events.ts';
import type { DurableStore, InstanceRow } from '../../../local/durable/store/durable-store.ts';
import { FileStore } from '../../../local/durable/store/file-store.ts';
import { MemoryStore } from '../../../local/durable/store/memory-store.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'durable-store-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const journal = (): string => join(folder, 'durable-journal.jsonl');

function row(instanceId: string, change: Partial<InstanceRow> = {}): InstanceRow {
  return {
    instanceId,
    executionId: 'e1',
    name: 'orchestrator',
    runtimeStatus: 'Running',
    createdTime: '2026-01-05T08:00:00Z',
    lastUpdatedTime: '2026-01-05T08:00:00Z',
    input: '{"a":1}',
    output: undefined,
    customStatus: undefined,
    ...change,
  };
}

const event = orchestratorStarted(0);
const later = orchestratorStarted(1000);

describe.each([
  ['memory', () => new MemoryStore()],
  ['file', () => new FileStore(folder)],
])('the %s store', (_, open: () => DurableStore) => {
  test('keeps instances with their history, appended or begun anew', () => {
    const store = open();
    store.commit({ put: row('a'), history: { reset: true, append: [event] } });
    store.commit({ put: row('a', { runtimeStatus: 'Completed' }), history: { reset: false, append: [later] } });
    expect(store.read('a')).toEqual({ row: row('a', { runtimeStatus: 'Completed' }), history: [event, later] });
    store.commit({ put: row('a', { executionId: 'e2' }), history: { reset: true, append: [later] } });
    expect(store.read('a')).toEqual({ row: row('a', { executionId: 'e2' }), history: [later] });
    store.commit({ purge: 'a' });
    expect(store.read('a')).toBeUndefined();
    store.close();
  });

  test('keeps messages until they are removed, with the lease of an activity', () => {
    const store = open();
    const id = store.nextMessageId();
    const activity = {
      kind: 'activity',
      id,
      instanceId: 'a',
      executionId: 'e1',
      taskId: 0,
      name: 'n',
      input: '1',
    } as const;
    const other = { kind: 'event', id: store.nextMessageId(), instanceId: 'a', executionId: 'e1', event } as const;
    store.commit({ add: [activity, other] });
    store.commit({ lease: { id, untilMs: 77 } });
    expect(store.messages()).toEqual([{ ...activity, leasedUntilMs: 77 }, other]);
    store.commit({ remove: [id] });
    expect(store.messages()).toEqual([other]);
    expect(store.nextMessageId()).toBeGreaterThan(other.id);
    store.close();
  });

  test('counts its reads and writes', () => {
    const store = open();
    store.commit({ put: row('a') });
    store.read('a');
    store.read('b');
    expect(store.operations()).toEqual({ reads: 2, writes: 1 });
    store.close();
  });
});

describe('the journal', () => {
  test('brings everything back when it is opened again, and only the owner may read it', () => {
    const store = new FileStore(folder);
    store.commit({ put: row('a'), history: { reset: true, append: [event, later] } });
    const message = { kind: 'event', id: store.nextMessageId(), instanceId: 'a', executionId: 'e1', event } as const;
    store.commit({ add: [message] });
    // Not closed: as after a kill.
    const next = new FileStore(folder);
    expect(next.read('a')).toEqual({ row: row('a'), history: [event, later] });
    expect(next.messages()).toEqual([message]);
    expect(next.nextMessageId()).toBe(message.id + 1);
    expect(statSync(journal()).mode & 0o777).toBe(0o600);
  });

  test('leaves out a last line that was cut short, and goes on behind it', () => {
    const store = new FileStore(folder);
    store.commit({ put: row('a') });
    store.commit({ put: row('b') });
    store.close();
    const bytes = readFileSync(journal());
    for (let cut = 1; cut < 100; cut += 7) {
      writeFileSync(journal(), bytes.subarray(0, bytes.length - cut));
      const next = new FileStore(folder);
      expect(next.read('a')).toBeDefined();
      expect(next.read('b')).toBeUndefined();
      next.commit({ put: row('c') });
      next.close();
      const last = new FileStore(folder);
      expect(last.read('c')).toEqual({ row: row('c'), history: [] });
      last.close();
    }
  });

  test('refuses a line in the middle that is not JSON, and names it', () => {
    const store = new FileStore(folder);
    store.commit({ put: row('a') });
    store.close();
    appendFileSync(journal(), 'not json\n{}\n');
    expect(() => new FileStore(folder)).toThrow(/^Line 2 of .*durable-journal\.jsonl is not JSON/);
  });

  test('is compacted when it has grown, and loses nothing', () => {
    const store = new FileStore(folder);
    const large = 'x'.repeat(100_000);
    for (let i = 0; i < 100; i++) store.commit({ put: row('a', { output: JSON.stringify(large + i) }) });
    expect(statSync(journal()).size).toBeLessThan(5_000_000);
    const next = new FileStore(folder);
    expect(next.read('a')?.row.output).toBe(JSON.stringify(`${large}99`));
    next.close();
    expect(statSync(journal()).size).toBeLessThan(110_000);
  });
});
