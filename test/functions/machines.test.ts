import { describe, expect, it } from 'vitest';
import { arcBody, arcId, vmBody, vmId } from '../../local/world/machines.ts';
import { worldKeys } from '../../local/world/virtual-world.ts';
import type { MachinePage } from '../../src/ports/store.ts';
import { standingOf } from '../domain/machine/standing-fixture.ts';
import { put, quietVm, touch } from '../scenario/existing.ts';
import { type Scenario, startScenario } from '../scenario/scenario.ts';
import { type AppAnswer, callApp } from './call-app.ts';
import { expectProblem, fieldsOf } from './expect-problem.ts';
import { storeMachine, storeVms } from './stored-machines.ts';

function keysOf(answer: AppAnswer): readonly string[] {
  const { machines } = answer.body;
  return Array.isArray(machines) ? machines.map((machine: { key: string }) => machine.key) : [];
}

async function namesOf(world: Scenario, query: string): Promise<readonly string[]> {
  const { machines } = (await callApp(world, 'GET', `/api/machines?${query}`)).body;
  return Array.isArray(machines) ? machines.map((machine: { name: string }) => machine.name).sort() : [];
}

describe('GET /api/machines', () => {
  it('lists every machine once, in key order, page by page, with links that work and carry no key', async () => {
    const world = await startScenario();
    const stored = await storeVms(world, 23);
    const keys: string[] = [];
    const sizes: number[] = [];
    let path: string | null = `/api/machines?limit=10&status=Discovered&code=${worldKeys.function}`;
    while (path !== null) {
      const answer: AppAnswer = await callApp(world, 'GET', path);
      expect(answer.status).toBe(200);
      expect(answer.headers['content-type']).toBe('application/json');
      keys.push(...keysOf(answer));
      sizes.push(keysOf(answer).length);
      const { next } = answer.body;
      expect(String(next)).not.toContain(worldKeys.function);
      path = next === null ? null : String(next).replace(/^http:\/\/[^/]+/, '');
    }
    expect(sizes).toEqual([10, 10, 3]);
    expect(keys).toEqual(stored.map(({ key }) => key).sort());
  });

  it('drops the key from links however it is spelled', async () => {
    const world = await startScenario();
    await storeVms(world, 3);
    const path = `/api/machines?limit=1&Code=${worldKeys.function}&CODE=${worldKeys.function}`;
    const { body } = await callApp(world, 'GET', path, { key: null });
    expect(body.next).toEqual(expect.stringContaining('after='));
    expect(body.next).not.toContain(worldKeys.function);
  });

  it('ends on a full last page, and is empty for an empty fleet', async () => {
    const world = await startScenario();
    expect((await callApp(world, 'GET', '/api/machines')).body).toEqual({ machines: [], next: null });
    await storeVms(world, 2);
    expect((await callApp(world, 'GET', '/api/machines?limit=2')).body.next).toBeNull();
  });

  it('names the rows that it cannot read', async () => {
    const world = await startScenario();
    const unreadable = [{ key: 'abc', resourceId: '', why: 'status: Invalid input' }];
    const list = async (): Promise<MachinePage> => ({ records: [], unreadable, next: undefined });
    Object.assign(world.ports.store.machines, { list });
    expect((await callApp(world, 'GET', '/api/machines')).body).toEqual({ machines: [], unreadable, next: null });
  });

  it.each([
    ['AzureCloud', 'westus', 'com'],
    ['AzureUSGovernment', 'usgovvirginia', 'us'],
  ] as const)('M19: in %s the hint names the hosts that an agent which did not get through needs', async (...row) => {
    const [cloud, region, end] = row;
    const world = await startScenario({ settings: { cloud } });
    const code = 'ProvisioningTimeout';
    const standing = standingOf('Failed', code);
    const [ama] = await storeVms(world, 2, (index) => ({
      region,
      standing,
      findings: { [index === 0 ? 'ama' : 'identity']: { kind: 'blocked', code } },
    }));
    const { machines } = (await callApp(world, 'GET', '/api/machines')).body;
    const rows = Array.isArray(machines) ? machines : [];
    const hintOf = (isOfAgent: boolean) => rows.find(({ key }) => (key === ama?.key) === isOfAgent)?.hint;
    expect(hintOf(true)).toContain(
      `It needs port 443 of global.handler.control.monitor.azure.${end}, ${region}.handler.control.monitor.azure.${end}, `,
    );
    expect(hintOf(true)).toMatch(/service tags AzureMonitor and AzureResourceManager/);
    expect(hintOf(false)).toMatch(/outbound network of the machine\.$/);
  });

  it('filters by each column, and by several at once', async () => {
    const world = await startScenario();
    const group = world.tenant.group;
    await storeMachine(world, `${group}/providers/Microsoft.Compute/virtualMachines/Web-01`, {
      ...{ standing: standingOf('Held', 'Locked'), os: 'linux', profile: 'production' },
    });
    await storeMachine(world, arcId(world.tenant, 'srv-01'), { os: 'windows', standing: standingOf('Configured') });
    const other = group.replace('5b5c0000', '6b5c0000');
    await storeMachine(world, `${other}/providers/Microsoft.Compute/virtualMachines/db-01`);
    const all = ['Web-01', 'db-01', 'srv-01'];
    expect(await namesOf(world, '')).toEqual(all);
    expect(await namesOf(world, 'status=Held')).toEqual(['Web-01']);
    expect(await namesOf(world, 'reason=Locked')).toEqual(['Web-01']);
    expect(await namesOf(world, 'name=WEB-01')).toEqual(['Web-01']);
    expect(await namesOf(world, 'profile=production&os=linux')).toEqual(['Web-01']);
    expect(await namesOf(world, 'kind=arc')).toEqual(['srv-01']);
    expect(await namesOf(world, 'kind=vm')).toEqual(['Web-01', 'db-01']);
    expect(await namesOf(world, 'os=windows')).toEqual(['srv-01']);
    expect(await namesOf(world, `subscription=${other.split('/')[2]?.toUpperCase()}`)).toEqual(['db-01']);
    expect(await namesOf(world, 'status=Held&kind=arc')).toEqual([]);
    expect(await namesOf(world, `name=${encodeURIComponent("x' or name ne '")}`)).toEqual([]);
  });

  it('shows of each machine where it stands, why, what to do, and how each service is', async () => {
    const world = await startScenario();
    const id = await quietVm(world, 'vm-1');
    await touch(world, id);
    await world.callAzure('PUT', `${id}/providers/Microsoft.Authorization/locks/no`, {
      body: { properties: { level: 'ReadOnly' } },
    });
    await put(world, vmId(world.tenant, 'vm-2'), vmBody('vm-2'));
    await world.untilQuiet();
    const { machines } = (await callApp(world, 'GET', '/api/machines')).body;
    expect(machines).toContainEqual(
      expect.objectContaining({
        ...{ name: 'vm-2', kind: 'vm', os: 'linux', region: 'westeurope', profile: 'all', resourceGroup: 'fleet-rg' },
        ...{ status: 'Configured', code: null, hint: null, coarseStatus: 'Configured' },
        services: Object.fromEntries(
          ['support', 'identity', 'ama', 'data-collection'].map((name) => [name, { kind: 'satisfied', code: null }]),
        ),
      }),
    );
    expect(machines).toContainEqual(expect.objectContaining({ name: 'vm-1', status: 'Held', code: 'ScopeLocked' }));
    for (const machine of Object.values(Object(machines))) {
      const { status, code, hint, services } = Object(machine);
      expect(Object.keys(services)).toHaveLength(4);
      if (status === 'Held' || status === 'Failed') expect([code, hint]).not.toContain(null);
    }
  });
});

