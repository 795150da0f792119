import type { FailureCode } from './failure-list.ts';
import { unregisteredCodes } from './is-unregistered.ts';
import type { Subject } from './subject.ts';

/** One way to recognise a failure. All given tests must hold; texts are matched without regard to case. */
export interface FailureRule {
  readonly gives: FailureCode;
  /** HTTP statuses; the end of an operation has none, so `codes` says the same for it. */
  readonly status?: readonly number[];
  /** The error's own code, or one of its details. */
  readonly codes?: readonly string[];
  /** What such a code looks like, for codes that nobody can list. */
  readonly codeLike?: RegExp;
  /** Of its message, its target and the messages of its details. */
  readonly text?: RegExp;
  /**
   * Whose words `text` is looked for in. Absent: the platform's own, before it quotes the handler on the machine, so
   * that no output of an installer is taken for a refusal. `agent`: also the guest agent's, which speaks instead of a
   * handler that it did not start. `handler`: everything.
   */
  readonly heard?: 'agent' | 'handler';
  /** Believed only where no other extension may be meant, because it holds the machine for what ours said. */
  readonly isOfOurs?: true;
  /** Exit codes of the extension's handler. */
  readonly exits?: readonly number[] | 'any';
  /** A publisher whose handlers mean something else by these codes. */
  readonly notOf?: string;
  /** Whom the error is about. */
  readonly about?: Subject['is'];
}

/** Its installer has codes of its own (mde_installer.sh of github microsoft/mdatp-xplat). */
const defender = 'Microsoft.Azure.AzureDefenderForServers';

/** Within one sentence, in either order; names with dots are no end of it. */
const upgrade = '(?:enable ?automatic ?upgrade|auto(?:matic)?(?: extension)? ?upgrade)';
const refused =
  "(?:n[o']t support|unsupported|n[o']t (?:be )?(?:supported|enabled|allowed|available|set|registered|valid|permitted)|can(?:not|'t| not) (?:use|set|enable|have)|invalid)";
const sameSentence = '(?:[^.\\n]|\\.(?=\\w)){0,160}?';
const notUpgradable = new RegExp(`${refused}${sameSentence}${upgrade}|${upgrade}${sameSentence}${refused}`, 'i');

const statuses = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => from + index);
const clientErrors = statuses(400, 500);
const serverErrors = statuses(500, 600);

/**
 * The first rule that fits decides, for HTTP answers and for ended operations alike. The order matters: Compute says
 * OperationNotAllowed for throttling, for machines that are off, for disabled extensions and for version conflicts
 * alike; what refuses the request comes before what failed on the machine, and a bare status or code comes last.
 *
 * Sources: ARM error codes and "Request limits and throttling" (learn.microsoft.com, Azure Resource Manager);
 * "Troubleshooting API throttling errors" and "Common VM error codes in Azure" (Compute); VMAccess extension page (CannotModifyExtensionsWhenVMNotRunning);
 * azure-rest-api-specs issue 17102 (version conflict); azure-docs issue 55085 (second extension of a handler);
 * terraform-provider-azurerm issue 1506 (PropertyChangeNotAllowed); azure-docs issue 104613 (automatic upgrade);
 * static-web-apps issue 1709 (RequestDisallowedByAzure); aad-pod-identity issue 515 (deleted identity); azure-cli issue
 * 15765 and azure-service-operator issue 1093 (busy); WALinuxAgent pull request 3259 (policy of the guest agent);
 * "Troubleshoot Azure Arc-enabled servers VM extensions" (HCRP409, exit 64); azure-linux-extensions, AzureMonitorAgent/agent.py (exit codes 51, 52, 53, 56); teleport and azure-docs
 * issues for "extension operations are disallowed". Codes without a sourced body are marked (general knowledge).
 */
