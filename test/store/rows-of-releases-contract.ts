import { beforeAll, describe, expect, it } from 'vitest';
import type { JsonObject } from '../../local/azure/core/types.ts';
import { lookIdSchema, specHashSchema, type TargetKey, targetKeySchema } from '../../src/domain/ids.ts';
import { isForeignMachine } from '../../src/domain/machine/foreign-parts.ts';
import type { MachineFacts } from '../../src/domain/machine/machine-facts.ts';
import { serviceNames } from '../../src/domain/service-name.ts';
import { beginStep } from '../../src/domain/step/begin-step.ts';
import { endStep } from '../../src/domain/step/end-step.ts';
import { type MachineRef, parseMachineId } from '../../src/domain/target/machine-ref.ts';
import { lookAtMachine } from '../../src/look/look-at-machine.ts';
import { runLook } from '../../src/look/run-look.ts';
import { machineKind } from '../../src/look/target-kinds.ts';
import { requestOnboard } from '../../src/operator/request-onboard.ts';
import type { Ports } from '../../src/ports/ports.ts';
import type { StorePort } from '../../src/ports/store.ts';
import type { Columns, Entity, EntityTable } from '../../src/store/entity-table.ts';
import { fleetOf } from '../domain/look/look-fixture.ts';
import { step } from '../domain/permit/permit-request.ts';
import { agent, arcMachine, builtInId, linuxRule, sharedFacts, vmMachine } from '../domain/services/facts.ts';
import { bodyOfPiece1 } from '../fixtures/piece-1/body-of-piece-1.ts';
import { readFixture, type StoredEntity, type StoredRows } from '../fixtures/read-fixture.ts';
import { FakeAzure } from '../look/fake-azure.ts';
import { answerOf } from '../look/step-rig.ts';

interface OpenedStore {
  readonly store: StorePort;
  readonly table: (name: string) => EntityTable;
}

/** After everything that the rows tell of. */
const nowMs = Date.parse('2027-02-01T08:30:00.000Z');
const subscription = '5b5c0000-0000-4000-a000-000000000001';

/**
 * Rows of the first release, and of an invented later one, as they are stored: each is read, listed, counted, looked
 * at in every way that a look can end, and written back with nothing lost that this release does not know.
 */
