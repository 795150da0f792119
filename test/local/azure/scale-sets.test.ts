import { expect, test } from 'vitest';
import { identityId } from './azure-fixture.ts';
import { agent, agentBody, setBody, setId, startWithSet } from './scale-set-fixture.ts';

const minute = 60_000;
const all = (count: number) => Array.from({ length: count }, (_, index) => String(index));

test('a new Uniform set has its instances, each of the model as it is, and tells no secret', async () => {
  const { call, instances } = await startWithSet(3);
  const { json, headers } = await call('GET', setId('web'));
  expect(json).toMatchObject({
    sku: { name: 'Standard_D2s_v5', capacity: 3 },
    properties: {
      orchestrationMode: 'Uniform',
      provisioningState: 'Succeeded',
      uniqueId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      timeCreated: expect.any(String),
      upgradePolicy: { mode: 'Manual' },
    },
  });
  expect(headers.etag).toBe(json.etag);
  expect(JSON.stringify(json)).not.toContain('not-a-real-one');
  const [first] = await instances();
  expect(first).toMatchObject({
    id: `${setId('web')}/virtualMachines/0`,
    name: 'web_0',
    instanceId: '0',
    properties: {
      latestModelApplied: true,
      instanceView: { vmAgent: { statuses: [{ displayStatus: 'Ready' }] } },
    },
  });
  expect((await call('GET', `${setId('web')}/virtualMachines/7`)).json.error.code).toBe('ResourceNotFound');
  expect((await call('GET', `${setId('other')}/virtualMachines`)).json.error.code).toBe('ParentResourceNotFound');
});

test('in a Manual set an extension changes the model alone, until instances are upgraded by name', async () => {
  const { call, clock, current, installed, events } = await startWithSet(5);
  const put = await call('PUT', `${setId('web')}/extensions/${agent}`, agentBody);
  expect(put.status).toBe(201);
  expect(put.headers['azure-asyncoperation']).toContain(
    '/providers/Microsoft.Compute/locations/westeurope/operations/',
  );
  await clock.advance(10 * minute);
  expect(await current()).toEqual([]);
  const model = (await call('GET', setId('web'))).json.properties.virtualMachineProfile.extensionProfile.extensions;
  expect(model).toMatchObject([{ name: agent, properties: { type: agent, suppressFailures: true } }]);
  const upgrade = await call('POST', `${setId('web')}/manualupgrade`, { instanceIds: ['1', '3'] });
  expect([upgrade.status, upgrade.body]).toEqual([202, undefined]);
  expect((await call('GET', setId('web'))).json.properties.provisioningState).toBe('Updating');
  await clock.advance(10 * minute);
  expect(await current()).toEqual(['1', '3']);
  expect(await installed()).toEqual(['1', '3']);
  expect(events.map(({ kind, operationName, resourceUri }) => [kind, operationName, resourceUri])).toEqual([
    ['write', 'Microsoft.Compute/virtualMachineScaleSets/extensions/write', `${setId('web')}/extensions/${agent}`],
    ['action', 'Microsoft.Compute/virtualMachineScaleSets/manualUpgrade/action', setId('web')],
  ]);
  await call('POST', `${setId('web')}/manualupgrade`, { instanceIds: ['*'] });
  await clock.advance(10 * minute);
  expect(await installed()).toEqual(all(5));
  const unknown = await call('POST', `${setId('web')}/manualupgrade`, { instanceIds: ['9'] });
  expect([unknown.status, unknown.json.error]).toMatchObject([
    400,
    { code: 'InvalidParameter', target: 'instanceIds' },
  ]);
});

test('an Automatic set brings every instance to the model at once, and leaves those that are protected', async () => {
  const { call, clock, installed, current } = await startWithSet(4, 'Automatic');
  const instance = `${setId('web')}/virtualMachines/2`;
  const { json } = await call('GET', instance);
  const protectionPolicy = { protectFromScaleIn: false, protectFromScaleSetActions: true };
  await call('PUT', instance, { ...json, properties: { ...json.properties, protectionPolicy } });
  expect((await call('GET', instance)).json.properties).toMatchObject({ protectionPolicy });
  await call('PUT', `${setId('web')}/extensions/${agent}`, agentBody);
  await clock.advance(1000);
  const while_ = await call('PUT', `${setId('web')}/extensions/${agent}`, agentBody);
  expect([while_.status, while_.json.error.code]).toEqual([409, 'Conflict']);
  await clock.advance(10 * minute);
  expect(await installed()).toEqual(['0', '1', '3']);
  expect(await current()).toEqual(['0', '1', '3']);
});

