import { judgeStep } from '../findings/judge-step.ts';
import { isSameName, stepIdSchema } from '../ids.ts';
import type { WantedStep } from '../step/wanted-step.ts';
import type {
  SubscriptionFinding,
  SubscriptionInput,
  SubscriptionService,
} from '../subscription/subscription-service.ts';

const stepId = stepIdSchema.parse('setAutoProvisioning');

/** The retired switch that puts the Log Analytics agent back wherever it is taken off. */
export const legacyProvisioningService: SubscriptionService = {
  name: 'legacy-provisioning',
  activities: ['setAutoProvisioning'],
  find,
};

function find(input: SubscriptionInput): SubscriptionFinding {
  if (input.spec.legacyAutoProvisioning === 'unmanaged') {
    return { kind: 'not-applicable', reason: 'fleet.json leaves the switch of the Log Analytics agent as it is' };
  }
  const facts = input.facts.parts.autoProvisioning;
  if (facts === undefined) return { kind: 'not-read', needs: 'autoProvisioning' };
  if (isSameName(facts.autoProvision, 'Off')) return { kind: 'satisfied' };
  return judgeStep(input, stepId) ?? { kind: 'wanted', steps: [stepOf(input)] };
}

function stepOf({ facts }: SubscriptionInput): WantedStep {
  return {
    id: stepId,
    service: 'legacy-provisioning',
    why: 'no Log Analytics agent by Defender any more',
    write: { kind: 'putAutoProvisioning', target: facts.target, body: { properties: { autoProvision: 'Off' } } },
    needs: [],
    produces: [],
    exclusive: false,
    creates: false,
    changesDefaultToken: false,
  };
}