export function rowsOfReleasesContract(name: string, open: () => Promise<OpenedStore>): void {
  describe.each(['piece-1', 'later-release'])(`rows of %s on ${name}`, (release) => {
    const rows = JSON.parse(readFixture(`${release}/rows.json`)) as StoredRows;
    const keys = rows.machines.map(({ rowKey }) => targetKeySchema.parse(rowKey));
    const words = rows.machines.map((row) => [String(Object(row).name), row] as const);
    let opened: OpenedStore | undefined;
    const useOpened = (): OpenedStore => {
      if (opened === undefined) throw new Error('The store is not open yet.');
      return opened;
    };
    beforeAll(async () => {
      opened = await open();
      for (const [table, entities] of Object.entries(rows)) {
        for (const entity of entities) await put(opened, table, entity);
      }
    });

    it('are all read and listed', async () => {
      const { machines } = useOpened().store;
      for (const key of keys) expect((await machines.read(key))?.value.key).toBe(key);
      const page = await machines.list({ limit: 1_000 });
      expect(page.unreadable).toEqual([]);
      expect(page.records.map(({ key }) => key)).toEqual([...keys].sort());
    });

    it('are all counted, each in one status', async () => {
      const { machines, unreadable } = await useOpened().store.machines.summarize();
      expect(unreadable).toEqual([]);
      expect(machines.map(({ status }) => status).sort()).toEqual(
        rows.machines.map((row) => Object(row).status).sort(),
      );
    });

    it('have all that is owed counted, their history told, and their specs read or said to be foreign', async () => {
      const { work, timeline, specs, controls } = useOpened().store;
      expect((await work.listAll()).map(({ key }) => String(key)).sort()).toEqual(rows.work.map(keyOfRow).sort());
      for (const { partitionKey, body } of rows.timeline) {
        const entries = await timeline.recent(targetKeySchema.parse(partitionKey), 100);
        expect(entries).toContainEqual(body);
      }
      for (const { rowKey, body } of rows.specs) {
        const isOurs = ['vm', 'arc'].includes(Object(body).kind);
        const spec = await specs.read(specHashSchema.parse(rowKey));
        expect(spec).toEqual(isOurs ? expect.objectContaining({ kind: Object(body).kind }) : 'foreign');
      }
      const said = (kind: string) => rows.controls.filter(({ partitionKey }) => partitionKey === kind).map(Object);
      const armed = said('arm').flatMap(({ scope }) => scope ?? []);
      expect((await controls.list('arm')).map(({ scope }) => scope)).toEqual(armed);
      const frozen = said('freeze').map(({ scope }) => (scope.startsWith('/') ? scope : '*'));
      expect((await controls.list('freeze')).map(({ scope }) => scope)).toEqual(frozen);
    });

    it('have what cannot be read of their controls and gates named', async () => {
      const { controls, gates } = useOpened().store;
      const named = [...(await controls.listUnreadable()), ...(await gates.listUnreadable())];
      const isOdd = (row: StoredEntity): boolean => !('by' in row) && !('closedUntil' in row);
      const odd = [...rows.controls, ...rows.gates].filter(isOdd).map(keyOfRow);
      expect(named.map(({ row }) => row)).toEqual(odd);
    });

    it.each(words)('%s is the same when it is written back', async (_, row) => {
      const { store } = useOpened();
      const before = await reset(useOpened(), row);
      const stored = await store.machines.read(before.key);
      if (stored === undefined) throw new Error('the row is gone');
      await store.machines.replace(stored.value, stored.etag);
      const after = await readBack(useOpened(), before.key);
      expect(after.columns).toMatchObject(before.columns);
      expect(after.body).toMatchObject(before.body);
    });

    it.each(words)('%s loses nothing unknown by a look, however that ends, nor by an operator', async (_, row) => {
      for (const [end, act] of Object.entries(acts)) {
        const before = await reset(useOpened(), row);
        await act(useOpened().store, before);
        const after = await readBack(useOpened(), before.key);
        const [is, was] = [unknownIn(after.body), unknownIn(before.body)];
        expect(is, end).toMatchObject(end === 'onboarded' ? { ...was, eligibility: is.eligibility } : was);
        for (const [column, value] of Object.entries(before.columns)) {
          if (!ourColumns.has(column)) expect(after.columns[column], column).toBe(value);
        }
        if (release === 'piece-1') expect(() => bodyOfPiece1.parse(after.body), end).not.toThrow();
      }
    });

    const others = words.filter(([row]) => ['vm-endpoint', 'vm-reshaped', 'vm-failed'].includes(row));
    it.each(others)(
      '%s is looked at and written to without a throw, however much another release left',
      async (_, row) => {
        for (const length of [29_500, 30_500, 31_500, 32_500, mostInColumn]) {
          for (const [end, act] of Object.entries({ ...acts, 'written to': writeTo })) {
            const before = await reset(useOpened(), fill(row, length));
            await act(useOpened().store, before);
            const { columns, body } = await readBack(useOpened(), before.key);
            expect(body.rollouts, `${end} with ${length}`).toEqual(before.body.rollouts);
            expect(unknownIn(body).row).toMatchObject(Object(unknownIn(before.body).row));
            expect(columns).toMatchObject({ resourceId: before.body.resourceId });
          }
        }
      },
    );

    it.each(others)('%s is left alone where no room is left in it, and only there', async (_, row) => {
      const isLeft = async (length: number): Promise<boolean> => {
        const { key } = await reset(useOpened(), fill(row, length));
        const stored = await useOpened().store.machines.read(key);
        return stored !== undefined && isForeignMachine(stored.value);
      };
      expect(await isLeft(29_500)).toBe(false);
      expect(await isLeft(mostInColumn)).toBe(true);
    });
  });
}

/** UTF-16 units of one column of Azure Tables. */
const mostInColumn = 32_768;

/** The row with so much of another release in it that its body has this length. */
function fill(row: StoredEntity, length: number): StoredEntity {
  const { body } = row;
  const rest = JSON.stringify({ ...Object(body), rollouts: '' }).length;
  return { ...row, body: { ...Object(body), rollouts: 'z'.repeat(length - rest) } };
}

/** A row as it is stored, its body apart. */
interface StoredRow {
  readonly key: TargetKey;
  readonly columns: Columns;
  readonly body: JsonObject;
}

function keyOfRow({ rowKey }: StoredEntity): string {
  return rowKey;
}

