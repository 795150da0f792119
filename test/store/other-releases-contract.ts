import { describe, expect, it, onTestFinished } from 'vitest';
import { keyOf } from '../../src/domain/ids.ts';
import { newRecord } from '../../src/domain/machine/new-record.ts';
import { workPartition } from '../../src/domain/work/work-row.ts';
import type { MachineSummary, WorkRef } from '../../src/ports/store.ts';
import type { Columns } from '../../src/store/entity-table.ts';
import { machineShape } from '../../src/store/machine-shape.ts';
import { nameOfTarget } from '../../src/store/row-table.ts';
import { vm } from '../work/fixtures.ts';
import type { UseStore, UseTable } from './contract.ts';
import { entryAt, fullRecord, sampleTime } from './sample-record.ts';

/** What a later release may have stored beside our columns, in every type a column can have here. */
const foreign: Columns = { wave: 'early', weight: 0.5, ring: 3, isPilot: true, finding_vault: 'satisfied' };
const early = '2026-01-05T08:00:00.000Z';

/** Rows of the release before this one, and of the one after it. */
export function otherReleasesContract(useStore: UseStore, useTable: UseTable): void {
  describe('rows of other releases', () => {
    machines(useStore, useTable);
    summaries(useStore, useTable);
    work(useStore, useTable);
    timelines(useStore, useTable);
    settings(useStore, useTable);
  });
}

function machines(useStore: UseStore, useTable: UseTable): void {
  it('keep their columns when a machine is replaced, and none of ours goes stale', async () => {
    const store = useStore();
    const full = fullRecord(vm('later'));
    await store.machines.insert(full);
    await useTable('machines').upsert(nameOfTarget(full.key), foreign, 'merge');
    const stored = await store.machines.read(full.key);
    expect(stored?.value).toEqual(full);
    const bare = newRecord(vm('later'), sampleTime);
    await store.machines.replace(bare, stored?.etag ?? '');
    const entity = await useTable('machines').read(nameOfTarget(full.key));
    expect(entity?.columns).toEqual({ ...machineShape.toColumns(bare).columns, ...foreign });
    expect((await store.machines.read(full.key))?.value).toEqual(bare);
    const listed = await store.machines.list({ limit: 9, name: 'later', code: 'installExtension' });
    expect(listed.records).toEqual([]);
  });

  it('have every filter column, also where nothing is known', async () => {
    const record = newRecord(vm('filters'), sampleTime);
    await useStore().machines.insert(record);
    const entity = await useTable('machines').read(nameOfTarget(record.key));
    expect(Object.keys(entity?.columns ?? {})).toEqual(expect.arrayContaining([...machineShape.filters]));
  });

  it('read back as they were cut to fit', async () => {
    const { machines: table } = useStore();
    const full = { ...fullRecord(vm('cut')), wouldWrite: [], facts: undefined };
    const detail = 'x'.repeat(40_000);
    await table.insert({ ...full, findings: { ama: { kind: 'blocked', code: 'C', detail } } });
    const stored = await table.read(full.key);
    expect(stored?.value.findings.ama?.detail).toHaveLength(200);
    expect((await table.list({ limit: 9, name: 'cut' })).records).toEqual([stored?.value]);
  });
}

function summaries(useStore: UseStore, useTable: UseTable): void {
  const summaryOf = async (key: string): Promise<MachineSummary | undefined> =>
    (await useStore().machines.summarize()).machines.find((machine) => machine.key === key);

  it('are counted with the flat findings that the first release wrote', async () => {
    const full = fullRecord(vm('first-release'));
    const { findings: _, refusals: __, ...columns } = machineShape.toColumns(full).columns;
    await useTable('machines').insert(nameOfTarget(full.key), columns);
    expect(await summaryOf(full.key)).toMatchObject({
      findings: { support: 'satisfied', 'data-collection': 'wanted' },
      refusals: [],
    });
  });

  it('are counted with services, statuses, kinds and systems that only another release knows', async () => {
    const full = fullRecord(vm('words'));
    await useTable('machines').insert(nameOfTarget(full.key), {
      ...machineShape.toColumns(full).columns,
      ...foreign,
      ...{ status: 'Verifying', code: 'NewReason', kind: 'pooledSet', os: 'macos' },
      findings: 'support=satisfied vault=not-yet identity=satisfied',
    });
    expect(await summaryOf(full.key)).toEqual({
      ...{
        key: full.key,
        status: 'Verifying',
        code: 'NewReason',
        kind: 'pooledSet',
        os: 'macos',
        profile: 'production',
      },
      subscription: full.subscription,
      findings: { support: 'satisfied', vault: 'not-yet', identity: 'satisfied' },
      refusals: [],
    });
  });

  it('tell the refused writes of their column, and none where it is damaged', async () => {
    const refusals = [{ at: sampleTime, code: 'RequestDisallowedByPolicy', text: 'by "no-agents"' }];
    const tell = async (name: string, column: string): Promise<unknown> => {
      const full = fullRecord(vm(name));
      await useStore().machines.insert(full);
      await useTable('machines').upsert(nameOfTarget(full.key), { refusals: column }, 'merge');
      return (await summaryOf(full.key))?.refusals;
    };
    expect(await tell('refused', JSON.stringify(refusals))).toEqual(refusals);
    expect(await tell('refused-badly', '[{"at":')).toEqual([]);
    expect(await tell('refused-otherwise', '{"count":3}')).toEqual([]);
  });
}

