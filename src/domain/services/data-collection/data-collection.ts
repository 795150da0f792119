import { composeFinding } from '../../findings/compose-finding.ts';
import { findDisconnected } from '../../findings/find-obstacle.ts';
import type { Finding, Obstacle } from '../../findings/finding.ts';
import { judgeStep } from '../../findings/judge-step.ts';
import { keepBack } from '../../findings/keep-back.ts';
import type { Service, ServiceInput } from '../../findings/service.ts';
import { sha256Hex } from '../../hash.ts';
import { isSameId, stepIdSchema } from '../../ids.ts';
import type { AssociationFacts } from '../../machine/machine-facts.ts';
import type { WantedStep } from '../../step/wanted-step.ts';

/** Azure allows 30 rules per machine ("Data collection rules overview"); two are left to others. */
const mostAssociations = 28;

/**
 * The data collection rules of the spec, each associated with the machine: matched by rule id, foreign associations
 * stay. An association is pure control plane, so a VM need not run for it.
 */
export const dataCollectionService: Service = {
  name: 'data-collection',
  activities: ['associateDataCollectionRule'],
  reads: ['associations'],
  handlers: [],
  policyFacet: 'association',
  find,
};

function find(input: ServiceInput): Finding {
  const finding = findRules(input);
  const disconnected = findDisconnected(input.facts);
  // What a disconnected machine would be given is part of the plan, so its associations are read too.
  if (disconnected === undefined || finding.kind === 'not-read') return finding;
  return keepBack(disconnected, finding);
}

function findRules(input: ServiceInput): Finding {
  const { facts, shared } = input;
  const ruleIds = wantedRules(input);
  if (ruleIds.length === 0) return findWithoutRules(input);
  const gone = ruleIds.filter((id) => shared.rules[id.toLowerCase()]?.state === 'missing');
  const isMade = (id: string): boolean => shared.made.ruleIds.some((made) => isSameId(made, id));
  const lost = shared.made.noRules === undefined ? gone.filter((id) => !isMade(id)) : gone;
  if (lost.length > 0) return { kind: 'blocked', code: 'SpecObsolete', detail: `${lost.join(', ')} does not exist` };
  const { associations } = facts;
  if (associations === undefined) return { kind: 'not-read', needs: 'associations' };
  const found = findAssociations(input, ruleIds, associations, gone);
  return gone.length === 0 ? found : waitForRules(gone, found, shared.made.heldUp);
}

/** The rules of the profile, and those that the subscription makes where the profile takes them. */
export function wantedRules({ spec, shared }: Pick<ServiceInput, 'spec' | 'shared'>): readonly string[] {
  const made = spec.subscriptionRules ? shared.made.ruleIds.map((id) => id.toLowerCase()) : [];
  return [...new Set([...spec.ruleIds, ...made])];
}

/** Rules that are there already are associated meanwhile. */
function waitForRules(gone: readonly string[], found: Finding, heldUp: string | undefined): Finding {
  const names = gone.map((id) => id.slice(id.lastIndexOf('/') + 1)).join(', ');
  const detail = `the subscription has not made ${names} yet${heldUp === undefined ? '' : `: ${heldUp}`}`;
  const waiting: Obstacle = { kind: 'waiting', reason: 'SubscriptionNotReady', detail };
  if (found.kind === 'wanted') return { ...found, also: [...(found.also ?? []), waiting] };
  return found.kind === 'satisfied' || found.kind === 'not-applicable' ? waiting : found;
}

function findAssociations(
  input: ServiceInput,
  ruleIds: readonly string[],
  associations: readonly AssociationFacts[],
  gone: readonly string[],
): Finding {
  const missing = ruleIds.filter(
    (id) =>
      !gone.includes(id) && !associations.some((found) => found.ruleId !== undefined && isSameId(found.ruleId, id)),
  );
  if (missing.length === 0) return { kind: 'satisfied' };
  return tooMany(associations, missing.length) ?? findMissing(input, missing);
}

