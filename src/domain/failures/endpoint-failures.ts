import type { FailureEntry } from './failure-entry.ts';

/** What can be wrong with Microsoft Defender for Endpoint on a machine. */
export const endpointFailures = {
  EndpointNotEnabled: {
    class: 'hold',
    hint: 'Defender for Endpoint is not on here: turn on plan and settings (subscriptions[].endpoint, or by hand), and it goes on by itself; or let the profile want none.',
  },
  MdeNotDeployed: {
    class: 'fail',
    hint: 'Defender for Cloud has not installed Defender for Endpoint in time: check what the detail names; the machine is looked at once a day and at each event.',
  },
  MdePackageMissing: {
    class: 'fail',
    hint: 'Azure gives no onboarding package for the subscription: turn its plan for servers on, and wait until Defender for Endpoint has its tenant; it is asked again once a day.',
  },
  EndpointOfOtherMachine: {
    class: 'hold',
    hint: 'The extension names another machine, as after a move: POST redeploy-endpoint deletes it once, and it is installed again; or delete it by hand, then onboard the machine again.',
  },
  OtherEdr: {
    class: 'hold',
    acceptable: true,
    hint: 'Another endpoint protection is there: remove it or set endpoint.otherEdr to coexist, then onboard the machine again; or accept it for this one.',
  },
  OtherEdrUnknown: {
    class: 'hold',
    acceptable: true,
    hint: 'Nothing tells whether another product protects it: look, tell it by POST other-edr or by the tag, then onboard the machine again; or accept it for this one.',
  },
  ConflictingSecurityAgent: {
    class: 'hold',
    hint: 'Another security product is in the way: remove the one that the detail names, then onboard the machine again; or exclude the machine.',
  },
  MdeRequirements: {
    class: 'hold',
    hint: 'Defender for Endpoint needs more: give the machine 1 GB of memory, 2 GB of disk and what the detail names, then onboard the machine again.',
  },
  MdeUnsupportedOs: {
    class: 'hold',
    hint: 'Defender for Endpoint does not support this operating system: upgrade it, then onboard the machine again; or let its profile want none.',
  },
  MdeBadSettings: {
    class: 'hold',
    hint: 'The installer refuses the settings of the extension: delete it, let Defender for Cloud install it again, then onboard the machine again.',
  },
  MdeInstallFailed: {
    class: 'retry',
    hint: 'The extension of Defender for Endpoint failed: mend what the detail names; where it stays, delete it, and Defender for Cloud installs it again.',
  },
} as const satisfies Readonly<Record<string, FailureEntry>>;