export const failureRules: readonly FailureRule[] = [
  // Our own word for an answer that took the plan and names extensions that failed; their texts say anything.
  { gives: 'PlanExtensionFailed', codes: ['PlanExtensionFailed'] },
  // Our own word as well: the write was not sent, because what belongs into it was not to be had.
  { gives: 'MdePackageMissing', codes: ['OnboardingPackageMissing'] },
  // Codes with spaces, and a function that is deployed a minute later is taken: Azure/bicep issue 11656 and recordings.
  {
    gives: 'EventDestinationRefused',
    codes: ['Endpoint validation', 'Url validation', 'Unsupported Azure Function Trigger'],
  },
  { gives: 'SubscriptionNotFound', codes: ['SubscriptionNotFound', 'InvalidSubscriptionId'] },

  { gives: 'Busy', codes: ['RetryableErrorDueToAnotherOperation'] },
  // Whatever code it is wrapped in: the handler of another extension ended badly.
  { gives: 'BlockedByExtension', about: 'extension', exits: 'any' },

  // Throttling before everything that shares its code.
  { gives: 'Throttled', status: [429] },
  {
    gives: 'Throttled',
    codes: [
      'TooManyRequests',
      'Throttled',
      'RequestThrottled',
      'SubscriptionRequestsThrottled',
      'ResourceRequestsThrottled',
      'RetryableErrorDueToThrottling',
      'Http429',
    ],
  },
  {
    gives: 'Throttled',
    text: /too many requests|excessive volume of traffic|requests? (?:was|were|is|are|has been|have been) (?:being )?throttled|status:? '?(?:429|toomanyrequests)/i,
  },

  { gives: 'PreconditionFailed', status: [412] },
  { gives: 'PreconditionFailed', codes: ['PreconditionFailed', 'ConditionNotMet', 'Http412'] },

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
  {
    gives: 'PolicyDenied',
    codes: ['RequestDisallowedByPolicy', 'RequestDisallowedByAzure', 'PolicyViolation', 'DisallowedByPolicy'],
  },
  {
    gives: 'PolicyDenied',
    text: /\b(?:disallowed|denied|blocked|forbidden) by (?:an? |the |your )?(?!agent|guest|extension)(?:[\w-]+ )?(?:azure\b|polic)/i,
  },
  { gives: 'ProviderNotRegistered', codes: unregisteredCodes },
  // Microsoft.Insights says it with the code Conflict (Azure/Enterprise-Scale#1382, Azure/azure-sdk-for-net#17836).
  { gives: 'ProviderNotRegistered', text: /subscription (?:'[^']{1,80}' )?is not registered to use \b/i },
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

  // What is not found, by what it is.
  { gives: 'RuleGone', about: 'rule' },
  { gives: 'RuleGone', codes: ['DataCollectionRuleNotFound'] },
  { gives: 'IdentityGone', about: 'identity' },
  { gives: 'IdentityGone', codes: ['IdentityNotFound', 'ManagedIdentityNotFound', 'UserAssignedIdentityNotFound'] },
  { gives: 'ImageGone', about: 'image' },
  { gives: 'ImageGone', codes: ['PlatformImageNotFound', 'ImageNotFound', 'GalleryImageNotFound'] },
  { gives: 'ReferenceGone', about: 'reference' },
  // The kind of extension, not the machine: a write that asks for one that is not published.
  { gives: 'RequestRejected', codes: ['ArtifactNotFound', 'ArtifactVersionNotFound', 'ExtensionNotFound'] },
  // A machine that was made a template for images takes no change again.
  { gives: 'RequestRejected', text: /since the vm is generalized/i },
  { gives: 'TargetNotFound', about: 'target' },
  { gives: 'MachineGone', about: 'gone' },
  // Of the target's own GET; and our word for a part of it that a read did not find.
  { gives: 'TargetNotFound', codes: ['ParentResourceNotFound', 'SubResourceNotFound'] },

  // Extension refusals, Compute and Arc.
  { gives: 'VersionConflict', text: /cannot update handlerversion|multiple vmextensions per handler not supported/i },
  {
    gives: 'ExtensionNameTaken',
    text: /changing (?:the )?(?:extension'?s? )?(?:property )?'?(?:properties\.)?(?:publisher|type)\b[^.]{0,60} not (?:allowed|supported|permitted|possible)/i,
  },
  {
    gives: 'ExtensionNameTaken',
    text: /\b(?:publisher|type)'?(?: (?:and|or|of) [^.]{1,60})? (?:can ?not|may not|must not) be (?:changed|modified|updated)|already exists with (?:a |another )?(?:different )?(?:publisher|type)|publisher '[^']{1,100}'(?: and type '[^']{1,100}')? already exists/i,
  },
  {
    gives: 'ExtensionNameTaken',
    codes: ['PropertyChangeNotAllowed'],
    text: /\(target '(?:properties\.)?(?:publisher|type)'\)/i,
  },
  {
    gives: 'ExtensionNameTaken',
    text: /\b(?:publisher|type)\b[^.]{0,60}\b(?:is|are) (?:an )?(?:immutable|read.?only)/i,
  },
  { gives: 'ChangeNotAllowed', codes: ['PropertyChangeNotAllowed'] },
  { gives: 'ChangeNotAllowed', text: /changing (?:the )?property '?[\w.[\]-]{1,100}'? is not (?:allowed|supported)/i },
  { gives: 'AutomaticUpgradeUnsupported', text: notUpgradable },
  {
    gives: 'ExtensionsDisabled',
    text: /extension operations are disallowed|extension (?:processing|service|manager|management|operations?) (?:is|are|has been|have been|was|were) (?:currently )?disabled|extensions (?:are|have been) (?:currently )?(?:disabled|turned off)|extensions\.enabled'? ?(?:=|is|to) ?'?false/i,
  },
  { gives: 'VmNotRunning', codes: ['CannotModifyExtensionsWhenVMNotRunning', 'VMNotRunning'] },
  {
    gives: 'VmNotRunning',
    text: /when the vm is not running|(?:vm|virtual machine)(?: '[^']{1,80}'| (?!is\b)[\w.-]{1,80})? is (?:currently |either |already )*(?:deallocated|deallocating|stopped|stopping|hibernated|powered off|shut ?down|not running)|requires the vm to be running|(?<!changing )power ?state\b[^.]{0,80}\b(?:must be running|deallocated|hibernated|stopped)/i,
  },
  {
    gives: 'MachineDisconnected',
    text: /machine (?:(?:'[^']{1,80}'|[\w.-]+) )?is (?:currently )?(?:not (?:currently )?connected|disconnected|offline|not in (?:the |a )?'?connected'? (?:status|state)|in (?:the |an? )?'?(?:disconnected|offline)'? (?:status|state))|status of (?:the )?machine[^.]{0,80} is '?(?:disconnected|offline)/i,
  },
  { gives: 'AgentStatusCommunication', codes: ['VMAgentStatusCommunicationError'] },
  {
    gives: 'AgentStatusCommunication',
    text: /has not reported status for (?:the )?vm agent|(?:vm|guest) agent[^.]{0,40} (?:is |was )?(?:unable to|can ?not|could not|not able to) (?:communicate|report|connect)|(?:vm|guest) agent is (?:not (?:ready|responding|reporting|running)|unresponsive)/i,
  },

  // What no wait ends. Texts: "Common VM error codes in Azure" (quota), Azure/azure-cli issues (25 extensions, Spot, dedicated hosts).
  {
    gives: 'RequestRejected',
    text: /exceeding approved|\bquota\b[^.]{0,40}(?:exceeded|reached|limit)|maximum (?:allowed )?number of (?!(?:concurrent|parallel|requests|operations|calls|retries)\b)|pending eviction|deallocated dedicated host/i,
  },

  // Another operation has the machine. (general knowledge)
  { gives: 'DiskBlocked', codes: ['AttachDiskWhileBeingDetached', 'ConflictingUserInput'] },
  { gives: 'DiskBlocked', text: /\bdisks?\b[^.]{0,160} (?:is|are) (?:still |currently )?being (?:de|at)tached/i },
  {
    gives: 'Busy',
    codes: [
      'HCRP409',
      'AnotherOperationInProgress',
      'OperationPreempted',
      'ResourceGroupBeingDeleted',
      'ResourceUpdateBlockedOnPlatformUpdate',
      'Canceled',
      'OperationCanceled',
    ],
  },
  {
    gives: 'Busy',
    text: /conflict with an?(?:other)? concurrent (?:request|operation)|another operation (?:is|was|on)|marked for deletion|preempted by|only one instance of an extension may be in progress|is still processing|(?:operation|update|request)[^.']{0,40} (?:is )?(?:already |currently )?in progress|status:? '?conflict|ongoing (?:operation|platform update)/i,
  },

  // From here on the handler on the machine speaks: only ours says something of ours.
  { gives: 'BlockedByExtension', about: 'extension' },
  { gives: 'ExtensionNotAllowed', codes: ['ExtensionNotAllowed', 'ExtensionBlocked', 'ExtensionPolicyError'] },
  {
    gives: 'ExtensionNotAllowed',
    isOfOurs: true,
    heard: 'agent',
    text: /extensions? ?(?:allow|block)[ -]?list|not (?:in|on|part of) the (?:agent'?s? )?allow[ -]?list|is (?:in|on) the (?:agent'?s? )?block[ -]?list|(?:machine|agent)\b[^.]{0,60} is in monitor mode|allowed extensions?\b|extensions? will not be processed|waagent_policy|(?:disallowed|blocked|not allowed) by (?:the )?(?:agent|guest agent|extension) polic|not (?:be )?(?:allowed|permitted|enabled)[^.]{0,60} (?:per|by|in|due to) (?:the )?local config/i,
  },

  // What the handler on the machine said.
  { gives: 'ExtensionUnsupportedOs', exits: [51], notOf: defender },
  { gives: 'ExtensionMissingDependency', exits: [52], notOf: defender },
  { gives: 'ExtensionBadSettings', exits: [53], notOf: defender },
  { gives: 'PackageManagerLocked', exits: [56], notOf: defender },
  { gives: 'ExtensionNotExecutable', exits: [64] },
  {
    gives: 'ExtensionUnsupportedOs',
    isOfOurs: true,
    heard: 'handler',
    text: /unsupported operating system|operating system (?:is )?not supported/i,
  },
  { gives: 'PackageManagerLocked', heard: 'handler', text: /package manager[^.]{0,40}locked|dpkg[^.]{0,20}lock/i },
  { gives: 'ExtensionNonTransient', codes: ['VMExtensionHandlerNonTransientError'] },
  {
    gives: 'ProvisioningTimeout',
    codes: ['VMExtensionProvisioningTimeout', 'ExtensionOperationTimeout', 'OSProvisioningTimedOut'],
  },
  {
    gives: 'ProvisioningTimeout',
    heard: 'handler',
    text: /extension (?:'[^']{0,80}'|[\w.-]+) has timed out|provisioning has taken too long/i,
  },

  {
    gives: 'ExtensionFailed',
    codes: ['VMExtensionProvisioningError', 'ExtensionOperationError', 'ExtensionProvisioningError'],
  },
  { gives: 'ExtensionFailed', exits: 'any' },
  { gives: 'ExtensionFailed', heard: 'handler', text: /extension '[^']{1,150}' (?:is )?in (?:an? )?failed state/i },
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

  { gives: 'ExtensionFailed', codes: ['Failed'], heard: 'handler', text: /extension/i },

  // What the status or a code alone says.
  { gives: 'AuthenticationFailed', status: [401] },
  { gives: 'AuthenticationFailed', codes: ['Unauthorized', 'HCRP401', 'Http401'] },
  {
    gives: 'AuthorizationFailed',
    text: /(?:does|do|did) not have (?:the |any )?(?:required |necessary |sufficient )?(?:authorization|permission|access|rights?|role)|not authorized to|insufficient (?:privileges|permissions|access)|(?:lacks?|missing) (?:the )?(?:required )?(?:permission|role)|access (?:is |was )?(?:denied|forbidden)/i,
  },
  { gives: 'AuthorizationFailed', codeLike: /forbidden$|access\w*denied$|^http403$/i },
  { gives: 'ServerError', status: [408, ...serverErrors] },
  { gives: 'UnknownFailure', about: 'unread' },
  {
    gives: 'ExtensionFailed',
    heard: 'handler',
    text: /\bextension\b[^.\n]{0,80}\b(?:failed|ended|crashed)|\b(?:failed|failure) [^.\n]{0,60}\bextension\b/i,
  },
  // It says itself that it passes, whatever code a provider gives it.
  {
    gives: 'Busy',
    text: /(?:is|are|was|currently|already|still) being (?:updated|modified|changed|moved|migrated|created|deleted|redeployed|reimaged|upgraded|provisioned)|try (?:again )?later|(?:try|retry)(?:ing)? (?:again |the (?:request|operation) |this (?:request|operation) )?(?:after|in) (?:a |an |some|several|\d)|(?:please |then )retry(?: later| shortly|\.|$)|retry (?:later|shortly)/i,
  },
  {
    gives: 'RequestRejected',
    codeLike:
      /^(?:invalid|disallowed|unsupported|missing|malformed|incorrect)|(?:(?<!operation)notallowed|notsupported|notavailable|notregistered|validationfailed|(?:quota|limit)exceeded|limitreached)$/i,
  },
  {
    gives: 'RequestRejected',
    codes: [
      'BadRequest',
      'HCRP400',
      'LinkedInvalidPropertyId',
      'NoRegisteredProviderFound',
      'MarketplacePurchaseEligibilityFailed',
      'VMMarketplaceInvalidInput',
      'PurchasePlanNotFound',
      'Http400',
    ],
  },
  // A conflict is with something that goes on, in whatever language it is told (Azure/azure-cli issue 15765).
  { gives: 'Busy', codes: ['Conflict'] },
  { gives: 'RequestRejected', status: clientErrors },
];
