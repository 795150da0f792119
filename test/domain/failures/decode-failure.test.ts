import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeFailure } from '../../../src/domain/failures/decode-failure.ts';
import type { RawFailure } from '../../../src/domain/failures/failure.ts';
import { type FailureCode, failureInfo, isFailureCode } from '../../../src/domain/failures/failure-list.ts';
import { detailLimit } from '../../../src/domain/redact.ts';
import { agentOnVm } from './addressed.ts';

function http(
  status: number,
  code: string,
  message = '',
  detailCodes: readonly string[] = [],
): Extract<RawFailure, { source: 'http' }> {
  return { source: 'http', status, code, message, detailCodes, retryAfterSeconds: undefined, correlationId: undefined };
}

function operation(code: string, message: string, exitCode?: number): RawFailure {
  return { source: 'operation', code, message, exitCode };
}

const extensionError = (inner: string) =>
  `VM has reported a failure when processing extension 'AzureMonitorLinuxAgent' (publisher 'Microsoft.Azure.Monitor' and type 'AzureMonitorLinuxAgent'). Error message: '${inner}'.`;

const cases: readonly [FailureCode, string, RawFailure][] = [
  // Compute says OperationNotAllowed for five different things.
  [
    'VmNotRunning',
    'machine off',
    http(409, 'OperationNotAllowed', 'Cannot modify extensions in the VM when the VM is not running.'),
  ],
  [
    'Throttled',
    'throttled',
    http(
      429,
      'OperationNotAllowed',
      'The server rejected the request because too many requests have been received for this subscription.',
      ['TooManyRequests'],
    ),
  ],
  ['Throttled', 'throttled, by the detail alone', http(409, 'OperationNotAllowed', 'rejected', ['TooManyRequests'])],
  [
    'VersionConflict',
    'version',
    http(
      409,
      'OperationNotAllowed',
      "Cannot update handlerVersion or autoUpgradeMinorVersion for VM extension 'ama'. Change is in conflict with other extensions under handler 'Microsoft.Azure.Monitor.AzureMonitorLinuxAgent'",
    ),
  ],
  [
    'VersionConflict',
    'a second extension of the handler',
    http(
      400,
      'BadRequest',
      "Multiple VMExtensions per handler not supported for OS type 'Linux'. VMExtension 'ama' with handler 'Microsoft.Azure.Monitor.AzureMonitorLinuxAgent' already added or specified in input.",
    ),
  ],
  [
    'ExtensionsDisabled',
    'extensions off',
    http(
      409,
      'OperationNotAllowed',
      'This operation cannot be performed when extension operations are disallowed. To allow, please ensure VM Agent is installed on the VM and the osProfile.allowExtensionOperations property is true.',
    ),
  ],
  ['Busy', 'anything else', http(409, 'OperationNotAllowed', 'The VM is being moved.')],
  // Others in the way.
  [
    'Busy',
    'Arc, one at a time',
    http(
      409,
      'HCRP409',
      'An extension of type AzureMonitorLinuxAgent is still processing. Only one instance of an extension may be in progress at a time for the same resource. Please retry after sometime.',
    ),
  ],
  ['RequestRejected', 'a 409 nobody documented', http(409, 'SomethingNew')],
  ['Busy', 'a 409 nobody documented that says that it passes', http(409, 'SomethingNew', 'Try again later.')],
  [
    'Busy',
    'preempted',
    operation('OperationPreempted', 'Operation execution has been preempted by a more recent operation.'),
  ],
  ['PreconditionFailed', 'ETag', http(412, 'PreconditionFailed', 'Etag mismatch')],
  // Refused.
  [
    'ScopeLocked',
    'lock',
    http(
      409,
      'ScopeLocked',
      "The scope '/x' cannot perform write operation because following scope(s) are locked: '/y'. Please remove the lock and try again.",
    ),
  ],
  ['DenyAssignment', 'deny assignment', http(403, 'DenyAssignmentAuthorizationFailed', 'denied')],
  [
    'DenyAssignment',
    'deny assignment in the text',
    http(
      403,
      'AuthorizationFailed',
      "has permission to perform action; however, the access is denied because of the deny assignment with name 'stack'",
    ),
  ],
  ['PolicyDenied', 'policy', http(403, 'RequestDisallowedByPolicy', "Resource 'vm' was disallowed by policy.")],
  [
    'AuthorizationFailed',
    'no role',
    http(403, 'AuthorizationFailed', 'The client does not have authorization to perform action'),
  ],
  [
    'LinkedAuthorizationFailed',
    'no assign/action',
    http(403, 'LinkedAuthorizationFailed', 'does not have permission on the linked scope'),
  ],
  [
    'SubscriptionDisabled',
    'disabled',
    http(409, 'ReadOnlyDisabledSubscription', "The subscription 'a' is disabled and therefore marked as read only."),
  ],
  [
    'SubscriptionDisabled',
    'disabled, by the text',
    http(
      409,
      'Conflict',
      "The subscription '3bb6fd82-796d-4ad5-87f0-4d9d47d09ae6' is disabled and therefore marked as read only.",
    ),
  ],
  ['ProviderNotRegistered', 'provider', http(409, 'MissingSubscriptionRegistration', 'not registered')],
  [
    'ProviderNotRegistered',
    'Defender',
    http(404, 'Subscription Not Registered', 'Please register to Microsoft.Security'),
  ],
  ['ProviderNotRegistered', 'Defender, of old', http(401, 'Subscription Not Registered', 'Please register')],
  ['AuthenticationFailed', 'token', http(401, 'InvalidAuthenticationToken', 'The access token is invalid.')],
  [
    'ExtensionNotAllowed',
    'Arc allow list',
    operation('HCRP400', 'The extension is blocked: it is not in the allow list of the agent.'),
  ],
  ['MachineDisconnected', 'Arc offline', http(409, 'Conflict', "The machine 'a' is not connected.")],
  ['RequestRejected', 'bad request', http(400, 'InvalidParameter', 'The value of parameter x is invalid.')],
  // Gone, or not seen.
  ['MachineGone', 'deleted', http(404, 'ResourceNotFound', 'was not found')],
  ['TargetNotFound', 'parent deleted', http(404, 'ParentResourceNotFound', 'was not found')],
  ['TargetNotFound', 'a part of it', http(404, 'SubResourceNotFound', 'the scale set was not found')],
  ['UnknownFailure', 'deleted, says only a detail', http(404, 'NotFound', '', ['ResourceNotFound'])],
  ['UnknownFailure', 'success that cannot be used', http(200, 'UnreadableReply', 'no id')],
  ['MachineGone', 'group deleted', http(404, 'ResourceGroupNotFound', 'could not be found')],
  ['SubscriptionNotFound', 'never gone', http(404, 'SubscriptionNotFound', 'could not be found')],
  ['UnknownFailure', 'a 404 that proves nothing', http(404, 'NotFound', '')],
  // The handler on the machine.
  [
    'ExtensionUnsupportedOs',
    'exit 51',
    operation(
      'VMExtensionProvisioningError',
      extensionError('[ExtensionOperationError] Non-zero exit code: 51, ./shim.sh -enable'),
    ),
  ],
  [
    'ExtensionUnsupportedOs',
    'exit 51 told apart',
    operation('VMExtensionProvisioningError', extensionError('Install failed'), 51),
  ],
  [
    'ExtensionMissingDependency',
    'exit 52',
    operation('VMExtensionProvisioningError', extensionError('Install failed with exit code 52 due to low disk space')),
  ],
  [
    'ExtensionBadSettings',
    'exit 53',
    operation('VMExtensionProvisioningError', extensionError('Enable failed with exit code 53')),
  ],
  [
    'PackageManagerLocked',
    'exit 56',
    operation(
      'VMExtensionProvisioningError',
      extensionError('Install failed with exit code 56 because the package manager on the VM is currently locked'),
    ),
  ],
  [
    'ExtensionNotExecutable',
    'Arc noexec',
    operation('Failed', 'Extension failed to install. Extension returned non-zero exit code for Install: 64'),
  ],
  [
    'ExtensionNonTransient',
    'terminal',
    operation(
      'VMExtensionHandlerNonTransientError',
      "The handler has reported failure with terminal error code '1009'",
    ),
  ],
  [
    'BlockedByExtension',
    'an extension of others, whatever its exit code',
    operation(
      'VMExtensionProvisioningError',
      "VM has reported a failure when processing extension 'setup' (publisher 'Microsoft.Azure.Extensions' and type 'CustomScript'). Error message: 'Non-zero exit code: 51'.",
    ),
  ],
  [
    'ExtensionNotAllowed',
    'Arc monitor mode',
    operation('HCRP403', 'Extension x/y is not allowed: the machine is in monitor mode.'),
  ],
  [
    'ExtensionsDisabled',
    'Arc extensions off',
    operation('HCRP403', 'Extension x/y is not allowed: the extension manager is disabled on the machine.'),
  ],
  [
    'ProvisioningTimeout',
    'Arc away too long',
    operation('ExtensionOperationTimeout', 'The machine was disconnected for more than 6 hours.'),
  ],
  [
    'ExtensionFailed',
    'exit 1',
    operation('VMExtensionProvisioningError', extensionError('Install failed with exit code 1')),
  ],
  [
    'ProvisioningTimeout',
    'timeout',
    operation('VMExtensionProvisioningTimeout', 'Provisioning of VM extension has timed out.'),
  ],
  [
    'AgentStatusCommunication',
    'no agent',
    operation('VMAgentStatusCommunicationError', "VM 'a' has not reported status for VM agent or extensions."),
  ],
  ['ExtensionFailed', 'no word why', operation('Failed', '')],
  // On the way.
  ['ServerError', '500', http(500, 'InternalServerError')],
  ['ServerError', '503', http(503, '')],
  ['ServerError', '500 that says that it passes', http(500, 'InternalServerError', 'Please try again later.')],
  ['ServerError', 'the same as the end of an operation', operation('InternalServerError', 'Please try again later.')],
  ['ServerError', 'a status beyond the book', http(599, '')],
  ['NetworkFailure', 'reset', { source: 'network', message: 'read ECONNRESET' }],
  ['RequestRejected', 'news', operation('BrandNew', 'never seen')],
];

