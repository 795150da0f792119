import { expect, test } from 'vitest';
import { identityId, startAzure } from '../azure-fixture.ts';

test('a PATCH changes the tags of an identity and nothing else, and is told', async () => {
  const { call, events } = await startAzure();
  const made = (await call('PUT', identityId('a'), { location: 'westeurope', tags: { a: 'b' } })).json;
  const patched = await call('PATCH', identityId('a'), { tags: { c: 'd' } });
  expect([patched.status, patched.json.tags]).toEqual([200, { c: 'd' }]);
  expect(patched.json.properties).toEqual(made.properties);
  const untouched = await call('PATCH', identityId('a'), { properties: { isolationScope: 'Regional' } });
  expect(untouched.json).toMatchObject({ tags: { c: 'd' }, properties: { isolationScope: 'Regional' } });
  expect(events.map(({ operationName }) => operationName)).toEqual(
    Array.from({ length: 3 }, () => 'Microsoft.ManagedIdentity/userAssignedIdentities/write'),
  );
});

test('a PATCH of what is not there, or into another region, is refused', async () => {
  const { call } = await startAzure();
  expect((await call('PATCH', identityId('a'), { tags: {} })).json.error.code).toBe('ResourceNotFound');
  await call('PUT', identityId('a'), { location: 'westeurope' });
  const moved = await call('PATCH', identityId('a'), { location: 'northeurope' });
  expect([moved.status, moved.json.error.code]).toEqual([409, 'InvalidResourceLocation']);
});
