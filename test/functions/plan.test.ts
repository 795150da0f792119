import { describe, expect, it } from 'vitest';
import { vmId } from '../../local/world/machines.ts';
import { placeAgent, quietly, quietVm, touch } from '../scenario/existing.ts';
import { type Scenario, startScenario } from '../scenario/scenario.ts';
import { callApp } from './call-app.ts';
import { expectProblem } from './expect-problem.ts';
import { storeMachine } from './stored-machines.ts';

/** What a request changed in the store and in Azure. */
async function changesOf(world: Scenario, work: () => Promise<void>): Promise<readonly string[]> {
  const operations = { ...world.store.operations() };
  const sent = world.writes().length;
  await work();
  const changed = Object.entries(world.store.operations()).filter(([name, count]) => count !== operations[name]);
  const stored = changed
    .map(([name]) => name)
    .filter((name) => !/\.(read|readRecent|list|listAll|listDue|recent|summarize)$/.test(name));
  return [...stored, ...world.written(sent)];
}

async function unarmedVm(world: Scenario): Promise<string> {
  const id = await quietVm(world, 'vm-1');
  await touch(world, id);
  await world.untilQuiet();
  return id;
}

describe('POST /api/machines/{key or name}/plan', () => {
  it('says each write with its body, why it waits, and that code gets another token; and writes nothing', async () => {
    const world = await startScenario({ armed: false });
    const id = await unarmedVm(world);
    let body: Readonly<Record<string, unknown>> = {};
    const changes = await changesOf(world, async () => {
      const answer = await callApp(world, 'POST', '/api/machines/VM-1/plan');
      expect(answer.status).toBe(200);
      body = answer.body;
    });
    expect(changes).toEqual([]);
    expect(body).toMatchObject({ name: 'vm-1', status: 'Observed', code: 'NotArmed' });
    expect(body.plan).toEqual([
      expect.objectContaining({
        ...{ step: 'attachIdentity', action: 'Microsoft.Compute/virtualMachines/write', resourceId: id },
        ...{ creates: false, changesDefaultToken: true, verdict: 'NotArmed' },
        body: { identity: { type: 'UserAssigned', userAssignedIdentities: { [world.tenant.builtInIdentity]: {} } } },
      }),
      expect.objectContaining({
        action: 'Microsoft.Insights/dataCollectionRuleAssociations/write',
        linkedActions: [
          { action: 'Microsoft.Insights/dataCollectionRules/read', resourceId: world.tenant.rules.linux.toLowerCase() },
        ],
      }),
      expect.objectContaining({
        action: 'Microsoft.Compute/virtualMachines/extensions/write',
        changesDefaultToken: false,
      }),
    ]);
    expect(await world.word(id)).toBe('Observed(NotArmed)');
  });

  it('is the truth of now, not of the last look', async () => {
    const world = await startScenario({ armed: false });
    const id = await unarmedVm(world);
    await quietly(world, () => placeAgent(world, id));
    const { plan } = (await callApp(world, 'POST', '/api/machines/vm-1/plan')).body;
    expect(JSON.stringify(plan)).not.toContain('AzureMonitorLinuxAgent"');
    expect(Object.values(Object(plan)).map((step) => Object(step).step)).not.toContain('installExtension');
  });

  it('is empty for a machine that is as it should be', async () => {
    const world = await startScenario();
    const id = await unarmedVm(world);
    expect(await world.word(id)).toBe('Configured');
    expect((await callApp(world, 'POST', '/api/machines/vm-1/plan')).body).toMatchObject({
      status: 'Configured',
      plan: [],
    });
  });

  it('may be asked for where writes by key are off, and says what is permitted', async () => {
    const world = await startScenario({ armed: false, settings: { allowKeyWrites: false } });
    const id = await unarmedVm(world);
    const at = new Date(world.clock.now()).toISOString();
    await world.store.controls.put('arm', { scope: '*', by: 'test', at, why: 'test', planHash: undefined });
    const { body } = await callApp(world, 'POST', '/api/machines/vm-1/plan');
    expect(Object.values(Object(body.plan)).map((step) => Object(step).verdict)).toEqual([
      'permitted',
      'permitted',
      'permitted',
    ]);
    expect(await world.word(id)).toBe('Observed(NotArmed)');
  });

  it('tells that a machine is gone, or cannot be read', async () => {
    const world = await startScenario();
    await storeMachine(world, vmId(world.tenant, 'ghost'));
    expectProblem(await callApp(world, 'POST', '/api/machines/ghost/plan'), 404, 'MachineGone');
    const id = await quietVm(world, 'vm-1');
    await storeMachine(world, id);
    const body = { error: { code: 'AuthorizationFailed', message: 'The client does not have authorization.' } };
    world.azure.addFault({ principal: 'app', method: 'GET', path: id, status: 403, body });
    const refused = await callApp(world, 'POST', '/api/machines/vm-1/plan');
    expectProblem(refused, 502, 'AuthorizationFailed');
    const busy = { error: { code: 'TooManyRequests', message: 'Slow down.' } };
    world.azure.addFault({ principal: 'app', path: id, status: 429, headers: { 'retry-after': '40' }, body: busy });
    const throttled = await callApp(world, 'POST', '/api/machines/vm-1/plan');
    expectProblem(throttled, 503, 'Throttled');
    expect(throttled.headers['retry-after']).toBe('40');
  });

  it('keeps to what Azure said about waiting, like any look', async () => {
    const world = await startScenario();
    const id = await quietVm(world, 'vm-1');
    const notBefore = new Date(world.clock.now() + 90_500).toISOString();
    await storeMachine(world, id, { notBefore });
    const before = world.calls().length;
    const answer = await callApp(world, 'POST', '/api/machines/vm-1/plan');
    expectProblem(answer, 503, 'Throttled');
    expect(answer.headers['retry-after']).toBe('91');
    expect(world.calls()).toHaveLength(before);
  });
});
