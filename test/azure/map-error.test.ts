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
