import { describe, expect, it } from 'vitest';
import type { WorldOptions } from '../../local/world/virtual-world.ts';
import type { MachineRecord } from '../../src/domain/machine/machine-record.ts';
import { standingOf } from '../domain/machine/standing-fixture.ts';
import { type Scenario, startScenario } from '../scenario/scenario.ts';
import { type AppAnswer, callApp } from './call-app.ts';
import { expectProblem, fieldsOf } from './expect-problem.ts';
import { openBelow, storeMachine, storeVms } from './stored-machines.ts';

const path = '/api/machines/vm-00/accept';
const good = { code: 'UnknownImage', why: 'built by us' };
const found = { kind: 'blocked', code: 'UnknownImage', detail: '/images/golden', hash: 'a1b2' } as const;

/** A world with so many held machines, of which Azure tells nothing new. */
async function startHeld(
  count = 1,
  options: WorldOptions = {},
): Promise<{ readonly world: Scenario; readonly records: readonly MachineRecord[] }> {
  const world = await startScenario(options);
  const records = await storeVms(world, count, (index) => ({
    ...{ standing: standingOf('Held', 'UnknownImage'), incarnation: `vm-${index}`, findings: { support: found } },
  }));
  for (const { resourceId } of records) world.azure.addFault({ principal: 'app', path: resourceId, status: 500 });
  return { world, records };
}

function accept(world: Scenario, body: unknown, name = 'vm-00'): Promise<AppAnswer> {
  return callApp(world, 'POST', `/api/machines/${name}/accept`, { body });
}

/** How often what was written to the store so far, by name. */
function writtenIn(world: Scenario): readonly (readonly [string, number])[] {
  return Object.entries(world.store.operations()).filter(([name]) =>
    /put|insert|upsert|replace|append|merge/.test(name),
  );
}

async function expectNothingWritten(
  world: Scenario,
  records: readonly MachineRecord[],
  before: unknown,
): Promise<void> {
  expect(writtenIn(world)).toEqual(before);
  for (const record of records) {
    expect((await world.store.machines.read(record.key))?.value).toEqual(record);
    expect(await world.store.timeline.recent(record.key, 9)).toEqual([]);
  }
  expect(await world.store.work.listAll()).toEqual([]);
}

