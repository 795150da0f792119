import { type PolicyPlace, policiesAt } from '../coexistence/applies.ts';
import type { OwnAims } from '../coexistence/compare.ts';
import { describeLeft, judgeFacet } from '../coexistence/judge-facet.ts';
import type { PolicyFacet } from '../coexistence/known-definition.ts';
import type { Finding } from '../findings/finding.ts';
import { keepBackAll } from '../findings/keep-back.ts';
import type { Service, ServiceInput } from '../findings/service.ts';
import { armTypes } from '../target/machine-kinds.ts';
import { agentIdentity } from './agent/agent-identity.ts';
import { wantedRules } from './data-collection/data-collection.ts';

/**
 * The service, as far as Azure Policy lets it: where a policy that covers the machine wants the same thing otherwise,
 * nothing of it is written, because each would undo the other, nor while nobody knows. What is right already stays so.
 */
export function withPolicies(service: Service): Service {
  const { policyFacet } = service;
  if (policyFacet === undefined) return service;
  return { ...service, find: (input) => heedPolicies(policyFacet, input, service.find(input)) };
}

function heedPolicies(facet: PolicyFacet, input: ServiceInput, finding: Finding): Finding {
  if (finding.kind !== 'wanted' && finding.kind !== 'satisfied') return finding;
  const { policies } = input;
  if (policies.kind === 'unheard') return finding;
  if (policies.kind === 'unread') {
    if (finding.kind === 'satisfied') return finding;
    return keepBackAll({ kind: 'waiting', reason: 'SubscriptionNotReady', detail: policies.detail }, finding);
  }
  const { reading } = policies;
  const { conflicts, same } = judgeFacet(policiesAt(reading, placeOf(input), input.now), facet, aimsOf(input));
  if (finding.kind === 'satisfied') return note(finding, conflicts, same);
  const against = [...conflicts, ...describeLeft(reading, facet)];
  if (against.length === 0) return finding;
  return keepBackAll({ kind: 'blocked', code: 'PolicyConflict', detail: against.join('; ') }, finding);
}

function note(
  finding: Extract<Finding, { kind: 'satisfied' }>,
  conflicts: readonly string[],
  same: readonly string[],
): Finding {
  const notes = [
    ...(finding.detail === undefined ? [] : [finding.detail]),
    ...(same.length === 0 ? [] : [`as ${same.join(', ')} of Azure Policy wants it`]),
    ...conflicts,
  ];
  return notes.length === 0 ? finding : { ...finding, detail: notes.join('; ') };
}

function placeOf({ facts, place }: ServiceInput): PolicyPlace {
  const { machine, os, region, platform } = facts;
  return {
    resourceId: machine.resourceId,
    managementGroups: place.managementGroups,
    subject: machine.kind,
    os: os === 'unknown' ? undefined : os,
    type: armTypes[machine.kind],
    location: region,
    publisher: platform.kind !== 'arc' ? platform.image?.publisher : undefined,
  };
}

function aimsOf(input: ServiceInput): OwnAims {
  const { facts } = input;
  const identity = agentIdentity(input);
  return {
    machine: {
      place: { subscription: facts.machine.subscription, region: facts.region },
      identity: identity.kind === 'undecided' ? undefined : identity,
      hasSystemIdentity: facts.identity.system,
      ruleIds: wantedRules(input),
    },
  };
}
