import { describe, expect, it } from 'vitest';
import { vmId } from '../../../local/world/machines.ts';
import type { World } from '../../../local/world/virtual-world.ts';
import { type ApiClient, type ApiRequest, createApiClient } from '../../../src/functions/contract/api-client.ts';
import { armScopes } from '../../../src/functions/contract/routes/arm-scopes.ts';
import { freeze } from '../../../src/functions/contract/routes/freeze.ts';
import { getHealth } from '../../../src/functions/contract/routes/get-health.ts';
import { getMachine } from '../../../src/functions/contract/routes/get-machine.ts';
import { getMachines } from '../../../src/functions/contract/routes/get-machines.ts';
import { getSubscription } from '../../../src/functions/contract/routes/get-subscription.ts';
import { getSubscriptions } from '../../../src/functions/contract/routes/get-subscriptions.ts';
import { onboardSubscription } from '../../../src/functions/contract/routes/onboard-subscription.ts';
import { planSubscription } from '../../../src/functions/contract/routes/plan-subscription.ts';
import { unfreeze } from '../../../src/functions/contract/routes/unfreeze.ts';
import { standingOf } from '../../domain/machine/standing-fixture.ts';
import { startScenario } from '../../scenario/scenario.ts';
import { callApp } from '../call-app.ts';
import { storeMachine } from '../stored-machines.ts';
import { storeSubscription } from '../stored-subscriptions.ts';

function clientOf(world: World): ApiClient {
  return createApiClient(async ({ method, path, body }) => {
    const { status, text } = await callApp(world, method, path, body === undefined ? {} : { body });
    return { status, body: text === '' ? undefined : JSON.parse(text) };
  });
}

/** A client of an app that answers this to everything, and what it was asked. */
function clientOfAnswer(status: number, body: unknown): { readonly client: ApiClient; readonly asked: ApiRequest[] } {
  const asked: ApiRequest[] = [];
  const client = createApiClient(async (request) => {
    asked.push(request);
    return { status, body };
  });
  return { client, asked };
}

describe('the client made from the contract', () => {
  it('reads with parameters and query, and types what it reads', async () => {
    const world = await startScenario();
    const { call } = clientOf(world);
    await storeMachine(world, vmId(world.tenant, 'web-01'), { standing: standingOf('Held', 'ScopeLocked') });
    const list = await call(getMachines, { query: { status: 'Held', limit: 5 } });
    expect(list.kind === 'reply' && list.body.machines.map(({ name }) => name)).toEqual(['web-01']);
    const one = await call(getMachine, { params: { keyOrName: 'WEB-01' } });
    expect(one.kind === 'reply' && one.body.timeline).toEqual([]);
  });

  it('reads and asks of subscriptions as of machines', async () => {
    const world = await startScenario();
    const { call } = clientOf(world);
    const { subscription } = await storeSubscription(world, { name: 'Shop', standing: standingOf('Configured') });
    const list = await call(getSubscriptions, { query: { status: 'Configured' } });
    const row = list.kind === 'reply' ? list.body.subscriptions[0] : undefined;
    expect([row?.name, row?.machines.linux, row?.endpointProtection]).toEqual(['Shop', 0, null]);
    const one = await call(getSubscription, { params: { idOrName: subscription } });
    expect(one.kind === 'reply' && one.body.facts.tags).toEqual({});
    const plan = await call(planSubscription, { params: { idOrName: 'shop' } });
    expect(plan.kind === 'reply' && plan.body.plan).toEqual([]);
    const onboard = await call(onboardSubscription, { params: { idOrName: 'nobody' }, body: {} });
    expect(onboard).toMatchObject({ kind: 'problem', status: 404, code: 'SubscriptionUnknown' });
  });

  it('writes with a body, and lifts with a query', async () => {
    const world = await startScenario();
    const { call } = clientOf(world);
    const scope = world.tenant.group;
    expect(await call(freeze, { body: { scope, why: 'test' } })).toMatchObject({ status: 200, body: { frozen: true } });
    expect(await call(unfreeze, { query: { scope } })).toMatchObject({ status: 200, body: { frozen: false } });
  });

  it('answers the problems of a route as values, with what their documents hold', async () => {
    const world = await startScenario({ armed: false });
    const { call } = clientOf(world);
    expect(await call(unfreeze, {})).toMatchObject({ kind: 'problem', status: 404, code: 'NotFrozen' });
    const wrong = await call(armScopes, { body: { scopes: ['nowhere'] } });
    expect(wrong).toMatchObject({ code: 'InvalidRequest', document: { errors: [{ path: 'scopes.0' }] } });
  });

  it('escapes what stands in the path, and leaves out what is not given', async () => {
    const { client, asked } = clientOfAnswer(404, undefined);
    await expect(client.call(getMachine, { params: { keyOrName: 'a/b?c=$&{d}' } })).rejects.toThrow();
    await expect(client.call(getMachines, { query: { name: 'a b', after: undefined } })).rejects.toThrow();
    expect(asked.map(({ path }) => path)).toEqual([
      '/api/machines/a%2Fb%3Fc%3D%24%26%7Bd%7D',
      '/api/machines?name=a+b',
    ]);
  });

  it.each([
    ['without a body', 401, undefined, 'GET /api/health answered 401.'],
    ['of another route', 404, { code: 'NotFrozen', status: 404 }, 'answered 404.'],
    ['with another body', 200, { status: 'fine' }, 'answered 200 with what it should not'],
  ])('rejects an answer %s, and says which', async (_, status, body, text) => {
    await expect(clientOfAnswer(status, body).client.call(getHealth, {})).rejects.toThrow(text);
  });

  it('does not compile for what a route does not take or answer', async () => {
    const { client } = clientOfAnswer(200, { status: 'ok' });
    // @ts-expect-error -- there is no such query
    await client.call(getHealth, { query: { deep: true } });
    // @ts-expect-error -- a freeze has a reason
    await expect(client.call(freeze, { body: { scope: '*' } })).rejects.toThrow();
    // @ts-expect-error -- the machine is missing
    await expect(client.call(getMachine, {})).rejects.toThrow();
    const answer = await client.call(getHealth, {});
    // @ts-expect-error -- health never answers this
    expect(answer.kind === 'problem' && answer.code === 'NotFrozen').toBe(false);
  });
});
