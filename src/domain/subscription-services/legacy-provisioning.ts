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
    const { autoProvisioning } = input.record;
    return { kind: 'not-applicable', reason: `${leftAlone}${describe(autoProvisioning?.autoProvision)}` };
  }
  const facts = input.facts.parts.autoProvisioning;
  if (facts === undefined) return { kind: 'not-read', needs: 'autoProvisioning' };
  if (isSameName(facts.autoProvision, 'Off')) return { kind: 'satisfied' };
  return judgeStep(input, stepId) ?? { kind: 'wanted', steps: [stepOf(input)] };
}

const leftAlone = 'fleet.json leaves the switch of the Log Analytics agent as it is';

function describe(autoProvision: string | undefined): string {
  if (autoProvision === undefined) return '';
  if (isSameName(autoProvision, 'Off')) return ', which is off';
  return `, which is ${autoProvision}: Defender puts that agent back wherever it is taken off; legacyAutoProvisioning: off ends that`;
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
