import { expect, test } from 'vitest';
import type { LoggedCall } from '../../../local/azure/core/request/call-log.ts';
import type { ResourceEvent } from '../../../local/azure/core/types.ts';
import { repeatedWrites } from './repeated-writes.ts';

const path = '/subscriptions/s/resourceGroups/g/providers/Microsoft.Compute/virtualMachines/vm/extensions/a';
const put = (tag: string, rest: Partial<LoggedCall> = {}): LoggedCall => ({
  method: 'PUT',
  path,
  query: {},
  apiVersion: '2024-07-01',
  operation: 'Microsoft.Compute/virtualMachines/extensions/write',
  principal: 'app',
  headers: {},
  body: { properties: { forceUpdateTag: tag, type: 'a' } },
  status: 201,
  atMs: 1_000,
  ...rest,
});

test('the check of the kill test sees a write that was in place already, whatever its tag', () => {
  expect(repeatedWrites([put('1'), put('2', { atMs: 2_000 })], [])).toEqual([`PUT ${path}`]);
});

test('the check of the kill test excuses a retry after a failure, and writes that were refused', () => {
  const failure: ResourceEvent = {
    kind: 'write',
    outcome: 'Failure',
    operationName: put('1').operation,
    resourceUri: path.toUpperCase(),
    subscriptionId: 's',
    principal: { name: 'app', objectId: 'o', clientId: 'c', tenantId: 't' },
    method: 'PUT',
    url: path,
    correlationId: 'c',
    clientRequestId: undefined,
    atMs: 1_500,
  };
  expect(repeatedWrites([put('1'), put('2', { atMs: 2_000 })], [failure])).toEqual([]);
  expect(repeatedWrites([put('1', { status: 409 }), put('2', { atMs: 2_000 })], [])).toEqual([]);
});