async function put({ table }: OpenedStore, name: string, entity: StoredEntity): Promise<void> {
  const { partitionKey, rowKey, body, ...columns } = entity;
  const stored = body === undefined ? columns : { ...columns, body: JSON.stringify(body) };
  await table(name).upsert({ partition: partitionKey, row: rowKey }, stored, 'replace');
}

/** Stores the row as its release left it. Hints are looked up by now, and not stored. */
async function reset(opened: OpenedStore, row: StoredEntity): Promise<StoredRow> {
  await put(opened, 'machines', row);
  const stored = await readBack(opened, targetKeySchema.parse(row.rowKey));
  const { hint: _, ...body } = stored.body;
  return { ...stored, body };
}

async function readBack({ table }: OpenedStore, key: TargetKey): Promise<StoredRow> {
  const entity = await table('machines').read({ partition: key.slice(0, 1), row: key });
  if (entity === undefined) throw new Error(`there is no row ${key}`);
  const { body, ...columns } = columnsOf(entity);
  return { key, columns, body: JSON.parse(String(body)) as JsonObject };
}

function columnsOf({ columns }: Entity): Columns {
  return Object.fromEntries(
    Object.entries(columns).flatMap(([name, value]) =>
      typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? [[name, value]] : [],
    ),
  );
}

/** What this release writes itself; every other column is another release's. */
const ourColumns = new Set([
  ...['status', 'code', 'kind', 'os', 'profile', 'subscription', 'name', 'resourceId', 'findings', 'refusals'],
  ...serviceNames.map((service) => `finding_${service.replaceAll('-', '_')}`),
]);

type Act = (store: StorePort, row: StoredRow) => Promise<unknown>;

const acts: Readonly<Record<string, Act>> = {
  'as wanted': (store, row) => lookAt(store, row, (facts) => ({ kind: 'found', value: facts })),
  'lacks everything': (store, row) =>
    lookAt(store, row, (facts) => ({ kind: 'found', value: { ...facts, extensions: [], associations: [] } })),
  refused: (store, row) => lookAt(store, row, () => ({ kind: 'failed', failure: answerOf(403, 'Forbidden') })),
  unanswered: (store, row) =>
    lookAt(store, row, () => ({ kind: 'failed', failure: { source: 'network', message: 'reset' } })),
  onboarded: async (store, row) => {
    const ports = portsOf(store, new FakeAzure(vmMachine(), { now: () => nowMs }));
    return requestOnboard(ports, { resourceId: String(row.body.resourceId), by: 'ann', why: 'test' });
  },
};

/** Saves the attempt of a step, and its failure, as `run-step.ts` does around a write; and looks at it then. */
async function writeTo(store: StorePort, row: StoredRow): Promise<void> {
  const { machines } = store;
  const { key } = row;
  const stored = await machines.read(key);
  if (stored === undefined || isForeignMachine(stored.value)) return;
  const begun = beginStep(stored.value, step, lookIdSchema.parse('look-of-test'), nowMs);
  const saved = await machines.replace(begun, stored.etag);
  if (saved.kind !== 'done') throw new Error('the attempt was not saved');
  const failure = { code: 'UnknownFailure', class: 'retry', detail: 'x'.repeat(400) } as const;
  const failed = endStep(begun, step.id, { kind: 'failed', failure, correlationId: 'c'.repeat(36) }, nowMs);
  expect((await machines.replace(failed, saved.etag)).kind).toBe('done');
  expect((await machines.read(key))?.value.steps[step.id]?.attempts).toBeGreaterThan(0);
  await lookAt(store, row, () => ({ kind: 'failed', failure: answerOf(403, 'Forbidden') }));
}

async function lookAt(
  store: StorePort,
  { key, body }: StoredRow,
  answer: (facts: MachineFacts) => FakeAzure['machine'],
): Promise<void> {
  const resourceId = String(body.resourceId);
  const facts = completeFacts(parseMachineId(resourceId), body);
  const azure = new FakeAzure(facts, { now: () => nowMs });
  azure.machine = answer(facts);
  const { associations = [] } = facts;
  azure.associations = { kind: 'found', value: associations };
  azure.readOperation = async () => ({ kind: 'found', value: { state: 'succeeded' } });
  azure.readShared = async () => ({
    kind: 'found',
    value: sharedFacts({ rules: { [linuxRule]: { state: 'present', resourceId: linuxRule } } }),
  });
  await store.work.upsert(
    { kind: 'machine', key },
    { resourceId, subscription, dueAt: '', leaseUntil: '', stamp: 's' },
  );
  const ports = portsOf(store, azure);
  const looked = await runLook({ ports, kind: machineKind, key }, (start) => lookAtMachine(ports, start));
  expect(looked).not.toEqual({ kind: 'done', status: 'none' });
  expect(azure.sent).toEqual([]);
}

