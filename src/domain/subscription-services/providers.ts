import { composeFinding } from '../findings/compose-finding.ts';
import type { Obstacle } from '../findings/finding.ts';
import { judgeStep } from '../findings/judge-step.ts';
import { keptBackOf } from '../findings/keep-back.ts';
import { stepIdSchema } from '../ids.ts';
import type { WantedStep } from '../step/wanted-step.ts';
import type {
  SubscriptionFinding,
  SubscriptionInput,
  SubscriptionService,
} from '../subscription/subscription-service.ts';
import { type AzureWrite, actionOf } from '../write/azure-write.ts';

const registered = 'registered';

/**
 * The resource providers that what these services want to write belongs to: Azure refuses a write to one that the
 * subscription is not registered for. Nothing is asked while nothing is to be written. Source: Azure docs, "Resolve errors
 * for resource provider registration".
 */
export function createProvidersService(writers: readonly SubscriptionService[]): SubscriptionService {
  return {
    name: 'providers',
    activities: ['registerProvider'],
    find: (input) => {
      const findings = writers.map((service) => service.find(input));
      const unread = findings.find((finding) => finding.kind === 'not-read');
      if (unread !== undefined) return unread;
      return findProviders(input, namespacesOf(findings.flatMap(stepsOf)));
    },
  };
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

/** Whether the provider is registered, as this look read it; a provider that was not asked for counts as such. */
export function isRegistered({ facts }: SubscriptionInput, namespace: string): boolean {
  const { providers } = facts.parts;
  if (providers === undefined || always.includes(namespace)) return true;
  return providers[namespace.toLowerCase()]?.toLowerCase() === registered;
}

function findProviders(input: SubscriptionInput, namespaces: readonly string[]): SubscriptionFinding {
  const asked = namespaces.filter((namespace) => !always.includes(namespace));
  if (asked.length === 0) return { kind: 'satisfied' };
  if (input.facts.parts.providers === undefined) return { kind: 'not-read', needs: 'providers' };
  const open = asked.filter((namespace) => !isRegistered(input, namespace));
  if (open.length === 0) return { kind: 'satisfied' };
  if (input.spec.providers === 'report') {
    return { kind: 'blocked', code: 'ProviderNotRegistered', detail: `not registered: ${open.join(', ')}` };
  }
  return findOpen(input, open);
}

function findOpen(input: SubscriptionInput, open: readonly string[]): SubscriptionFinding {
  const steps: WantedStep[] = [];
  const obstacles: Obstacle[] = [];
  for (const namespace of open) {
    const step = registerStep(input, namespace);
    const isUnderWay = input.facts.parts.providers?.[namespace.toLowerCase()]?.toLowerCase() === 'registering';
    const found: Obstacle | undefined = isUnderWay
      ? { kind: 'provisioning', what: 'registerProvider' }
      : judgeStep(input, step.id);
    if (found === undefined) steps.push(step);
    else obstacles.push(found);
  }
  return composeFinding(steps, obstacles);
}

function registerStep({ facts }: SubscriptionInput, namespace: string): WantedStep {
  return {
    id: stepIdSchema.parse(`registerProvider:${namespace}`),
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
