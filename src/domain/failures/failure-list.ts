import { endpointFailures } from './endpoint-failures.ts';
import type { FailureEntry } from './failure-entry.ts';
import { legacyAgentFailures } from './legacy-agent-failures.ts';
import { scaleSetFailures } from './scale-set-failures.ts';
import { securityAgentFailures } from './security-agent-failures.ts';
import { subscriptionFailures } from './subscription-failures.ts';

export type { FailureEntry } from './failure-entry.ts';

const minute = 60;
const hour = 60 * minute;
/** Ten tries within two hours, so that the limit of a day leaves some for the time after. */
const busySteps: readonly number[] = [2, 5, 10, 10, 15, 15, 20].map((minutes) => minutes * minute);

/**
 * Every failure this product can name. The class decides what happens next:
 * retry = again on the ladder; wait = goes on by itself for a limited time, no attempt counted; hold = a person must
 * decide; fail = tried again once a day; gone = the machine is no more.
 */
export const failureList = {
  // Identity
  IdentityMissing: {
    class: 'hold',
    hint: 'Create the identity (Built-In-Identity-<region> in Built-In-Identity-RG; on Arc reconnect with azcmagent), then onboard the machine again.',
  },
  ForeignIdentity: {
    class: 'hold',
    acceptable: true,
    hint: 'Ask its owner: set onForeignIdentity to reuse or attach, then onboard the machine again; or accept it for this one, and code that names no identity may get another token.',
  },
  IdentityLost: {
    class: 'hold',
    hint: 'An identity of somebody else left the machine while ours was attached: ask its owner, and attach it again by hand.',
  },

  // The agent's extension
  VersionBelowFloor: {
    class: 'hold',
    hint: 'The installed agent is older than the profile allows: upgrade the extension or lower minimumVersion, then onboard the machine again.',
  },
  VersionConflict: {
    class: 'hold',
    hint: 'The machine has another extension of the same handler, perhaps of another version: remove one of the two, then onboard the machine again.',
  },
  ForeignExtensionFailed: {
    class: 'hold',
    hint: 'An extension that we did not install keeps failing: repair or remove it, then onboard the machine again.',
  },
  ProtectedSettingsUnknown: {
    class: 'hold',
    hint: 'The extension uses a proxy with a password that we do not have: make this change by hand, then onboard the machine again.',
  },
  ExtensionNotAllowed: {
    class: 'hold',
    hint: 'The Arc agent does not allow this extension: change its lists on the machine, then onboard the machine again.',
  },
  ExtensionsDisabled: {
    class: 'hold',
    hint: 'Extensions are turned off: allow extension operations (VM) or enable them in the Arc agent, then onboard the machine again.',
  },
  ExtensionUnsupportedOs: {
    class: 'hold',
    hint: 'The agent says that it does not support this operating system: upgrade it, then onboard the machine again; or exclude the machine.',
  },
  ExtensionBadSettings: {
    class: 'hold',
    hint: 'The agent refused its settings: compare them with the profile, then onboard the machine again.',
  },
  ExtensionNotExecutable: {
    class: 'hold',
    hint: 'The extension may not be executed: mount /var without noexec, then onboard the machine again.',
  },
  ExtensionMissingDependency: {
    class: 'retry',
    hint: 'The agent misses something: free 500 MB under /var, /etc and /opt, and install what the message names.',
  },
  PackageManagerLocked: {
    class: 'retry',
    hint: 'Another installation had locked the package manager: nothing to do unless it stays.',
  },
  ExtensionFailed: {
    class: 'retry',
    hint: 'Read the message, and the extension log on the machine; a failed extension of others can block ours.',
  },
  ExtensionNameTaken: {
    class: 'hold',
    hint: 'An extension of another type has the name of ours: remove it or let its owner rename it, then onboard the machine again.',
  },
  AutomaticUpgradeUnsupported: {
    class: 'hold',
    hint: 'Azure does not take automatic upgrade for this extension here: register the feature or change the profile, then onboard the machine again.',
  },
  BlockedByExtension: {
    class: 'retry',
    hint: 'Another extension of the machine has failed and keeps ours from being installed: repair or remove the one that the message names.',
  },
  ExtensionNonTransient: {
    class: 'fail',
    hint: 'The extension reported an error that a retry does not cure: read the message and repair the machine.',
  },
  ProvisioningTimeout: {
    class: 'retry',
    hint: 'The extension did not finish in time: check the guest agent and the outbound network of the machine.',
  },
  GuestAgentSilent: {
    class: 'retry',
    hint: 'The VM has been running for a day without a ready guest agent: repair the agent, and let it reach 168.63.129.16.',
  },
  AgentStatusCommunication: {
    class: 'wait',
    pendingReason: 'AgentNotReady',
    wait: {
      ladderSeconds: [5 * minute, 15 * minute, hour, 4 * hour],
      longestSeconds: 24 * hour,
      because: 'a guest agent is ready within minutes of a start; after a day of running it is broken',
    },
    hint: 'The guest agent does not report: check that it runs and reaches 168.63.129.16.',
  },

  ...endpointFailures,
  ...legacyAgentFailures,
  ...securityAgentFailures,

  // Scale sets
  ...scaleSetFailures,

  // Data collection
  NoRules: {
    class: 'hold',
    hint: 'No data collection rule is meant for this machine, and the agent does nothing without one: add one to its profile, then onboard the machine again.',
  },
  SpecObsolete: {
    class: 'hold',
    hint: 'A data collection rule of the profile no longer exists: restore it or change the profile, then onboard the machine again.',
  },
  TooManyAssociations: {
    class: 'hold',
    hint: 'The machine would have more than 28 data collection rules (Azure allows 30): remove some, then onboard the machine again.',
  },
  ReferenceUnreadable: {
    class: 'retry',
    hint: 'A rule or identity of the profile could not be read: check that the app may read it.',
  },

  // What a write refers to
  RuleGone: {
    class: 'hold',
    hint: 'Azure does not find the data collection rule that the message names: restore it or change the profile, then onboard the machine again.',
  },
  IdentityGone: {
    class: 'hold',
    hint: 'The identity that the message names was deleted: detach it from the machine or restore it, then onboard the machine again.',
  },
  ImageGone: {
    class: 'hold',
    hint: "Azure does not find the machine's image any more: let the machine's owner mend its model, then onboard the machine again.",
  },
  ReferenceGone: {
    class: 'hold',
    hint: 'Azure does not find a resource that the change refers to: restore what the message names, then onboard the machine again.',
  },

  // Support
  UnknownImage: {
    class: 'hold',
    acceptable: true,
    hint: 'The image is not from the marketplace: add it to support.additionalImages or set support.unknownImage to allow, then onboard the machine again; or accept it for this one.',
  },

  // Refused by Azure
  Contended: {
    class: 'hold',
    hint: 'Somebody undoes what we write: agree with the writer that the timeline names, then onboard the machine again; or exclude the machine.',
  },
  OtherRelease: {
    class: 'hold',
    hint: 'Another release of this app wrote this before, and left what only it can read: let that release run again; or see what it did, then onboard the machine again.',
  },
  ScopeLocked: { class: 'hold', hint: 'A lock covers the machine: remove it, then onboard the machine again.' },
  DenyAssignment: {
    class: 'hold',
    hint: 'A deny assignment covers the machine: its owner (stack, managed application) must allow the change, then onboard the machine again.',
  },
  PolicyDenied: {
    class: 'hold',
    hint: 'Azure Policy forbids the change: exempt the machine or change the policy in the message, then onboard the machine again.',
  },
  ProviderNotRegistered: {
    class: 'hold',
    hint: 'Register the resource provider that the message names in the subscription, then onboard the machine again, or the subscription.',
  },
  AuthorizationFailed: {
    class: 'fail',
    hint: 'The app lacks a permission: give its identity the role that the message names, at this scope.',
  },
  LinkedAuthorizationFailed: {
    class: 'fail',
    hint: 'The app may not use a resource that the change refers to: give it assign/action on the identity, or read on the rule.',
  },
  AuthenticationFailed: {
    class: 'retry',
    hint: "Azure did not accept the app's token: check the app's managed identity and its tenant.",
  },
  ChangeNotAllowed: {
    class: 'hold',
    hint: 'Azure never lets the property change that the message names: change the profile or make the resource anew, then onboard the machine again.',
  },
  RequestRejected: {
    class: 'retry',
    holdAfterTries: 3,
    quotesAzure: true,
    hint: 'Azure refused the request as wrong: correct what it names, then onboard the machine again.',
  },

  ...subscriptionFailures,

  // Goes on by itself
  SubscriptionDisabled: {
    class: 'wait',
    pendingReason: 'SubscriptionNotWritable',
    wait: {
      ladderSeconds: [hour, 2 * hour, 4 * hour],
      longestSeconds: 24 * hour,
      because: 'a payment or a transfer arrives within a day; after that somebody must enable it',
    },
    hint: 'The subscription is disabled and read-only: enable it again.',
  },
  Throttled: {
    class: 'wait',
    pendingReason: 'Throttled',
    wait: {
      ladderSeconds: [minute, 2 * minute, 5 * minute, 15 * minute, 30 * minute, hour],
      isTold: true,
      longestSeconds: 6 * hour,
      because: "the longest window of Azure's request limits is an hour; six say that others use up the quota",
    },
    hint: 'Azure asked to slow down: nothing to do unless it stays; then find out who uses up the quota.',
  },
  VmNotRunning: {
    class: 'wait',
    pendingReason: 'Off',
    wait: {
      ladderSeconds: [minute, 5 * minute, 15 * minute],
      longestSeconds: 2 * hour,
      because:
        'the next reading shows a machine that is off; one that is shown running and refused for longer is broken',
    },
    hint: 'The machine is off: it is onboarded when it runs.',
  },
  Busy: {
    class: 'wait',
    pendingReason: 'Busy',
    wait: {
      ladderSeconds: busySteps,
      longestSeconds: 2 * hour,
      because: 'operations on a machine end within two hours, or Azure ends them',
    },
    hint: 'Another operation runs on the machine: nothing to do unless it stays.',
  },
  DiskBlocked: {
    class: 'wait',
    pendingReason: 'Busy',
    wait: {
      ladderSeconds: busySteps,
      longestSeconds: 2 * hour,
      because: 'a detach takes minutes; one that failed blocks the machine until somebody repeats it',
    },
    quotesAzure: true,
    hint: 'The machine takes no change while this disk is in the way: detach the disk again.',
  },
  PreconditionFailed: {
    class: 'wait',
    wait: {
      ladderSeconds: [30],
      mostWaits: 3,
      longestSeconds: 2 * hour,
      because: 'nobody changes one machine all the time for two hours unless two programs fight over it',
    },
    hint: 'The machine changed between our read and our write: it is read again, nothing to do.',
  },
  PermitExpired: {
    class: 'wait',
    wait: {
      ladderSeconds: [30, minute, 2 * minute, 5 * minute, 10 * minute],
      longestSeconds: 2 * hour,
      because: 'a busy app catches up within minutes; one that is always too slow must be made faster',
    },
    hint: 'The app needs longer than five seconds from its decision to the request: look for slow tokens or too many machines at once.',
  },
  MachineDisconnected: {
    class: 'wait',
    pendingReason: 'Disconnected',
    wait: {
      ladderSeconds: [minute, 5 * minute, 15 * minute],
      longestSeconds: 2 * hour,
      because:
        'the next reading shows a machine that is away; one that is shown connected and refused for longer is broken',
    },
    hint: 'The Arc machine is not connected: check the machine and its Arc agent.',
  },

  // Trouble on the way
  NetworkFailure: { class: 'retry', hint: 'Azure did not answer: check the network of the app if it stays.' },
  ServerError: { class: 'retry', hint: 'Azure failed inside: nothing to do unless it stays; then see Azure status.' },
  SubscriptionNotFound: {
    class: 'retry',
    hint: 'The subscription is not visible to the app: check that it exists and that the app has a role in it.',
  },
  TargetNotFound: {
    class: 'retry',
    hint: 'Azure did not find what was written to: it is read again, nothing to do unless it stays.',
  },
  UnknownFailure: {
    class: 'retry',
    quotesAzure: true,
    hint: 'An answer that the app cannot use: its code and text are as Azure sent them.',
  },

  // Of the machine, of ourselves
  ArcExpired: {
    class: 'hold',
    hint: 'The Arc agent was away too long and its credential expired: connect it with azcmagent, then onboard the machine again.',
  },
  MachineGone: { class: 'gone', hint: 'The machine was deleted: nothing to do.' },
  StuckInstance: {
    class: 'retry',
    hint: 'The onboarding of this machine did not get to its end five times: read the output, and report it as a bug.',
  },
} as const satisfies Readonly<Record<string, FailureEntry>>;

/** A failure this product can name. */
export type FailureCode = keyof typeof failureList;

export const failureCodes = Object.keys(failureList).filter(isFailureCode);

/** What a person may accept for one machine. */
export const acceptableCodes = failureCodes.filter((code) => failureInfo(code).acceptable === true);

export function isFailureCode(text: string): text is FailureCode {
  return Object.hasOwn(failureList, text);
}

/** Class, hint and pending reason of a code; a text that is no code (an older release's) counts as UnknownFailure. */
export function failureInfo(code: string): FailureEntry {
  return failureList[isFailureCode(code) ? code : 'UnknownFailure'];
}

/**
 * What a person should do about a failure; undefined for a reason that is no failure code. Where only Azure's own code
 * and text (`detail`) say that, the hint begins with them.
 */
export function hintOf(code: string | undefined, detail?: string): string | undefined {
  if (code === undefined || !isFailureCode(code)) return undefined;
  const { hint, quotesAzure } = failureInfo(code);
  return quotesAzure === true && detail !== undefined && detail !== '' ? `${detail} - ${hint}` : hint;
}

/** Where docs/OPERATIONS.md explains the code. */
export function failureAnchor(code: FailureCode): string {
  return `docs/OPERATIONS.md#${code.toLowerCase()}`;
}
