import type { FailureCode } from './failure-list.ts';

/** One way to recognise a failure. All given tests must hold; texts are matched without regard to case. */
export interface FailureRule {
  readonly gives: FailureCode;
  readonly source?: 'http' | 'operation';
  readonly status?: readonly number[];
  /** The error's own code, or one of its details. */
  readonly codes?: readonly string[];
  readonly text?: RegExp;
  /** Exit codes of the extension's handler. */
  readonly exits?: readonly number[];
}

/**
 * The first rule that fits decides, so the order matters: Compute says OperationNotAllowed for throttling, for
 * machines that are off, for disabled extensions and for version conflicts alike.
 *
 * Sources: ARM error codes and "Request limits and throttling" (learn.microsoft.com, Azure Resource Manager);
 * "Troubleshooting API throttling errors" (Compute); VMAccess extension page (CannotModifyExtensionsWhenVMNotRunning);
 * azure-rest-api-specs issue 17102 (version conflict); azure-docs issue 55085 (second extension of a handler);
 * "Troubleshoot Azure Arc-enabled servers VM extensions" (HCRP409, exit 64); azure-linux-extensions, AzureMonitorAgent/agent.py (exit codes 51, 52, 53, 56); teleport and azure-docs
 * issues for "extension operations are disallowed". Codes without a sourced body are marked (general knowledge).
 */