function work(useStore: UseStore, useTable: UseTable): void {
  const refOf = (name: string): WorkRef => ({ kind: 'machine', key: vm(name).key });
  const nameOf = ({ kind, key }: WorkRef) => ({ partition: workPartition(kind, key), row: key });

  it('keep their columns when work is requested, leased and parked', async () => {
    const { work: table } = useStore();
    const ref = refOf('later-work');
    await table.upsert(ref, { dueAt: early, stamp: 's1' });
    await useTable('work').upsert(nameOf(ref), foreign, 'merge');
    await table.upsert(ref, { stamp: 's2' });
    const stored = await table.read(ref);
    expect(stored?.value).toMatchObject({ ...ref, stamp: 's2', dueAt: early });
    await table.merge(ref, { leaseUntil: early }, stored?.etag ?? '');
    expect((await useTable('work').read(nameOf(ref)))?.columns).toEqual({
      ...foreign,
      ...{ dueAt: early, stamp: 's2', leaseUntil: early },
    });
  });

  it('are counted where this release does not know the kind, and are never due to it', async () => {
    const { work: table } = useStore();
    const key = keyOf('/rollouts/7');
    const columns = { dueAt: early, leaseUntil: early, stamp: 's', reason: 'wave 2', batch: 4 };
    await useTable('work').insert({ partition: `rollout|${key.slice(0, 1)}`, row: key }, columns);
    const { batch: _, ...known } = columns;
    expect(await table.listAll()).toContainEqual({
      ...{ kind: 'rollout', key, resourceId: '', subscription: '', starts: 0 },
      ...known,
    });
    expect(await table.listDue(`rollout|${key.slice(0, 1)}`, early)).toEqual([]);
    const due = await Promise.all([...'0123456789abcdef'].map((digit) => table.listDue(`machine|${digit}`, early)));
    expect(due.flat().some(({ value }) => value.key === key)).toBe(false);
    // A kind that a ref cannot name here, as it comes out of such a row.
    const read = await table.read({ kind: JSON.parse('"rollout"'), key });
    expect(read?.value).toMatchObject({ kind: 'rollout', key, reason: 'wave 2' });
  });

  it('do not keep the rows beside them waiting, whatever stands in them', async () => {
    const { work: table } = useStore();
    const ref = refOf('damaged');
    const partition = workPartition(ref.kind, ref.key);
    await useTable('work').insert(nameOf(ref), { dueAt: early, starts: 'many', leaseUntil: 7, stamp: true });
    await useTable('work').insert({ partition, row: 'not-a-key' }, { dueAt: early });
    const due = (await table.listDue(partition, early)).map(({ value }) => value);
    expect(due.find(({ key }) => key === ref.key)).toMatchObject({ starts: 0, leaseUntil: '', stamp: '' });
    expect(due.some(({ key }) => !/^[0-9a-f]{32}$/.test(key))).toBe(false);
    expect((await table.listAll()).map(({ key }) => key)).toContain('not-a-key');
  });
}

function timelines(useStore: UseStore, useTable: UseTable): void {
  it('leave a timeline readable, their words and fields included', async () => {
    const { timeline } = useStore();
    const { key } = vm('later-timeline');
    await timeline.append(key, [entryAt(0, 'seen'), { ...entryAt(60, 'done'), by: 'ann' }]);
    const [name] = await namesOf(useTable, key);
    const body = { ...entryAt(60, 'verified'), what: 'verification', probe: { ok: true } };
    await useTable('timeline').upsert({ partition: key, row: name ?? '' }, { body: JSON.stringify(body) }, 'merge');
    expect(await timeline.recent(key, 10)).toEqual([body, entryAt(0, 'seen')]);
    // Appended twice, as after a crash, it is one row, and whole.
    const copy = vm('later-timeline-copy').key;
    for (let times = 0; times < 2; times++) await timeline.append(copy, await timeline.recent(key, 1));
    expect(await timeline.recent(copy, 10)).toEqual([body]);
  });

  it('leave a timeline readable, and tell of the entry that is not', async () => {
    const { timeline } = useStore();
    const { key } = vm('damaged-timeline');
    await timeline.append(key, [entryAt(0, 'seen'), entryAt(60, 'done')]);
    const [name] = await namesOf(useTable, key);
    await useTable('timeline').upsert({ partition: key, row: name ?? '' }, { body: '{"at":7}' }, 'merge');
    expect(await timeline.recent(key, 10)).toEqual([
      { at: entryAt(60, '').at, what: 'event', text: expect.stringContaining('cannot read') },
      entryAt(0, 'seen'),
    ]);
  });

  it('have texts that were cut to fit', async () => {
    const { timeline } = useStore();
    const { key } = vm('long-timeline');
    await timeline.append(key, [entryAt(0, 'x'.repeat(9_000))]);
    expect((await timeline.recent(key, 1)).map(({ text }) => text.length)).toEqual([8_000]);
  });
}