test('a Rolling set goes by batches with a pause, and with maxSurge puts new instances in place of the old', async () => {
  const policy = { rollingUpgradePolicy: { maxBatchInstancePercent: 25, pauseTimeBetweenBatches: 'PT10M' } };
  const { call, clock, installed } = await startWithSet(4, 'Rolling', policy);
  await call('PUT', `${setId('web')}/extensions/${agent}`, agentBody);
  await clock.advance(8 * minute);
  expect(await installed()).toEqual(['0']);
  await clock.advance(60 * minute);
  expect(await installed()).toEqual(all(4));
  const surging = await startWithSet(4, 'Rolling', {
    rollingUpgradePolicy: { maxBatchInstancePercent: 50, maxSurge: true },
  });
  await surging.call('PUT', `${setId('web')}/extensions/${agent}`, agentBody);
  await surging.clock.advance(60 * minute);
  expect(await surging.installed()).toEqual(['4', '5', '6', '7']);
});

test('a failure that the extension suppresses is seen on the instance alone', async () => {
  const { call, clock, instances, simulator } = await startWithSet(3, 'Automatic');
  simulator.context.scripts.add({ machine: '**/virtualMachines/1', outcome: { kind: 'fail', exitCode: 9 } });
  await call('PUT', `${setId('web')}/extensions/${agent}`, agentBody);
  await clock.advance(10 * minute);
  expect((await call('GET', setId('web'))).json.properties.provisioningState).toBe('Succeeded');
  const codes = (await instances()).map(
    ({ properties }) => properties.instanceView?.extensions?.[0]?.statuses[0]?.code,
  );
  expect(codes).toEqual(['ProvisioningState/succeeded', 'ProvisioningState/failed/9', 'ProvisioningState/succeeded']);
  const loud = { properties: { ...agentBody.properties, suppressFailures: false, forceUpdateTag: 'again' } };
  const put = await call('PUT', `${setId('web')}/extensions/${agent}`, loud);
  await clock.advance(10 * minute);
  const { pathname, search } = new URL(put.headers['azure-asyncoperation'] ?? '');
  expect((await call('GET', pathname + search)).json).toMatchObject({
    status: 'Failed',
    error: { code: 'VMExtensionProvisioningError' },
  });
  expect((await call('GET', setId('web'))).json.properties.provisioningState).toBe('Failed');
});

test('PATCH merges identities under If-Match, and instances of a Manual set lack them until they are upgraded', async () => {
  const { call, clock, current } = await startWithSet(2);
  for (const name of ['a', 'b']) await call('PUT', identityId(name), { location: 'westeurope' });
  const { etag } = (await call('GET', setId('web'))).json;
  const patch = (id: string, ifMatch: string) =>
    call(
      'PATCH',
      setId('web'),
      { identity: { type: 'UserAssigned', userAssignedIdentities: { [id]: {} } } },
      { 'if-match': ifMatch },
    );
  expect((await patch(identityId('a'), etag)).status).toBe(200);
  await clock.advance(minute);
  expect((await patch(identityId('b'), etag)).json.error.code).toBe('PreconditionFailed');
  expect((await patch(identityId('b'), (await call('GET', setId('web'))).json.etag)).status).toBe(200);
  const { identity } = (await call('GET', setId('web'))).json;
  expect(Object.keys(identity.userAssignedIdentities)).toEqual([identityId('a'), identityId('b')]);
  expect(await current()).toEqual([]);
});

test('a set grows and shrinks; new instances have the model, and a new image leaves the old ones behind', async () => {
  const { call, clock, current, instances } = await startWithSet(2);
  await call('PATCH', setId('web'), { sku: { capacity: 4 } });
  await clock.advance(5 * minute);
  expect(await current()).toEqual(all(4));
  const { virtualMachineProfile } = setBody(4).properties;
  const storageProfile = {
    imageReference: { ...virtualMachineProfile.storageProfile.imageReference, version: '2.0.0' },
  };
  await call('PATCH', setId('web'), { properties: { virtualMachineProfile: { storageProfile } } });
  await clock.advance(5 * minute);
  await call('PATCH', setId('web'), { sku: { capacity: 5 } });
  await clock.advance(5 * minute);
  expect(await current()).toEqual(['4']);
  await call('PATCH', setId('web'), { sku: { capacity: 3 } });
  await clock.advance(5 * minute);
  expect(await instances()).toHaveLength(3);
});

test('what a set has no place for is refused, and what is not simulated is told', async () => {
  const { call } = await startWithSet(1);
  const located = await call('PUT', `${setId('web')}/extensions/${agent}`, { ...agentBody, location: 'westeurope' });
  expect(located.status).toBe(400);
  const flexible = {
    location: 'westeurope',
    properties: { orchestrationMode: 'Flexible', platformFaultDomainCount: 1 },
  };
  expect((await call('PUT', setId('flex'), flexible)).status).toBe(201);
  expect(
    (await call('PUT', setId('flex2'), { ...flexible, sku: { name: 'Standard_D2s_v5', capacity: 2 } })).status,
  ).toBe(501);
  expect((await call('PUT', `${setId('flex')}/extensions/${agent}`, agentBody)).status).toBe(501);
  const changed = { location: 'westeurope', properties: { orchestrationMode: 'Flexible' } };
  expect((await call('PUT', setId('web'), changed)).json.error.code).toBe('PropertyChangeNotAllowed');
});
