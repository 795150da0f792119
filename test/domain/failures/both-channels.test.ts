import { describe, expect, it } from 'vitest';
import { decodeFailure } from '../../../src/domain/failures/decode-failure.ts';
import { type FailureCode, failureCodes, failureInfo } from '../../../src/domain/failures/failure-list.ts';
import { agentOnVm, identityId, ruleId } from './addressed.ts';
import { foundByUs } from './sample-failures.ts';

/** One way at least in which Azure says each, as its code and text. */
const told: Partial<Record<FailureCode, readonly (readonly [code: string, message: string])[]>> = {
  VersionConflict: [
    ['OperationNotAllowed', "Cannot update handlerVersion or autoUpgradeMinorVersion for VM extension 'ama'."],
  ],
  ExtensionNotAllowed: [
    ['ExtensionNotAllowed', 'x'],
    ['HCRP403', 'it is not in the allow list'],
  ],
  ExtensionsDisabled: [['OperationNotAllowed', 'This cannot be performed when extension operations are disallowed.']],
  ExtensionUnsupportedOs: [
    ['VMExtensionProvisioningError', 'Non-zero exit code: 51'],
    ['Failed', 'unsupported operating system'],
  ],
  ExtensionBadSettings: [['VMExtensionProvisioningError', 'Enable failed with exit code 53']],
  ExtensionNotExecutable: [['HCRP400', 'Extension returned non-zero exit code for Install: 64']],
  ExtensionMissingDependency: [['VMExtensionProvisioningError', 'Install failed with exit code 52']],
  PackageManagerLocked: [
    ['VMExtensionProvisioningError', 'exit code 56'],
    ['Failed', 'the dpkg database is locked: dpkg lock'],
  ],
  ExtensionFailed: [
    ['VMExtensionProvisioningError', 'exit code 127'],
    ['Failed', 'the extension ended'],
  ],
  ExtensionNameTaken: [['PropertyChangeNotAllowed', "Changing property 'publisher' is not allowed."]],
  AutomaticUpgradeUnsupported: [
    ['OperationNotAllowed', 'does not support setting enableAutomaticUpgrade property to true'],
  ],
  BlockedByExtension: [['VMExtensionProvisioningError', "a failure when processing extension 'setup'"]],
  ExtensionNonTransient: [['VMExtensionHandlerNonTransientError', 'x']],
  ProvisioningTimeout: [
    ['VMExtensionProvisioningTimeout', 'x'],
    ['ExtensionOperationTimeout', 'x'],
  ],
  AgentStatusCommunication: [
    ['VMAgentStatusCommunicationError', 'x'],
    ['Conflict', "VM 'a' has not reported status for VM agent"],
  ],
  RuleGone: [
    ['DataCollectionRuleNotFound', 'x'],
    ['ResourceNotFound', `The Resource '${ruleId}' was not found.`],
  ],
  IdentityGone: [['FailedIdentityOperation', `Resource '${identityId}' was not found.`]],
  ImageGone: [['PlatformImageNotFound', 'x']],
  ReferenceGone: [
    [
      'ResourceNotFound',
      "The Resource 'Microsoft.Network/networkInterfaces/n' under resource group 'r' was not found.",
    ],
  ],
  TargetNotFound: [
    ['ResourceNotFound', 'x'],
    ['ParentResourceNotFound', "Parent resource 'vm-1' not found."],
  ],
  ScopeLocked: [
    ['ScopeLocked', 'x'],
    ['Conflict', 'the following scope(s) are locked'],
  ],
  DenyAssignment: [['DenyAssignmentAuthorizationFailed', 'x']],
  PolicyDenied: [
    ['RequestDisallowedByPolicy', 'x'],
    ['RequestDisallowedByAzure', 'x'],
  ],
  ProviderNotRegistered: [
    ['MissingSubscriptionRegistration', 'x'],
    ['SubscriptionNotRegistered', 'x'],
    ['Subscription Not Registered', 'x'],
    [
      'Conflict',
      "The subscription '3bb6fd82-796d-4ad5-87f0-4d9d47d09ae6' is not registered to use microsoft.insights.",
    ],
  ],
  AuthorizationFailed: [
    ['AuthorizationFailed', 'x'],
    ['Forbidden', 'x'],
    ['KeyVaultAccessForbidden', 'x'],
    ['Odd', 'The app does not have permission to do this.'],
  ],
  LinkedAuthorizationFailed: [['LinkedAuthorizationFailed', 'x']],
  AuthenticationFailed: [['InvalidAuthenticationToken', 'x']],
  ChangeNotAllowed: [['PropertyChangeNotAllowed', "Changing property 'osProfile' is not allowed."]],
  RequestRejected: [
    ['InvalidParameter', 'x'],
    ['BadRequest', 'x'],
    ['ResourcePurchaseValidationFailed', 'x'],
    ['OperationNotAllowed', 'x'],
    ['NewsOfTomorrow', 'never seen'],
    ['VMExtensionNotSupportedOnThisSku', 'the extension is of another kind'],
    ['SkuNotFound', 'x'],
    ['HCRP403', 'x'],
    ['Http409', 'Azure answered 409 without an explanation'],
  ],
  SubscriptionDisabled: [['ReadOnlyDisabledSubscription', 'x']],
  SubscriptionNotFound: [['SubscriptionNotFound', 'x']],
  Throttled: [
    ['TooManyRequests', 'x'],
    ['OperationNotAllowed', 'too many requests have been received'],
    ['SubscriptionRequestsThrottled', 'x'],
  ],
  VmNotRunning: [['OperationNotAllowed', 'Cannot modify extensions in the VM when the VM is not running.']],
  Busy: [
    ['OperationPreempted', 'x'],
    ['Conflict', 'x'],
    ['AnotherOperationInProgress', 'x'],
    ['HCRP409', 'x'],
    ['OperationNotAllowed', 'The VM is being updated.'],
    ['BrandNew', 'Please try again later.'],
    ['Canceled', 'x'],
  ],
  DiskBlocked: [['AttachDiskWhileBeingDetached', 'x']],
  PreconditionFailed: [['PreconditionFailed', 'x']],
  MachineDisconnected: [['Conflict', "The machine 'a' is not connected."]],
  ServerError: [
    ['InternalServerError', 'x'],
    ['InternalExecutionError', 'x'],
    ['ServiceUnavailable', 'x'],
  ],
};

/** Statuses that say nothing of their own beside a code. */
const statuses = [400, 403, 404, 405, 409, 410, 422, 423] as const;

const cases = failureCodes.flatMap((code) => (told[code] ?? []).map(([raw, message]) => ({ code, raw, message })));

describe('the same meaning over both channels', () => {
  it('is shown for every code that Azure can tell', () => {
    const shown = failureCodes.filter((code) => told[code] !== undefined);
    expect([...shown, ...foundByUs].sort()).toEqual([...failureCodes].sort());
  });

  it.each(cases)('$code: $raw $message', ({ code, raw, message }) => {
    const ended = decodeFailure({ source: 'operation', code: raw, message }, agentOnVm);
    expect([ended.code, ended.class]).toEqual([code, failureInfo(code).class]);
    const none = { detailCodes: [], retryAfterSeconds: undefined, correlationId: undefined };
    for (const status of statuses) {
      expect(decodeFailure({ source: 'http', status, code: raw, message, ...none }, agentOnVm)).toEqual(ended);
    }
  });
});
