import type { FailureEntry } from './failure-entry.ts';

/** What keeps the Log Analytics agent on a machine although the file wants it off. */
export const legacyAgentFailures = {
  LegacyAutoProvisioning: {
    class: 'hold',
    hint: 'Defender would put the Log Analytics agent back: turn that off (subscriptions[].legacyAutoProvisioning, or by hand), and it goes on by itself; or let legacyAgent report it.',
  },
  LegacyAgentNeeded: {
    class: 'hold',
    hint: 'What would replace the Log Analytics agent never comes here, so it stays: take it off by hand, or set legacyAgent to report, then onboard the machine again.',
  },
} as const satisfies Readonly<Record<string, FailureEntry>>;
