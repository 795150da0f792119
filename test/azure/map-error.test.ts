import { expect, test } from 'vitest';
import { failureOfReply } from '../../src/azure/map-error.ts';
import { isGone } from '../../src/domain/failures/is-gone.ts';
import { armError, vm } from './payloads.ts';
import { recordedAzure } from './recorded-azure.ts';
import type { RecordedAnswer } from './recorded-http-client.ts';

const now = Date.UTC(2026, 0, 5, 8, 0, 0);

function failure(status: number, body: unknown, headers: Readonly<Record<string, string>> = {}) {
  return failureOfReply({ status, body, header: (name) => headers[name] }, now);
}

test('code, message and the codes of the details are kept', () => {
  const body = armError('OperationNotAllowed', 'Cannot modify extensions in the VM when the VM is not running.', {
    details: [{ code: 'First' }, { message: 'no code' }, { code: 'Second' }],
    innererror: { internalErrorCode: 'CannotModifyExtensionsWhenVMNotRunning' },
  });
  expect(failure(409, body, { 'x-ms-request-id': 'r-1' })).toEqual({
    source: 'http',
    status: 409,
    code: 'OperationNotAllowed',
    message: 'Cannot modify extensions in the VM when the VM is not running.',
    detailCodes: ['First', 'Second', 'CannotModifyExtensionsWhenVMNotRunning'],
    detailMessages: ['no code'],
    retryAfterSeconds: undefined,
    correlationId: 'r-1',
  });
});

const definitions = '/providers/Microsoft.Authorization/policyDefinitions';
const assignments = '/subscriptions/s/providers/Microsoft.Authorization/policyAssignments';

test('the policies that refused are read from what Azure adds to the error, also of a detail', () => {
  const info = {
    policyDefinitionId: `${definitions}/weu`,
    policyDefinitionName: 'weu',
    policyDefinitionDisplayName: 'Allowed locations',
    policyAssignmentId: `${assignments}/a`,
    policyAssignmentName: 'a',
  };
  const told = { policy: 'Allowed locations', policyId: `${definitions}/weu`, assignment: 'a' };
  const violations = [{ ...told, assignmentId: `${assignments}/a` }];
  const additionalInfo = [{ type: 'PolicyViolation', info }];
  const message = "Resource 'x' was disallowed by policy. See error details for policy resource IDs.";
  const body = armError('RequestDisallowedByPolicy', message, { additionalInfo });
  expect(failure(403, body)).toMatchObject({ message, violations });
  const outer = armError('InvalidTemplateDeployment', 'See details.', { details: [body.error, body.error] });
  expect(failure(400, outer)).toMatchObject({ violations });
});

test('the policies that refused are read from the message where Azure adds nothing', () => {
  const identifiers = [
    {
      policyAssignment: { name: "the team's regions", id: `${assignments}/a` },
      policyDefinition: { name: 'Allowed locations', id: `${definitions}/weu` },
    },
    { policyAssignment: { id: `${assignments}/b` }, policyDefinition: 7 },
  ];
  const message = `Resource 'x' was disallowed by policy. Policy identifiers: '${JSON.stringify(identifiers)}'.`;
  expect(failure(403, armError('RequestDisallowedByPolicy', message)).violations).toEqual([
    {
      policy: 'Allowed locations',
      policyId: `${definitions}/weu`,
      assignment: "the team's regions",
      assignmentId: `${assignments}/a`,
    },
    { policy: undefined, policyId: undefined, assignment: undefined, assignmentId: `${assignments}/b` },
  ]);
});

test.each<[string, object, string?]>([
  ['other additions', { additionalInfo: [{ type: 'TypedErrorInfo', info: { policyAssignmentId: 'x' } }] }],
  ['additions without a name', { additionalInfo: [{ type: 'PolicyViolation', info: { policyAssignmentId: 7 } }] }],
  ['additions that are none', { additionalInfo: 'PolicyViolation' }],
  ['entries that are none', { additionalInfo: [null, 'x', { type: 'PolicyViolation' }] }],
  ['a message that is cut', {}, `Policy identifiers: '[{"policyAssignment":{"id":"/subscr`],
  ['a message with no JSON', {}, "Policy identifiers: '[see the portal]'."],
])('no policy is read from %s, and the error is', (_, rest, message = 'no') => {
  const read = failure(403, armError('RequestDisallowedByPolicy', message, rest));
  expect(read).toMatchObject({ code: 'RequestDisallowedByPolicy', message });
  expect(read).not.toHaveProperty('violations');
});

