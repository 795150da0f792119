import { endpointSystems } from '../machine/endpoint-system.ts';
import { missingParts } from './endpoint-coverage-of.ts';
import type { EndpointFacts } from './endpoint-protection.ts';
import type { DefenderSummary } from './subscription-record.ts';

/** How Defender stands as it was just read, with since when it has covered each system without a look that saw otherwise. */
export function summarizeDefender(
  before: DefenderSummary | undefined,
  facts: EndpointFacts,
  readAt: string,
): DefenderSummary {
  const covered = endpointSystems.filter((system) => missingParts(facts, system).length === 0);
  const onSince = Object.fromEntries(covered.map((system) => [system, before?.onSince?.[system] ?? readAt]));
  return { ...facts, readAt, onSince };
}

/** Whether Defender covers other systems than before, which concerns their machines. */
export function isOtherCoverage(before: DefenderSummary | undefined, now: DefenderSummary | undefined): boolean {
  const coveredBy = (summary: DefenderSummary | undefined): string =>
    summary === undefined ? 'unread' : endpointSystems.map((system) => missingParts(summary, system).join()).join(';');
  return coveredBy(before) !== coveredBy(now);
}