describe('what waits and what is left out, as the API shows it', () => {
  const silence = 'the machine has not reported to Azure yet';

  /** A silent Arc machine, a VM with its twin in Arc, and the twin of a VM outside of the scope. */
  async function worldOfArc() {
    const world = await startScenario();
    const [silent, twin, lone] = ['srv-silent', 'srv-twin', 'srv-lone'].map((name) => arcId(world.tenant, name));
    const outside = vmId(world.tenant, 'vm-outside').replace('5b5c0000', '6b5c0000');
    const vm = vmId(world.tenant, 'vm-both');
    world.azure.arc.keepSilent(String(silent));
    await put(world, vm, vmBody('vm-both'));
    for (const id of [silent, twin, lone]) await put(world, String(id), arcBody());
    world.report({ id: String(twin), cloudProvider: 'Azure', azureVmId: vm });
    world.report({ id: String(lone), cloudProvider: 'Azure', azureVmId: outside });
    await world.clock.advance(20 * 60_000);
    return { world, vm, outside };
  }

  it('a machine that has not reported is Pending(NotReported), with why and when it is looked at again', async () => {
    const { world } = await worldOfArc();
    expect(await namesOf(world, 'status=Pending&reason=NotReported')).toEqual(['srv-silent']);
    const { machines } = (await callApp(world, 'GET', '/api/machines?reason=NotReported')).body;
    const row = { name: 'srv-silent', kind: 'arc', status: 'Pending', code: 'NotReported', os: 'unknown' };
    expect(machines).toEqual([expect.objectContaining({ ...row, nextAttemptAt: expect.any(String) })]);
    const { body } = await callApp(world, 'GET', '/api/machines/srv-silent');
    expect(body).toMatchObject({ ...row, detail: silence, wouldWrite: [], incarnation: null, eligibility: null });
    const dueMs = Date.parse(String(body.nextAttemptAt)) - world.clock.now();
    expect(dueMs).toBeGreaterThan(30 * 60_000);
    expect(dueMs).toBeLessThanOrEqual(60 * 60_000);
    const { timeline } = body;
    expect(timeline).toContainEqual(
      expect.objectContaining({ what: 'status', text: `Pending (NotReported): ${silence}` }),
    );
  });

  it('a twin in Arc is Excluded(DuplicateOf), with the VM, and says if that is outside of the scope', async () => {
    const { world, vm, outside } = await worldOfArc();
    expect(await namesOf(world, 'status=Excluded&reason=DuplicateOf')).toEqual(['srv-lone', 'srv-twin']);
    const row = { kind: 'arc', status: 'Excluded', code: 'DuplicateOf', wouldWrite: [], nextAttemptAt: null };
    expect((await callApp(world, 'GET', '/api/machines/srv-twin')).body).toMatchObject({ ...row, detail: vm });
    const { detail, ...lone } = (await callApp(world, 'GET', '/api/machines/srv-lone')).body;
    expect(lone).toMatchObject(row);
    expect(detail).toBe(`${outside}, which is outside of the scope of fleet.json: nothing is onboarded there`);
  });

  it('both are counted in the status of the fleet, and stand among its causes', async () => {
    const { world } = await worldOfArc();
    const { body } = await callApp(world, 'GET', '/api/status');
    expect(body).toMatchObject({ machines: 4, byStatus: { Pending: 1, Excluded: 2, Configured: 1 } });
    expect(body.topCauses).toEqual([
      expect.objectContaining({ status: 'Excluded', code: 'DuplicateOf', machines: 2 }),
      expect.objectContaining({ status: 'Pending', code: 'NotReported', machines: 1 }),
    ]);
  });
});