describe('decoding a failure', () => {
  it.each(cases)('%s: %s', (code, _, raw) => {
    const decoded = decodeFailure(raw, raw.source === 'operation' ? agentOnVm : undefined);
    expect(decoded.code).toBe(code);
    expect(decoded.class).toBe(failureInfo(code).class);
  });

  it('waits as long as the server asks, a day at most', () => {
    const throttled = { ...http(429, 'OperationNotAllowed'), retryAfterSeconds: 303 };
    expect(decodeFailure(throttled)).toMatchObject({
      class: 'wait',
      pendingReason: 'Throttled',
      retryAfterSeconds: 303,
    });
    expect(decodeFailure({ ...throttled, retryAfterSeconds: 1e9 }).retryAfterSeconds).toBe(86_400);
    expect(decodeFailure({ ...throttled, retryAfterSeconds: Number.NaN }).retryAfterSeconds).toBeUndefined();
  });

  it('reads a machine again at once after a failed precondition', () => {
    expect(decodeFailure(http(412, 'PreconditionFailed'))).toMatchObject({ class: 'wait', retryAfterSeconds: 1 });
  });

  it('keeps the raw code and text of what it does not know', () => {
    expect(decodeFailure(operation('BrandNew', 'never seen')).detail).toBe('BrandNew: never seen');
  });

  it('stays fast on a megabyte of output', () => {
    const started = performance.now();
    const noise = 'subscription machine extension exit code password dpkg '.repeat(20_000);
    expect(decodeFailure(operation('X', noise)).detail.length).toBeLessThanOrEqual(detailLimit);
    expect(performance.now() - started).toBeLessThan(1_000);
  });

  it('decodes everything, with bounded one-line text', () => {
    const text = fc.oneof(
      fc.string(),
      fc.string({ unit: 'binary', maxLength: 2_000 }),
      fc.constantFrom(...cases.map(([, , raw]) => raw.message)),
    );
    const seconds = fc.oneof(fc.constant(undefined), fc.double());
    const anyHttp = fc.record({
      source: fc.constant('http' as const),
      status: fc.integer({ min: 100, max: 999 }),
      code: text,
      message: text,
      detailCodes: fc.array(text, { maxLength: 3 }),
      retryAfterSeconds: seconds,
      correlationId: fc.constant(undefined),
    });
    const anyOperation = fc.record({
      source: fc.constant('operation' as const),
      code: text,
      message: text,
      exitCode: fc.option(fc.integer(), { nil: undefined }),
    });
    const anyNetwork = fc.record({ source: fc.constant('network' as const), message: text });
    fc.assert(
      fc.property(fc.oneof(anyHttp, anyOperation, anyNetwork), fc.constantFrom(agentOnVm, undefined), (raw, about) => {
        const decoded = decodeFailure(raw, about);
        expect(isFailureCode(decoded.code)).toBe(true);
        expect(decoded.detail.length).toBeGreaterThan(0);
        expect(decoded.detail.length).toBeLessThanOrEqual(detailLimit);
        expect(decoded.detail).not.toMatch(/\p{Cc}/u);
        expect(decoded.retryAfterSeconds ?? 0).toBeGreaterThanOrEqual(0);
        expect(decodeFailure(raw, about)).toEqual(decoded);
      }),
      { seed: 7, numRuns: 400 },
    );
  });
});