function portsOf(store: StorePort, azure: FakeAzure): Ports {
  const rule = linuxRule.replace(/^\/subscriptions\/[^/]+/, `/subscriptions/${subscription}`);
  return {
    ...{ clock: { now: () => nowMs }, wallClock: { now: () => nowMs }, pause: async () => {} },
    ...{ newId: () => 'look-of-test', random: () => 0, azure, store },
    fleet: fleetOf({ scope: { subscriptions: [subscription] } }, { dataCollection: { rules: [{ id: rule }] } }),
    settings: {
      ownPrincipals: [],
      allowKeyWrites: false,
      tickSeconds: 60,
      sweepMinutes: 30,
      cloud: 'AzureCloud',
      events: undefined,
      freezeDrainMs: 0,
    },
  };
}

/** The machine of the row, with all that it should have; where the row names none, some machine that is not asked for. */
function completeFacts(machine: MachineRef = vmMachine().machine, body: JsonObject): MachineFacts {
  const incarnation = typeof body.incarnation === 'string' ? body.incarnation : 'first-1';
  const parts = { machine, incarnation, extensions: [agent()] };
  const associations = [{ name: 'by-hand', ruleId: linuxRule, endpointId: undefined }];
  return machine.kind === 'arc'
    ? arcMachine({ ...parts, associations })
    : vmMachine({ ...parts, associations, identity: { system: false, userAssigned: [builtInId] } });
}

const known: Readonly<Record<'row' | 'step' | 'facts' | 'exclusion', readonly string[]>> = {
  row: Object.keys(bodyOfPiece1.shape).filter((field) => !['schemaVersion', 'goal', 'heartbeatAt'].includes(field)),
  step: [
    ...['service', 'touches', 'attempts', 'waits', 'waitingSince', 'firstAt', 'lastAt', 'nextAttemptAt', 'lookId'],
    ...['writes', 'operationUrl', 'correlationId', 'failure', 'refusals'],
  ],
  facts: ['createdAt', 'state', 'image', 'operatingSystem', 'identity', 'extensions', 'ruleIds', 'managedBy'],
  exclusion: ['by', 'why', 'until'],
};
const ourStates: readonly unknown[] = ['intent', 'confirmed'];
const ourSteps = /^(attachIdentity|associateDataCollectionRule|installExtension|removeExtension)\b/;

/** All of a body that this release does not know; told apart here by lists of its own. */
function unknownIn(body: JsonObject): Readonly<Record<string, unknown>> {
  const { findings, steps, owned, facts, eligibility, exclusion } = body;
  const isTheirs = (entry: JsonObject): boolean =>
    !ourStates.includes(entry.state) || !ourSteps.test(String(entry.stepId));
  return {
    row: without(body, [...known.row, 'detail', 'until']),
    findings: without(findings, serviceNames),
    steps: Object.fromEntries(
      Object.entries(Object(steps)).flatMap(([id, step]): [string, unknown][] => {
        const theirs = ourSteps.test(id) ? without(step, known.step) : step;
        return ourSteps.test(id) && Object.keys(Object(theirs)).length === 0 ? [] : [[id, theirs]];
      }),
    ),
    owned: Array.isArray(owned) ? owned.filter(isTheirs) : [],
    facts: without(facts, known.facts),
    eligibility: [undefined, 'new', 'adopted', 'awaiting'].includes(Object(eligibility).state) ? {} : eligibility,
    exclusion: without(exclusion, known.exclusion),
    kind: ['vm', 'arc'].includes(String(body.kind)) ? '' : body.kind,
    os: ['windows', 'linux', 'unknown'].includes(String(body.os)) ? '' : body.os,
  };
}

function without(value: unknown, names: readonly string[]): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(Object(value)).filter(([name]) => !names.includes(name)));
}