function settings(useStore: UseStore, useTable: UseTable): void {
  const scope = vm('controlled-later').resourceId;
  const words = { by: 'ann', at: sampleTime, why: 'test' };
  const place = async (table: string, partition: string, columns: Columns): Promise<void> => {
    await useTable(table).upsert({ partition, row: 'later' }, columns, 'replace');
    // These would hold for every other test.
    onTestFinished(async () => {
      await useTable(table).delete({ partition, row: 'later' }, '*');
    });
  };
  const unreadableIn = async (partition: string) => {
    const { controls, gates } = useStore();
    const all = [...(await controls.listUnreadable()), ...(await gates.listUnreadable())];
    return all.filter((row) => row.partition === partition);
  };

  it.each<[string, Columns, string, string]>([
    ['who and when cannot be read', { scope, actor: 'ann', at: 5, why: 'test' }, scope, 'by, at'],
    ['its scope is of a kind not known', { ...words, scope: '/providers/Microsoft.Management/x' }, '*', 'everything'],
    ['its scope is no path', { ...words, scope: `${scope}?ring=broad` }, '*', 'everything'],
    ['its scope is not there', { ...words, scopes: `["${scope}"]` }, '*', 'everything'],
  ])('freeze, also where %s', async (_, columns, frozen, why) => {
    await place('controls', 'freeze', columns);
    expect((await useStore().controls.list('freeze')).map((freeze) => freeze.scope)).toEqual([frozen]);
    expect(await unreadableIn('freeze')).toEqual([
      { table: 'controls', partition: 'freeze', row: 'later', why: expect.stringContaining(why) },
    ]);
  });

  it.each<[string, Columns]>([
    ['of a kind not known', { ...words, scope: 'tag:ring=broad' }],
    ['not there', words],
    ['every path', { ...words, scope: '/' }],
  ])('arm nothing where their scope is %s', async (_, columns) => {
    const before = await useStore().controls.list('arm');
    await place('controls', 'arm', columns);
    expect(await useStore().controls.list('arm')).toEqual(before);
    expect(await unreadableIn('arm')).toMatchObject([{ row: 'later', why: expect.stringContaining('arms nothing') }]);
  });

  it('keep what stands beside a control when it is said anew', async () => {
    const { controls } = useStore();
    const name = { partition: 'freeze', row: keyOf(scope) };
    await controls.put('freeze', { ...words, scope, planHash: undefined });
    await useTable('controls').upsert(name, { why: 'of theirs', ticket: 'INC-7' }, 'merge');
    await controls.put('freeze', { ...words, scope, planHash: undefined });
    expect((await useTable('controls').read(name))?.columns).toEqual({
      ...words,
      scope,
      planHash: '',
      ticket: 'INC-7',
    });
    await controls.delete('freeze', scope);
  });

  it('close a gate for as long as can be read, and never keep it from being closed', async () => {
    const { gates } = useStore();
    await place('gates', 'sub-later', { closedUntil: '2027-02-01T09:00:00+00:00' });
    const [held] = (await gates.list()).filter(({ subscription }) => subscription === 'sub-later');
    expect(held).toEqual({
      subscription: 'sub-later',
      operationClass: 'later',
      closedUntil: '2027-02-01T09:00:00.000Z',
    });
    await place('gates', 'sub-later', { closed: true, until: 'soon' });
    expect((await gates.list()).some(({ subscription }) => subscription === 'sub-later')).toBe(false);
    expect(await unreadableIn('sub-later')).toMatchObject([{ table: 'gates', row: 'later' }]);
    const gate = { subscription: 'sub-later', operationClass: 'later', closedUntil: sampleTime };
    await gates.close(gate);
    expect(await gates.list()).toContainEqual(gate);
    const stored = await useTable('gates').read({ partition: 'sub-later', row: 'later' });
    expect(stored?.columns).toMatchObject({ closed: true, until: 'soon' });
    expect(await unreadableIn('sub-later')).toEqual([]);
  });
}

async function namesOf(useTable: UseTable, partition: string): Promise<readonly string[]> {
  const names: string[] = [];
  const where = [{ column: 'PartitionKey', is: 'eq', value: partition }] as const;
  for await (const page of useTable('timeline').pages({ where })) names.push(...page.map(({ row }) => row));
  return names;
}
