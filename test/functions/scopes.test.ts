import { expect, it } from 'vitest';
import { vmBody, vmId } from '../../local/world/machines.ts';
import { startScenario } from '../scenario/scenario.ts';
import { callApp } from './call-app.ts';
import { expectProblem } from './expect-problem.ts';

const elsewhere = '/subscriptions/00000000-0000-4000-8000-000000000000';

it('arming a scope that fleet.json does not meet is refused, as a mistyped one would be', async () => {
  const world = await startScenario({ armed: false });
  const answer = await callApp(world, 'POST', '/api/arm', { body: { scopes: [elsewhere] } });
  expectProblem(answer, 422, 'OutOfScope');
  expect(answer.text).toContain(elsewhere);
  expect(await world.store.controls.list('arm')).toEqual([]);
  const wider = `/subscriptions/${world.tenant.subscription}`;
  expect((await callApp(world, 'POST', '/api/arm', { body: { scopes: [wider, world.tenant.group] } })).status).toBe(
    200,
  );
});

it('onboarding tells at once whether anything may be written', async () => {
  const world = await startScenario({ armed: false });
  const id = vmId(world.tenant, 'web-01');
  await world.callAzure('PUT', id, { body: vmBody('web-01') });
  const onboard = () => callApp(world, 'POST', '/api/machines/onboard', { body: { resourceId: id } });
  expect((await onboard()).body).toMatchObject({ armed: false, frozen: false });
  await world.store.controls.put('arm', { scope: '*', by: 'ann', at: '', why: 'test', planHash: undefined });
  await callApp(world, 'POST', '/api/freeze', { body: { why: 'change freeze' } });
  expect((await onboard()).body).toMatchObject({ armed: true, frozen: true });
});
