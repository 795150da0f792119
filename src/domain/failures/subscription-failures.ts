import type { FailureEntry } from './failure-entry.ts';

/** Failures of subscriptions, and of machines because of their subscription. */
export const subscriptionFailures = {
  SubscriptionChangedTenant: {
    class: 'hold',
    hint: 'The subscription was moved to another tenant, where no role of the old one counts: give the app its roles there, then onboard the subscription again.',
  },
  ScopeNotReadable: {
    class: 'hold',
    hint: 'No sweep shows this subscription any more: check that it exists and that the app may read it; the next sweep that shows it goes on.',
  },
  TenantNotConfirmed: {
    class: 'hold',
    hint: 'The plan lets Defender read MDE data, and where that is kept can never be changed: confirm this tenant by tenantConfirmed in fleet.json.',
  },
  ReachesProtectedMachines: {
    class: 'hold',
    hint: 'Defender would come to machines not meant to have it: read the list, approve it by its reachHash, or leave it off. No source says that a plan Free of a machine keeps it away.',
  },
  ReachNotKnown: {
    class: 'retry',
    hint: 'Azure Resource Graph did not give the whole list of machines, so nobody knows whom Defender would reach: it is asked again by itself.',
  },
  LinuxCannotBeExcluded: {
    class: 'hold',
    hint: 'Only older subscriptions have a switch for Linux alone: set endpoint.linux to unmanaged or on, then onboard the subscription again.',
  },
  UnifiedCannotBeExcluded: {
    class: 'hold',
    hint: 'Only older subscriptions have a switch for the unified solution: set endpoint.unified to unmanaged or on, then onboard the subscription again.',
  },
  PlanNotOn: {
    class: 'hold',
    hint: 'Defender for Endpoint needs a plan of Defender for Servers first: set plan to P1 or P2, or turn it on by hand, then onboard the subscription again.',
  },
  PlanManagedElsewhere: {
    class: 'hold',
    hint: 'Another service manages this plan: set plan to unmanaged, or take the plan from that service, then onboard the subscription again.',
  },
  PlanExtensionFailed: {
    class: 'retry',
    hint: 'Defender took the plan, but an extension of it failed: read its message, which often names a role that is missing.',
  },
  EventDestinationRefused: {
    class: 'retry',
    hint: 'Event Grid does not take what AMO_EVENT_DESTINATION names: a function has to be deployed and have an Event Grid trigger, a queue has to be there.',
  },
  PolicyConflict: {
    class: 'hold',
    hint: 'A policy assignment wants this otherwise: change the parameter that is named, or exempt the scope, then onboard it again.',
  },
  SolutionMissing: {
    class: 'hold',
    hint: 'Security events need the solution Security or Microsoft Sentinel in the workspace: add one or set securityEvents to none, then onboard the subscription again.',
  },
  SharedObjectFailed: {
    class: 'hold',
    hint: 'Something that machines share is there in state Failed, and is not overwritten: its owner repairs it or deletes it, then onboard the subscription again.',
  },
  IdentityHasRoles: {
    class: 'hold',
    hint: 'Every machine of the region can use the built-in identity, and it holds a role: take the role assignment away.',
  },
} as const satisfies Readonly<Record<string, FailureEntry>>;
