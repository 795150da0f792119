import type { FailureEntry } from './failure-entry.ts';

/** What keeps the Azure Security agent off a machine whose profile wants it. */
export const securityAgentFailures = {
  SecurityAgentIncomplete: {
    class: 'hold',
    hint: 'The Azure Security agent sends nothing without what the detail names as missing: add that, or unset azureSecurityAgent, then onboard the machine again.',
  },
} as const satisfies Readonly<Record<string, FailureEntry>>;