/** The agent does nothing without a rule, so such a machine is never called configured ("Manage the Azure Monitor agent"). */
function findWithoutRules({ spec: { ama, subscriptionRules }, shared }: ServiceInput): Finding {
  if (!ama.install && !subscriptionRules)
    return { kind: 'not-applicable', reason: 'the profile wants neither the agent nor a rule' };
  const { noRules } = shared.made;
  const why = noRules === undefined ? '' : `; the subscription makes none: ${noRules}`;
  const detail = subscriptionRules
    ? `neither the profile nor the subscription has a rule for this operating system and region${why}`
    : 'the profile has no rule for this operating system and region';
  return { kind: 'blocked', code: 'NoRules', detail, stopsAll: true };
}

function tooMany(associations: readonly AssociationFacts[], missing: number): Finding | undefined {
  const present = associations.filter((found) => found.ruleId !== undefined).length;
  if (present + missing <= mostAssociations) return undefined;
  return {
    kind: 'blocked',
    code: 'TooManyAssociations',
    detail: `${present} rules are associated, ${missing} would be added`,
  };
}

/** Rules whose step may be sent are wanted, whatever holds up the others; each of those is heard all the same. */
function findMissing(input: ServiceInput, missing: readonly string[]): Finding {
  const steps: WantedStep[] = [];
  const obstacles: Obstacle[] = [];
  const waiting: WantedStep[] = [];
  for (const ruleId of missing) {
    const step = associateStep(input, ruleId);
    const found = findUnreadable(input, ruleId, step) ?? judgeStep(input, step.id);
    if (isBeforeProvider(input, found)) waiting.push(step);
    else if (found === undefined) steps.push(step);
    else obstacles.push(found);
  }
  return composeFinding(steps, [...(waiting.length === 0 ? [] : [waitForProvider(waiting)]), ...obstacles]);
}

/**
 * Whether the look at the subscription has to register the provider of associations before the step: as that look saw,
 * or, where none has told yet, as Azure answered.
 */
function isBeforeProvider({ shared }: ServiceInput, found: Obstacle | undefined): boolean {
  const { provider } = shared.made;
  const isRefused = found?.kind === 'blocked' && found.code === 'ProviderNotRegistered';
  return (provider === 'unregistered' && (found === undefined || isRefused)) || (provider === 'unknown' && isRefused);
}

function waitForProvider(steps: readonly WantedStep[]): Obstacle {
  const detail = 'the subscription has not registered Microsoft.Insights yet';
  return { kind: 'waiting', reason: 'SubscriptionNotReady', detail, keptBack: steps };
}

function findUnreadable({ shared }: ServiceInput, ruleId: string, step: WantedStep): Obstacle | undefined {
  if (shared.rules[ruleId.toLowerCase()]?.state === 'present') return undefined;
  return { kind: 'blocked', code: 'ReferenceUnreadable', detail: `${ruleId} could not be read`, keptBack: [step] };
}

/** Named by the rule, so that two looks, and two installations of the app, write the same association. */
export function associationNameOf(ruleId: string): string {
  return `assoc-${hashOf(ruleId)}`;
}

function hashOf(ruleId: string): string {
  return sha256Hex(ruleId.toLowerCase()).slice(0, 8);
}

function associateStep({ facts }: ServiceInput, ruleId: string): WantedStep {
  const properties = { description: 'Made by azure-machine-onboarding', dataCollectionRuleId: ruleId };
  return {
    id: stepIdSchema.parse(`associateDataCollectionRule:${hashOf(ruleId)}`),
    service: 'data-collection',
    why: `associate the rule ${ruleId.slice(ruleId.lastIndexOf('/') + 1)}`,
    write: { kind: 'putAssociation', target: facts.machine, name: associationNameOf(ruleId), body: { properties } },
    needs: [],
    produces: [],
    exclusive: false,
    creates: true,
    changesDefaultToken: false,
  };
}
