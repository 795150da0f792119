import { expect, test } from 'vitest';
import type { ResourceEvent } from '../../../../local/azure/core/types.ts';
import { assertValidRequest } from '../../../azure/schema-check.ts';
import { groupId, startLocalAzure, subscriptionScope } from '../local-azure-fixture.ts';

const group = `${subscriptionScope}/resourceGroups/Built-In-Identity-RG`;
const identity = `${group}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/Built-In-Identity-westeurope`;
const lock = `${identity}/providers/Microsoft.Authorization/locks/CanNotDeleteLock-Built-In-Identity-westeurope`;
const body = {
  properties: {
    level: 'CanNotDelete',
    notes:
      'Please do not delete this User-Assigned Identity since extensions enabled by Azure Policy are relying on their existence.',
  },
};

test('the lock that the built-in policy makes is told, read, and taken away once', async () => {
  const { azure, call } = await startLocalAzure();
  await call('PUT', group, { location: 'westeurope' });
  await call('PUT', identity, { location: 'westeurope' });
  const events: ResourceEvent[] = [];
  azure.context.hooks.onEvent.push((event) => events.push(event));
  assertValidRequest({ method: 'PUT', url: `https://a${lock}?api-version=2016-09-01`, body });
  expect((await call('PUT', `${lock}?api-version=2016-09-01`, body)).status).toBe(201);
  expect((await call('PUT', lock, body)).status).toBe(200);
  expect((await call('GET', lock)).json).toMatchObject({ id: lock, ...body });
  expect((await call('DELETE', identity)).json.error.code).toBe('ScopeLocked');
  expect((await call('DELETE', lock)).status).toBe(200);
  expect((await call('DELETE', lock)).status).toBe(204);
  expect(events.map(({ operationName, resourceUri }) => [operationName, resourceUri])).toEqual([
    ['Microsoft.Authorization/locks/write', lock],
    ['Microsoft.Authorization/locks/write', lock],
    ['Microsoft.Authorization/locks/delete', lock],
  ]);
});

test('what is not there cannot be locked', async () => {
  const { call } = await startLocalAzure();
  const put = (scope: string) => call('PUT', `${scope}/providers/Microsoft.Authorization/locks/a`, body);
  expect((await put(`${groupId}/providers/Microsoft.Compute/virtualMachines/none`)).json.error.code).toBe(
    'ResourceNotFound',
  );
  expect((await put(`${groupId}2`)).json.error.code).toBe('ResourceGroupNotFound');
  expect((await put(subscriptionScope)).status).toBe(201);
});
