import { endpointFailures } from '../../../src/domain/failures/endpoint-failures.ts';
import { type FailureCode, isFailureCode } from '../../../src/domain/failures/failure-list.ts';
import { legacyAgentFailures } from '../../../src/domain/failures/legacy-agent-failures.ts';
import { scaleSetFailures } from '../../../src/domain/failures/scale-set-failures.ts';
import { securityAgentFailures } from '../../../src/domain/failures/security-agent-failures.ts';
import { subscriptionFailures } from '../../../src/domain/failures/subscription-failures.ts';

/** How Azure says a failure, in an answer with this status or at the end of an operation. */
export interface SampleFailure {
  readonly status: number;
  readonly code: string;
  readonly message: string;
}

const said = (status: number, code: string, message = 'Azure says no.'): SampleFailure => ({ status, code, message });
const handler = (text: string) => said(409, 'VMExtensionProvisioningError', `Azure says: ${text}`);
const notFound = (id: string) => said(404, 'ResourceNotFound', `Azure says: the Resource '${id}' was not found.`);

/** Failures that only the app itself finds, in what it reads: Azure says them of no write. */
export const foundByUs: readonly FailureCode[] = [
  ...Object.keys(subscriptionFailures).filter(isFailureCode),
  ...Object.keys(endpointFailures).filter(isFailureCode),
  ...Object.keys(legacyAgentFailures).filter(isFailureCode),
  ...Object.keys(scaleSetFailures).filter(isFailureCode),
  ...Object.keys(securityAgentFailures).filter(isFailureCode),
  'IdentityMissing',
  'ForeignIdentity',
  'IdentityLost',
  'VersionBelowFloor',
  'ForeignExtensionFailed',
  'ProtectedSettingsUnknown',
  'GuestAgentSilent',
  'NoRules',
  'SpecObsolete',
  'TooManyAssociations',
  'ReferenceUnreadable',
  'UnknownImage',
  'Contended',
  'OtherRelease',
  'NetworkFailure',
  'ArcExpired',
  'MachineGone',
  'UnknownFailure',
  'StuckInstance',
  'PermitExpired',
];

/** One way to say each of the others of the install of our agent. */
export const sampleFailures: Readonly<Partial<Record<FailureCode, SampleFailure>>> = {
  VersionConflict: said(409, 'OperationNotAllowed', 'Azure says: Cannot update handlerVersion of the extension.'),
  ExtensionNotAllowed: said(409, 'ExtensionNotAllowed'),
  ExtensionsDisabled: said(409, 'OperationNotAllowed', 'Azure says: extension operations are disallowed.'),
  ExtensionUnsupportedOs: handler('Non-zero exit code: 51'),
  ExtensionBadSettings: handler('Non-zero exit code: 53'),
  ExtensionNotExecutable: handler('Non-zero exit code: 64'),
  ExtensionMissingDependency: handler('Non-zero exit code: 52'),
  PackageManagerLocked: handler('Non-zero exit code: 56'),
  ExtensionFailed: handler('Non-zero exit code: 7'),
  ExtensionNameTaken: said(409, 'PropertyChangeNotAllowed', "Azure says: Changing property 'type' is not allowed."),
  AutomaticUpgradeUnsupported: said(400, 'BadRequest', 'Azure says: it does not support enableAutomaticUpgrade.'),
  BlockedByExtension: handler("processing extension 'setup' (publisher 'Contoso' and type 'Setup'). Exit code: 1"),
  ExtensionNonTransient: said(409, 'VMExtensionHandlerNonTransientError'),
  ProvisioningTimeout: said(409, 'VMExtensionProvisioningTimeout'),
  AgentStatusCommunication: said(409, 'VMAgentStatusCommunicationError'),
  RuleGone: notFound('/subscriptions/s/resourceGroups/g/providers/Microsoft.Insights/dataCollectionRules/r'),
  IdentityGone: notFound(
    '/subscriptions/s/resourceGroups/g/providers/Microsoft.ManagedIdentity/userAssignedIdentities/i',
  ),
  ImageGone: said(404, 'PlatformImageNotFound'),
  ReferenceGone: notFound('/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/networkInterfaces/n'),
  ScopeLocked: said(409, 'ScopeLocked'),
  DenyAssignment: said(403, 'DenyAssignmentAuthorizationFailed'),
  PolicyDenied: said(403, 'RequestDisallowedByPolicy'),
  ProviderNotRegistered: said(409, 'MissingSubscriptionRegistration'),
  AuthorizationFailed: said(403, 'AuthorizationFailed'),
  LinkedAuthorizationFailed: said(403, 'LinkedAuthorizationFailed'),
  AuthenticationFailed: said(401, 'InvalidAuthenticationToken'),
  ChangeNotAllowed: said(409, 'PropertyChangeNotAllowed'),
  RequestRejected: said(400, 'InvalidParameter'),
  SubscriptionDisabled: said(409, 'ReadOnlyDisabledSubscription'),
  Throttled: said(429, 'TooManyRequests'),
  VmNotRunning: said(409, 'VMNotRunning'),
  Busy: said(409, 'OperationPreempted'),
  DiskBlocked: said(409, 'AttachDiskWhileBeingDetached'),
  PreconditionFailed: said(412, 'PreconditionFailed'),
  MachineDisconnected: said(409, 'HCRP409', 'Azure says: the machine is not connected.'),
  ServerError: said(500, 'InternalServerError'),
  SubscriptionNotFound: said(404, 'SubscriptionNotFound'),
  TargetNotFound: said(404, 'ResourceNotFound'),
};