test('no secret is kept of a name', () => {
  const info = { policyAssignmentDisplayName: 'password=hunter2hunter2', policyAssignmentId: `${assignments}/a` };
  const body = armError('RequestDisallowedByPolicy', 'no', { additionalInfo: [{ type: 'PolicyViolation', info }] });
  expect(JSON.stringify(failure(403, body))).not.toContain('hunter2');
});

test("Compute's throttling answer has no envelope and a message that is JSON", () => {
  const body = {
    code: 'OperationNotAllowed',
    message: 'The server rejected the request because too many requests have been received for this subscription.',
    details: [{ code: 'TooManyRequests', target: 'HighCostGet30Min', message: '{"allowedRequestCount":800}' }],
  };
  expect(failure(429, body, { 'retry-after': '1200' })).toMatchObject({
    code: 'OperationNotAllowed',
    detailCodes: ['TooManyRequests'],
    retryAfterSeconds: 1_200,
  });
});

test.each([
  ['303', undefined, 303],
  ['0.4', undefined, 1],
  ['Mon, 05 Jan 2026 08:02:00 GMT', undefined, 120],
  ['Mon, 05 Jan 2026 08:02:00 GMT', 'Mon, 05 Jan 2026 08:01:00 GMT', 60],
  ['Mon, 05 Jan 2026 07:00:00 GMT', undefined, 0],
  ['99999999', undefined, 86_400],
  ['soon', undefined, undefined],
  [undefined, undefined, undefined],
])('Retry-After %s (answered %s) is %s seconds', (retryAfter, date, seconds) => {
  const headers = { ...(retryAfter && { 'retry-after': retryAfter }), ...(date && { date }) };
  expect(failure(429, armError('TooManyRequests'), headers).retryAfterSeconds).toBe(seconds);
});

test.each([undefined, 'text', { error: 'text' }, { error: { code: 7 } }, []])(
  '%j still gives a code and a message',
  (body) => {
    expect(failure(503, body)).toMatchObject({
      code: 'Http503',
      message: 'Azure answered 503 without an explanation',
      detailCodes: [],
    });
  },
);

test('only two codes mean gone, and only with 404', () => {
  expect(isGone(failure(404, armError('ResourceNotFound')))).toBe(true);
  expect(isGone(failure(404, armError('ResourceGroupNotFound')))).toBe(true);
  for (const code of ['SubscriptionNotFound', 'ParentResourceNotFound', 'NotFound', '']) {
    expect(isGone(failure(404, armError(code)))).toBe(false);
  }
  expect(isGone(failure(409, armError('ResourceNotFound')))).toBe(false);
});

test.each<[string, RecordedAnswer]>([
  [
    'listens to the abort',
    (_, signal) =>
      new Promise((_resolve, reject) => signal?.addEventListener('abort', () => reject(new Error('aborted')))),
  ],
  ['ignores the abort', () => new Promise(() => undefined)],
])('a call whose transport %s is given up when there is no answer', async (_, answer) => {
  const { port, sent } = recordedAzure(answer, { callTimeoutMs: 20 });
  const outcome = await port.readMachine(vm, { associations: false });
  expect(outcome).toEqual({ kind: 'failed', failure: { source: 'network', message: 'no answer within 20 ms' } });
  expect(sent).toHaveLength(1);
});

test('a token that never comes is given up, and one that is refused is a network failure', async () => {
  const never = recordedAzure(() => ({ status: 200 }), {
    callTimeoutMs: 20,
    getToken: () => new Promise<never>(() => undefined),
  });
  expect(await never.port.readMachine(vm, { associations: false })).toMatchObject({
    failure: { message: 'no answer within 20 ms' },
  });
  const refused = recordedAzure(() => ({ status: 200 }), {
    getToken: async () => {
      throw new Error('no managed identity endpoint found');
    },
  });
  expect(await refused.port.readMachine(vm, { associations: false })).toMatchObject({
    kind: 'failed',
    failure: { source: 'network', message: expect.stringContaining('no managed identity endpoint') },
  });
  expect([...never.sent, ...refused.sent]).toHaveLength(0);
});
