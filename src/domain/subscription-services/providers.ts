import { composeFinding } from '../findings/compose-finding.ts';
import type { Obstacle } from '../findings/finding.ts';
import { judgeStep } from '../findings/judge-step.ts';
import { keptBackOf } from '../findings/keep-back.ts';
import { isSameName, stepIdSchema } from '../ids.ts';
import { judgeProvisioning } from '../step/judge-provisioning.ts';
import type { WantedStep } from '../step/wanted-step.ts';
import { isYoung } from '../subscription/kept-reading.ts';
import { providersOfMachines } from '../subscription/providers-of-machines.ts';
import type {
  SubscriptionFinding,
  SubscriptionInput,
  SubscriptionService,
} from '../subscription/subscription-service.ts';
import { type AzureWrite, actionOf } from '../write/azure-write.ts';

const activity = 'registerProvider';

/**
 * The resource providers that what these services want to write belongs to, and where we register them also those that
 * the profiles of its machines need: Azure refuses a write to one that the subscription is not registered for. Nothing is
 * asked while nothing is to be written. Source: Azure docs, "Resolve errors for resource provider registration".
 */
export function createProvidersService(writers: readonly SubscriptionService[]): SubscriptionService {
  return {
    name: 'providers',
    activities: [activity],
    find: (input) => {
      const findings = writers.map((service) => service.find(input));
      const unread = findings.find((finding) => finding.kind === 'not-read');
      if (unread !== undefined) return unread;
      const asked = [...namespacesOf(findings.flatMap(stepsOf)), ...askedForMachines(input)];
      return findProviders(input, [...new Set(asked)].sort());
    },
  };
}

/** What its machines need, unless a look has lately seen that it is there. */
function askedForMachines({ record, facts, fleet, spec, now }: SubscriptionInput): readonly string[] {
  if (spec.providers !== 'register') return [];
  return providersOfMachines(fleet, spec, facts.target.subscription).filter((namespace) => {
    const seen = record.shared.providers?.[namespace.toLowerCase()];
    return seen?.isRegistered !== true || !isYoung(seen, now);
  });
}

/** What a service would write now or later. */
function stepsOf(finding: SubscriptionFinding): readonly WantedStep[] {
  return [...(finding.kind === 'wanted' ? finding.steps : []), ...keptBackOf(finding)];
}

/** The providers that these steps write to. */
export function namespacesOf(steps: readonly WantedStep[]): readonly string[] {
  return [...new Set(steps.map(({ write }) => namespaceOf(write)))].sort();
}

/** Groups, locks and roles belong to providers that every subscription has ("Azure resource providers and types"). */
const always: readonly string[] = ['Microsoft.Resources', 'Microsoft.Authorization'];

function namespaceOf(write: AzureWrite): string {
  const action = actionOf(write);
  return action.slice(0, action.indexOf('/'));
}

/**
 * Where the registration of a provider stands, as this look read it. One that refuses reads while it is listed as
 * registered has not heard of it yet.
 */
function registrationOf({ facts }: SubscriptionInput, namespace: string): 'registered' | 'underWay' | 'missing' {
  const { providers, unregistered = [] } = facts.parts;
  if (always.includes(namespace)) return 'registered';
  const isRefused = unregistered.some((one) => isSameName(one, namespace));
  if (providers === undefined) return isRefused ? 'missing' : 'registered';
  const state = providers[namespace.toLowerCase()] ?? '';
  if (isSameName(state, 'Registering')) return 'underWay';
  if (!isSameName(state, 'Registered')) return 'missing';
  return isRefused ? 'underWay' : 'registered';
}

/** Whether the provider is registered, as this look read it; a provider that was not asked for counts as such. */
export function isRegistered(input: SubscriptionInput, namespace: string): boolean {
  return registrationOf(input, namespace) === 'registered';
}

function findProviders(input: SubscriptionInput, namespaces: readonly string[]): SubscriptionFinding {
  const asked = namespaces.filter((namespace) => !always.includes(namespace));
  if (asked.length === 0) return { kind: 'satisfied' };
  if (input.facts.parts.providers === undefined) return { kind: 'not-read', needs: 'providers' };
  const { steps, obstacles } = judgeOpen(
    input,
    asked.filter((namespace) => !isRegistered(input, namespace)),
  );
  return composeFinding(steps, obstacles);
}

/** Why nothing is written yet to these providers, which are not registered. */
export function whyNotRegistered(input: SubscriptionInput, open: readonly string[]): Obstacle {
  const { obstacles } = judgeOpen(input, open);
  return obstacles.find(({ kind }) => kind === 'blocked') ?? registering(open);
}

/** What is done about providers that are not registered, and what stands in the way of it. */
function judgeOpen(
  input: SubscriptionInput,
  open: readonly string[],
): { readonly steps: readonly WantedStep[]; readonly obstacles: readonly Obstacle[] } {
  const underWay = open.filter((namespace) => registrationOf(input, namespace) === 'underWay');
  const late = underWay.filter((namespace) => isLate(input, namespace));
  const soon = underWay.filter((namespace) => !late.includes(namespace));
  const missing = open.filter((namespace) => !underWay.includes(namespace));
  const isReported = input.spec.providers === 'report';
  const { steps, obstacles } = isReported ? { steps: [], obstacles: [] } : registerAll(input, missing);
  return {
    steps,
    obstacles: [
      ...(late.length === 0 ? [] : [notRegistered('still being registered after two hours', late)]),
      ...(isReported && missing.length > 0 ? [notRegistered('not registered', missing)] : []),
      ...obstacles,
      ...(soon.length === 0 ? [] : [registering(soon)]),
    ],
  };
}

function registerAll(
  input: SubscriptionInput,
  missing: readonly string[],
): { readonly steps: readonly WantedStep[]; readonly obstacles: readonly Obstacle[] } {
  const judged = missing.map((namespace) => {
    const step = registerStep(input, namespace);
    return { namespace, step, found: judgeStep(input, step.id) };
  });
  return {
    steps: judged.flatMap(({ step, found }) => (found === undefined ? [step] : [])),
    obstacles: judged.flatMap(({ namespace, found }) => {
      if (found === undefined) return [];
      return [found.kind === 'provisioning' ? registering([namespace]) : found];
    }),
  };
}

function registering(namespaces: readonly string[]): Obstacle {
  return { kind: 'provisioning', what: activity, detail: `registering ${namespaces.join(', ')}` };
}

function notRegistered(how: string, namespaces: readonly string[]): Obstacle {
  return { kind: 'blocked', code: 'ProviderNotRegistered', detail: `${how}: ${namespaces.join(', ')}` };
}

/** A registration takes minutes. Ours is counted from its request, that of somebody else from when a look first saw it. */
function isLate({ history, record, now }: SubscriptionInput, namespace: string): boolean {
  const step = history.steps[stepIdOf(namespace)];
  const isOurs = step !== undefined && step.attempts > 0;
  const since = isOurs ? step.lastAt : record.provisioningSince;
  return since !== undefined && judgeProvisioning(Date.parse(since), now) === 'timeout';
}

function stepIdOf(namespace: string): WantedStep['id'] {
  return stepIdSchema.parse(`${activity}:${namespace}`);
}

function registerStep({ facts }: SubscriptionInput, namespace: string): WantedStep {
  return {
    id: stepIdOf(namespace),
    service: 'providers',
    why: `register the resource provider ${namespace}`,
    write: { kind: 'registerProvider', target: facts.target, namespace },
    needs: [],
    produces: [],
    exclusive: false,
    creates: false,
    changesDefaultToken: false,
  };
}
