import type { Finding } from '../../findings/finding.ts';
import type { ServiceInput } from '../../findings/service.ts';
import type { SatisfiedNeed } from '../../step/wanted-step.ts';
import { wantedRules } from '../data-collection/data-collection.ts';

/** What has to be in place before, or why that never comes. */
export type Feed =
  | { readonly kind: 'needs'; readonly needs: readonly SatisfiedNeed[] }
  | { readonly kind: 'never'; readonly finding: Finding };

/** Of the region: the name that the built-in policy of the default pipeline gives it (ASC_AMA_DefaultPipeline_DINE 5.2.1). */
const ruleName = /\/Microsoft-Security-[^/]+-dcr$/i;

/**
 * The agent sends only through the Azure Monitor Agent, with a rule that names it as a data source (built-in policy
 * ASC_AMA_DefaultPipeline_DINE 5.2.1): before both are there it is not installed.
 */
export function whatFeedsIt(input: ServiceInput): Feed {
  const agent = input.found.get('ama');
  if (agent?.kind === 'not-applicable') {
    return never(`it sends through the Azure Monitor Agent, and of that: ${agent.reason}`);
  }
  if (wantedRules(input).some((id) => ruleName.test(id))) {
    return { kind: 'needs', needs: ['satisfied:ama', 'satisfied:data-collection'] };
  }
  const { associations } = input.facts;
  if (associations === undefined) return { kind: 'never', finding: { kind: 'not-read', needs: 'associations' } };
  if (associations.some(({ ruleId }) => ruleId !== undefined && ruleName.test(ruleId))) {
    return { kind: 'needs', needs: ['satisfied:ama'] };
  }
  return never('the machine has no rule "Microsoft-Security-<region>-dcr", and its profile and subscription want none');
}

function never(detail: string): Feed {
  return { kind: 'never', finding: { kind: 'blocked', code: 'SecurityAgentIncomplete', detail } };
}
