import { expect, test } from 'vitest';
import { arc, armError, vm } from './payloads.ts';
import { recordedAzure } from './recorded-azure.ts';
import type { RecordedReply } from './recorded-http-client.ts';

const url =
  'https://arm.test/subscriptions/s/providers/Microsoft.Compute/locations/westeurope/operations/1?api-version=2026-04-01';
const failed = {
  status: 'Failed',
  error: {
    code: 'VMExtensionProvisioningError',
    message: "VM has reported a failure when processing extension 'AMA'. Error message: 'exit code 51'",
  },
};

function resourceIn(provisioningState: string): object {
  return { id: '/subscriptions/s/x', properties: { provisioningState } };
}

test.each<[string, RecordedReply, object]>([
  ['in progress', { status: 200, body: { status: 'InProgress' } }, { state: 'running' }],
  ['of an unheard-of state', { status: 200, body: { status: 'Brewing' } }, { state: 'running' }],
  ['done', { status: 200, body: { status: 'Succeeded', properties: {} } }, { state: 'succeeded' }],
  ['failed', { status: 200, body: failed }, { state: 'failed', ...failed.error }],
  ['canceled', { status: 200, body: { status: 'Canceled' } }, { state: 'failed', code: 'Canceled', message: '' }],
  ['a Location that runs', { status: 202 }, { state: 'running' }],
  ['a Location that has ended', { status: 204 }, { state: 'succeeded' }],
  ['a Location that gives the resource', { status: 200, body: resourceIn('Succeeded') }, { state: 'succeeded' }],
  ['a Location that gives the resource at work', { status: 200, body: resourceIn('Updating') }, { state: 'running' }],
  [
    'a Location that gives the failed resource',
    { status: 200, body: resourceIn('Failed') },
    { state: 'failed', code: 'Failed', message: '' },
  ],
  ['200 with an error', { status: 200, body: { error: failed.error } }, { state: 'failed', ...failed.error }],
  ['200 with an odd error', { status: 200, body: { error: {} } }, { state: 'failed', code: 'Failed', message: '' }],
  ['forgotten', { status: 404, body: armError('NotFound') }, { state: 'lost' }],
  ['gone', { status: 410 }, { state: 'lost' }],
  ['not ours to read', { status: 403, body: armError('AuthorizationFailed') }, { state: 'lost' }],
  ['refused as wrong', { status: 400, body: armError('InvalidParameter') }, { state: 'lost' }],
])('an operation that is %s', async (_, reply, value) => {
  const { port, sent } = recordedAzure(() => reply);
  expect(await port.readOperation(vm, url)).toEqual({ kind: 'found', value });
  expect(sent).toMatchObject([{ method: 'GET', url }]);
});

test.each([408, 429, 500, 503])('%i says nothing about the operation', async (status) => {
  const { port } = recordedAzure(() => ({ status, body: armError('ServerBusy') }));
  expect(await port.readOperation(arc, url)).toMatchObject({ kind: 'failed', failure: { status } });
});

test.each(['https://elsewhere.test/operations/1', 'http://arm.test/operations/1', 'not a url'])(
  '%s gets no token',
  async (foreign) => {
    const { port, sent } = recordedAzure(() => ({ status: 200, body: { status: 'Succeeded' } }));
    expect(await port.readOperation(vm, foreign)).toEqual({ kind: 'found', value: { state: 'lost' } });
    expect(sent).toHaveLength(0);
  },
);