describe('POST /api/machines/{keyOrName}/accept', () => {
  it('E19: answers where to look and what holds now, shows it on the machine, lists and counts it', async () => {
    const { world, records } = await startHeld(3);
    const [{ key, resourceId } = { key: '', resourceId: '' }] = records;
    const until = new Date(world.clock.now() + 60 * 60_000).toISOString();
    const answer = await accept(world, { ...good, until, hash: 'a1b2' });
    const acceptance = {
      ...{ code: 'UnknownImage', detail: '/images/golden', hash: 'a1b2', by: 'a function key', why: 'built by us' },
      ...{ at: expect.any(String), until },
    };
    expect(answer.status, answer.text).toBe(202);
    expect(answer.headers['retry-after']).toBe('15');
    expect(answer.headers.location).toMatch(new RegExp(`/api/machines/${key}$`));
    expect(answer.body).toEqual({ key, name: 'vm-00', resourceId, acceptance, armed: true, frozen: false });
    const { body } = await callApp(world, 'GET', `/api/machines/${key}`);
    expect(body.acceptances).toEqual([acceptance]);
    expect(body.timeline).toContainEqual(
      expect.objectContaining({
        ...{ what: 'operator', by: 'a function key', code: 'UnknownImage' },
        text: `accept UnknownImage until ${until}: built by us (/images/golden)`,
      }),
    );
    const list = await callApp(world, 'GET', '/api/machines?accepted=true');
    expect(list.body.machines).toMatchObject([{ name: 'vm-00', accepted: ['UnknownImage'] }]);
    expect((await callApp(world, 'GET', '/api/adoption')).body.accepted).toBe(1);
    expect(await world.store.work.listAll()).toMatchObject([{ key }]);
  });

  it('E19: says that its scope is not armed, and that it is frozen', async () => {
    const { world } = await startHeld(1, { armed: false });
    await callApp(world, 'POST', '/api/freeze', { body: { why: 'test' } });
    expect((await accept(world, good)).body).toMatchObject({ armed: false, frozen: true });
  });

  it('E19: accepts nothing of what it refuses, and writes nothing', async () => {
    const { world, records } = await startHeld(2);
    const before = writtenIn(world);
    const soon = world.clock.now() + 10 * 60_000;
    const daysAhead = (days: number) => new Date(soon + days * 24 * 60 * 60_000).toISOString();
    const invalid = async (body: unknown, ...fields: readonly string[]): Promise<void> => {
      const answer = await accept(world, body);
      expectProblem(answer, 400, 'InvalidRequest');
      expect(fieldsOf(answer)).toEqual(fields);
    };
    await invalid({ ...good, code: 'NoSuchCode' }, 'code');
    await invalid({ ...good, code: 'constructor' }, 'code');
    await invalid({ ...good, code: 7 }, 'code');
    await invalid({ code: 'UnknownImage' }, 'why');
    await invalid({ ...good, why: '' }, 'why');
    await invalid({ ...good, until: 'tomorrow' }, 'until');
    await invalid({ ...good, until: '2027-01-31T00:00:00' }, 'until');
    await invalid({ ...good, until: '2020-01-01T00:00:00Z' }, 'until');
    await invalid({ ...good, until: daysAhead(367) }, 'until');
    await invalid({ ...good, hash: null }, 'hash');
    await invalid({ ...good, force: true }, 'force');
    const notAcceptable = await accept(world, { ...good, code: 'ScopeLocked' });
    expectProblem(notAcceptable, 422, 'NotAcceptable');
    expect(notAcceptable.body.acceptable).toEqual([
      'ForeignIdentity',
      'OtherEdr',
      'OtherEdrUnknown',
      'SurgeReplacesInstances',
      'UnknownImage',
    ]);
    expectProblem(await accept(world, { ...good, code: 'ForeignIdentity' }), 409, 'NotHeld');
    const changed = await accept(world, { ...good, hash: 'of-another-image' });
    expectProblem(changed, 409, 'FindingChanged');
    expect(changed.body).toMatchObject({ found: '/images/golden', hash: 'a1b2' });
    expectProblem(await accept(world, good, 'nobody'), 404, 'MachineNotFound');
    const large = await accept(world, { ...good, why: 'x'.repeat(5_000_000) });
    expectProblem(large, 413, 'BodyTooLarge');
    await expectNothingWritten(world, records, before);
  });

  it('E19: refuses a key that may only read', async () => {
    const { world, records } = await startHeld(1, { settings: { allowKeyWrites: false } });
    const before = writtenIn(world);
    expectProblem(await accept(world, good), 403, 'KeyWritesNotAllowed');
    const withdraw = await callApp(world, 'DELETE', `${path}?reason=UnknownImage`);
    expectProblem(withdraw, 403, 'KeyWritesNotAllowed');
    await expectNothingWritten(world, records, before);
  });

  it('E19: leaves a damaged row alone, and says which', async () => {
    const { world, records } = await startHeld(1);
    const damage = await openBelow(world, records);
    for (const { key } of records) {
      await damage(key);
      const answer = await accept(world, good, key);
      expectProblem(answer, 409, 'RowUnreadable');
      expect(JSON.stringify(answer.body.unreadable)).toContain(key);
    }
  });

  it('E19: a name that two machines have is not enough', async () => {
    const { world } = await startHeld(1);
    const other = '/subscriptions/11111111-2222-3333-4444-555555555555/resourceGroups/other';
    await storeMachine(world, `${other}/providers/Microsoft.Compute/virtualMachines/vm-00`, {
      findings: { support: found },
    });
    expectProblem(await accept(world, good), 409, 'NameNotUnique');
  });
});

describe('DELETE /api/machines/{keyOrName}/accept', () => {
  it('E19: takes the acceptance back, tells it, and owes a look', async () => {
    const { world, records } = await startHeld(1);
    await accept(world, good);
    const answer = await callApp(world, 'DELETE', `${path}?reason=UnknownImage`);
    expect(answer.status, answer.text).toBe(200);
    expect(answer.body).toEqual({ key: records[0]?.key, code: 'UnknownImage', accepted: false });
    const { body } = await callApp(world, 'GET', '/api/machines/vm-00');
    expect(body).toMatchObject({ acceptances: [], accepted: [] });
    expect(JSON.stringify(body.timeline)).toContain('no longer accept UnknownImage');
    expect((await callApp(world, 'GET', '/api/machines?accepted=true')).body.machines).toEqual([]);
  });

  it('E19: of what nobody has accepted changes nothing', async () => {
    const { world, records } = await startHeld(1);
    const before = writtenIn(world);
    for (const reason of ['UnknownImage', 'NoSuchCode']) {
      expectProblem(await callApp(world, 'DELETE', `${path}?reason=${reason}`), 404, 'NotAccepted');
    }
    const nameless = await callApp(world, 'DELETE', path);
    expectProblem(nameless, 400, 'InvalidRequest');
    expect(fieldsOf(nameless)).toEqual(['reason']);
    await expectNothingWritten(world, records, before);
  });
});