export const failureRules: readonly FailureRule[] = [
  // 404: only these say that the machine is no more; a subscription we cannot see proves nothing.
  {
    gives: 'MachineGone',
    source: 'http',
    status: [404],
    codes: ['ResourceNotFound', 'ResourceGroupNotFound', 'ParentResourceNotFound'],
  },
  { gives: 'SubscriptionNotFound', codes: ['SubscriptionNotFound', 'InvalidSubscriptionId'] },

  // Throttling before everything that shares its code.
  { gives: 'Throttled', status: [429] },
  {
    gives: 'Throttled',
    codes: [
      'TooManyRequests',
      'SubscriptionRequestsThrottled',
      'ResourceRequestsThrottled',
      'RetryableErrorDueToThrottling',
    ],
  },
  { gives: 'Throttled', text: /too many requests have been received|excessive volume of traffic/i },

  { gives: 'PreconditionFailed', status: [412] },
  { gives: 'PreconditionFailed', codes: ['PreconditionFailed', 'ConditionNotMet'] },

  // Refusals that hold one machine or one scope.
  {
    gives: 'SubscriptionDisabled',
    codes: ['ReadOnlyDisabledSubscription', 'SubscriptionDisabled', 'DisabledSubscription'],
  },
  {
    gives: 'SubscriptionDisabled',
    text: /subscription (?:'[^']{1,80}'|[\w-]+) is (?:disabled|in a disabled state|marked as read.?only)/i,
  },
  { gives: 'ScopeLocked', codes: ['ScopeLocked'] },
  { gives: 'ScopeLocked', text: /following scope\(s\) are locked/i },
  { gives: 'DenyAssignment', codes: ['DenyAssignmentAuthorizationFailed'] },
  { gives: 'DenyAssignment', text: /because of the deny assignment/i },
  { gives: 'PolicyDenied', codes: ['RequestDisallowedByPolicy', 'PolicyViolation'] },
  { gives: 'PolicyDenied', text: /was disallowed by policy/i },
  { gives: 'ProviderNotRegistered', codes: ['MissingSubscriptionRegistration', 'SubscriptionNotRegistered'] },
  { gives: 'LinkedAuthorizationFailed', codes: ['LinkedAuthorizationFailed', 'LinkedAccessCheckFailed'] },
  { gives: 'AuthorizationFailed', codes: ['AuthorizationFailed'] },
  {
    gives: 'AuthenticationFailed',
    codes: [
      'AuthenticationFailed',
      'InvalidAuthenticationToken',
      'ExpiredAuthenticationToken',
      'InvalidAuthenticationTokenTenant',
    ],
  },

  // Extension refusals, Compute and Arc.
  { gives: 'VersionConflict', text: /cannot update handlerversion|multiple vmextensions per handler not supported/i },
  {
    gives: 'ExtensionsDisabled',
    text: /extension operations are disallowed|extension (?:processing|service|manager|operations?) (?:is|are) (?:currently )?disabled|extensions are disabled/i,
  },
  { gives: 'ExtensionNotAllowed', codes: ['ExtensionNotAllowed', 'ExtensionBlocked'] },
  {
    gives: 'ExtensionNotAllowed',
    text: /extensions? ?(?:allow|block)[ -]?list|not (?:in|on|part of) the (?:agent'?s? )?allow[ -]?list|is (?:in|on) the (?:agent'?s? )?block[ -]?list|is in monitor mode/i,
  },
  { gives: 'VmNotRunning', codes: ['CannotModifyExtensionsWhenVMNotRunning', 'VMNotRunning'] },
  { gives: 'VmNotRunning', text: /when the vm is not running|vm is (?:deallocated|stopped|not running)/i },
  {
    gives: 'MachineDisconnected',
    text: /machine (?:(?:'[^']{1,80}'|[\w.-]+) )?is (?:not connected|disconnected|offline)/i,
  },

  // Compute then quotes the other extension's failure, exit code and all, which says nothing about ours.
  {
    gives: 'BlockedByExtension',
    source: 'operation',
    text: /processing extension '[^']{0,100}' \(publisher '(?!microsoft\.azure\.monitor')/i,
  },

  // What the handler on the machine said.
  { gives: 'ExtensionUnsupportedOs', exits: [51] },
  { gives: 'ExtensionMissingDependency', exits: [52] },
  { gives: 'ExtensionBadSettings', exits: [53] },
  { gives: 'PackageManagerLocked', exits: [56] },
  { gives: 'ExtensionNotExecutable', exits: [64] },
  {
    gives: 'ExtensionUnsupportedOs',
    source: 'operation',
    text: /unsupported operating system|operating system (?:is )?not supported/i,
  },
  { gives: 'PackageManagerLocked', source: 'operation', text: /package manager[^.]{0,40}locked|dpkg[^.]{0,20}lock/i },
  { gives: 'ExtensionNonTransient', codes: ['VMExtensionHandlerNonTransientError'] },
  {
    gives: 'ProvisioningTimeout',
    codes: ['VMExtensionProvisioningTimeout', 'ExtensionOperationTimeout', 'OSProvisioningTimedOut'],
  },
  {
    gives: 'ProvisioningTimeout',
    source: 'operation',
    text: /extension (?:'[^']{0,80}'|[\w.-]+) has timed out|provisioning has taken too long/i,
  },
  { gives: 'AgentStatusCommunication', codes: ['VMAgentStatusCommunicationError'] },
  { gives: 'AgentStatusCommunication', text: /has not reported status for (?:the )?vm agent/i },

  // (general knowledge) Another operation has the machine.
  {
    gives: 'Busy',
    codes: [
      'HCRP409',
      'AnotherOperationInProgress',
      'OperationPreempted',
      'RetryableErrorDueToAnotherOperation',
      'PropertyChangeNotAllowed',
      'Canceled',
      'OperationCanceled',
    ],
  },

  {
    gives: 'ExtensionFailed',
    codes: ['VMExtensionProvisioningError', 'ExtensionOperationError', 'ExtensionProvisioningError'],
  },
  {
    gives: 'ServerError',
    codes: [
      'InternalServerError',
      'InternalExecutionError',
      'InternalOperationError',
      'ServiceUnavailable',
      'ServerTimeout',
      'GatewayTimeout',
      'BadGateway',
      'VMExtensionManagementInternalError',
      'VMArtifactRepositoryInternalError',
    ],
  },

  // What the HTTP status alone says.
  { gives: 'AuthenticationFailed', status: [401] },
  { gives: 'AuthorizationFailed', status: [403] },
  { gives: 'Busy', status: [409, 423] },
  { gives: 'RequestRejected', status: [400, 405, 406, 411, 413, 414, 415, 422] },
  { gives: 'ServerError', status: [408, 500, 501, 502, 503, 504] },

  // An operation that failed with a handler's exit code that nobody listed.
  { gives: 'ExtensionFailed', source: 'operation', text: /extension/i },
];