describe('GET /api/machines/{key or name}', () => {
  it('shows one machine by key, by name in any case, and by an escaped name, with its timeline', async () => {
    const world = await startScenario();
    const id = vmId(world.tenant, 'web-01');
    await put(world, id, vmBody('web-01'));
    await world.untilQuiet();
    const { key } = await world.row(id);
    const answer = await callApp(world, 'GET', `/api/machines/${key}`);
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({
      ...{ key, name: 'web-01', resourceId: id, status: 'Configured', eligibility: { state: 'new' }, wouldWrite: [] },
      findings: { ama: { kind: 'satisfied' } },
      facts: { extensions: [{ name: 'AzureMonitorLinuxAgent' }], identity: { system: false } },
    });
    expect(Array.isArray(answer.body.timeline) && answer.body.timeline[0]).toMatchObject({
      what: 'status',
      text: 'Configured',
    });
    for (const name of ['WEB-01', key.toUpperCase(), 'web%2D01', `${key}/`]) {
      expect((await callApp(world, 'GET', `/api/machines/${name}`)).body, name).toEqual(answer.body);
    }
  });

  it('never shows the operation URLs with their tokens, secrets or the caller’s key', async () => {
    const world = await startScenario();
    const id = vmId(world.tenant, 'web-01');
    await put(world, id, vmBody('web-01'));
    await world.clock.advance(4 * 60_000);
    const { text } = await callApp(world, 'GET', `/api/machines/web-01?code=${worldKeys.function}`, { key: null });
    expect(text).toContain('InProgress');
    expect(text).not.toContain(worldKeys.function);
    expect(text.toLowerCase()).not.toMatch(/bearer|protectedsettings|[?&](t|c|s|h)=/);
  });

  it('does not know a stranger, and does not guess', async () => {
    const world = await startScenario();
    await storeVms(world, 1);
    for (const name of ['nobody', '0'.repeat(32), 'vm-0', 'vm%20x', "'", '%2e%2e%2fstatus', '*']) {
      expectProblem(await callApp(world, 'GET', `/api/machines/${name}`), 404, 'MachineNotFound');
      expectProblem(await callApp(world, 'POST', `/api/machines/${name}/plan`), 404, 'MachineNotFound');
    }
  });

  it('refuses what no key and no name can be, and says which part of the path it was', async () => {
    const world = await startScenario();
    for (const name of ['x'.repeat(129), 'x'.repeat(5_000), 'x%01', 'a%0Ab']) {
      for (const answer of [
        await callApp(world, 'GET', `/api/machines/${name}`),
        await callApp(world, 'POST', `/api/machines/${name}/plan`),
      ]) {
        expectProblem(answer, 400, 'InvalidRequest');
        expect(fieldsOf(answer)).toEqual(['keyOrName']);
      }
    }
    expectProblem(await callApp(world, 'GET', `/api/machines/${'x'.repeat(128)}`), 404, 'MachineNotFound');
    expect(world.store.operations()['machines.list']).toBe(1);
  });

  it('of one tells why it stands so', async () => {
    const world = await startScenario();
    const standing = standingOf('Held', 'ScopeLocked', { detail: 'the lock "no" covers it' });
    const { key } = await storeMachine(world, vmId(world.tenant, 'locked'), { standing });
    expect((await callApp(world, 'GET', `/api/machines/${key}`)).body).toMatchObject({
      ...{ status: 'Held', code: 'ScopeLocked', detail: 'the lock "no" covers it' },
      hint: expect.stringContaining('lock'),
    });
  });

  it('of machines with one name lists the candidates', async () => {
    const world = await startScenario();
    const vm = await storeMachine(world, vmId(world.tenant, 'twin'));
    const arc = await storeMachine(world, arcId(world.tenant, 'Twin'), { standing: standingOf('Gone') });
    const candidates = [vm, arc].map(({ key, resourceId, standing: { status } }) => ({ key, resourceId, status }));
    for (const answer of [
      await callApp(world, 'GET', '/api/machines/TWIN'),
      await callApp(world, 'POST', '/api/machines/twin/plan'),
    ]) {
      expectProblem(answer, 409, 'NameNotUnique');
      expect(answer.body.candidates).toHaveLength(2);
      expect(answer.body.candidates).toEqual(expect.arrayContaining(candidates));
    }
    expect((await callApp(world, 'GET', `/api/machines/${arc.key}`)).body).toMatchObject({
      kind: 'arc',
      status: 'Gone',
    });
  });
});