test('what the details of a failed operation say is kept, whoever wraps it', async () => {
  const inner = { error: { code: 'PropertyChangeNotAllowed', target: 'publisher', message: 'no' } };
  const error = {
    code: 'ResourceDeploymentFailure',
    message: 'See details.',
    target: '/subscriptions/s/x',
    details: [
      { code: 'Conflict', message: JSON.stringify(inner) },
      { code: 'Deep', message: 'deep', details: [{ code: 'Deeper', message: 'deeper' }] },
      'odd',
    ],
  };
  const { port } = recordedAzure(() => ({ status: 200, body: { status: 'Failed', error } }));
  expect(await port.readOperation(vm, url)).toEqual({
    kind: 'found',
    value: {
      state: 'failed',
      code: 'ResourceDeploymentFailure',
      message: 'See details.',
      target: '/subscriptions/s/x',
      detailCodes: ['Conflict', 'PropertyChangeNotAllowed', 'Deep', 'Deeper'],
      detailMessages: [JSON.stringify(inner), 'no', 'publisher', 'deep', 'deeper'],
    },
  });
});

test('the policies that refused an operation are kept', async () => {
  const policyAssignmentId = '/subscriptions/s/providers/Microsoft.Authorization/policyAssignments/a';
  const additionalInfo = [{ type: 'PolicyViolation', info: { policyAssignmentId } }];
  const { error } = armError('RequestDisallowedByPolicy', 'no', { additionalInfo });
  const { port } = recordedAzure(() => ({ status: 200, body: { status: 'Failed', error } }));
  expect(await port.readOperation(vm, url)).toMatchObject({
    value: { code: 'RequestDisallowedByPolicy', violations: [{ assignmentId: policyAssignmentId }] },
  });
});

test('an error in what a handler printed is none of Azure', async () => {
  const printed = JSON.stringify({ error: { code: 'TooManyRequests', message: 'slow down' } });
  const error = {
    code: 'VMExtensionProvisioningError',
    message: 'failed',
    details: [{ code: 'ExtensionOperationError', message: printed }],
  };
  const { port } = recordedAzure(() => ({ status: 200, body: { status: 'Failed', error } }));
  expect(await port.readOperation(vm, url)).toMatchObject({
    value: { detailCodes: ['ExtensionOperationError'], detailMessages: [printed] },
  });
});

test('what only the instance view says is told as the words of the handler', async () => {
  const status = { code: '51', level: 'Error', message: 'HTTP 429 Too Many Requests' };
  const body = { properties: { provisioningState: 'Failed', instanceView: { status } } };
  const { port } = recordedAzure(() => ({ status: 200, body }));
  expect(await port.readOperation(vm, url)).toMatchObject({
    value: { message: 'HTTP 429 Too Many Requests; exit code 51', saidBy: 'handler' },
  });
});

const locationOf = (provider: string) => `https://arm.test/subscriptions/s/providers/${provider}/locations/westeurope`;
const ofCompute = locationOf('Microsoft.Compute');
const ofArc = locationOf('Microsoft.HybridCompute');

test.each([
  ['a VM', vm, `${ofCompute}/operations/1?api-version=x`, 'Microsoft.Compute/locations/operations/read'],
  ['a VM, its result', vm, `${ofCompute}/operations/1?monitor=true`, 'Microsoft.Compute/locations/operations/read'],
  ['an Arc machine', arc, `${ofArc}/operationstatus/1?t=2`, 'Microsoft.HybridCompute/locations/operationstatus/read'],
  [
    'an Arc machine in other letters',
    arc,
    `${ofArc}/OperationStatus/1`,
    'Microsoft.HybridCompute/locations/operationstatus/read',
  ],
  [
    'an Arc machine, its result',
    arc,
    `${ofArc}/operationResults/1`,
    'Microsoft.HybridCompute/locations/operationresults/read',
  ],
  ['a place that nobody knows', arc, `${ofArc}/progress/1`, 'Microsoft.HybridCompute/locations/operations/read'],
])('asking where an operation of %s stands is counted as the action that ARM asks the right for', async (...row) => {
  const [, machine, address, action] = row;
  const { port } = recordedAzure(() => ({ status: 200, body: { status: 'InProgress' } }));
  await port.readOperation(machine, address);
  expect(port.calls()).toEqual({ [action]: 1 });
});
