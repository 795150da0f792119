import { judgeStep } from '../findings/judge-step.ts';
import { isSameName, stepIdSchema } from '../ids.ts';
import type { WantedStep } from '../step/wanted-step.ts';
import type { AutoProvisioningReading } from '../subscription/defender-facts.ts';
import { isTrusted } from '../subscription/kept-reading.ts';
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
    return { kind: 'not-applicable', reason: `${leftAlone}${describe(input.record.autoProvisioning, input.now)}` };
  }
  const facts = input.facts.parts.autoProvisioning;
  if (facts === undefined) return { kind: 'not-read', needs: 'autoProvisioning' };
  if (isSameName(facts.autoProvision, 'Off')) return { kind: 'satisfied' };
  return judgeStep(input, stepId) ?? { kind: 'wanted', steps: [stepOf(input)] };
}

const leftAlone = 'fleet.json leaves the switch of the Log Analytics agent as it is';

function describe(reading: AutoProvisioningReading | undefined, nowMs: number): string {
  if (reading === undefined) return '';
  const { autoProvision, readAt } = reading;
  if (!isTrusted(reading, nowMs)) return `; how it stands could not be read since ${readAt}`;
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
