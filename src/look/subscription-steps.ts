import { decodeFailure } from '../domain/failures/decode-failure.ts';
import { matchSubscription } from '../domain/fleet/match-subscription.ts';
import { permitWrite } from '../domain/permit/write-permit.ts';
import { producedIn } from '../domain/step/produced-in.ts';
import { isForeignSubscription } from '../domain/subscription/foreign-subscription.ts';
import type { SubscriptionRecord } from '../domain/subscription/subscription-record.ts';
import type { SubscriptionService } from '../domain/subscription/subscription-service.ts';
import { rememberUndonePlan } from '../domain/subscription/undone-plan.ts';
import { guardOfSubscription } from '../domain/subscription-look/decide-subscription.ts';
import { learnUnshown } from '../domain/subscription-look/shared-in-place.ts';
import type {
  SubscriptionDecision,
  SubscriptionLookInput,
} from '../domain/subscription-look/subscription-look-input.ts';
import { subscriptionServiceByActivity } from '../domain/subscription-services/all-subscription-services.ts';
import type { StepCall } from '../domain/work/step-call.ts';
import type { Ports } from '../ports/ports.ts';
import { explainAbsence } from './explain-absence.ts';
import { observeSubscription } from './observe-subscription.ts';
import type { StepKind, StepNow } from './run-step.ts';

/** The steps by which the services change subscriptions, by the name of the activity that runs them. */
export const subscriptionSteps: ReadonlyMap<string, StepKind<SubscriptionRecord>> = new Map(
  [...subscriptionServiceByActivity].map(([activity, service]) => [
    activity,
    {
      rowsOf: ({ subscriptions }) => subscriptions,
      judge: (ports, record, call) => judgeNow(ports, service, record, call),
      remember: rememberUndonePlan,
    },
  ]),
);

/** The same pure decision as in the look, asked of the step's service alone, on what is true now. */
async function judgeNow(
  ports: Ports,
  service: SubscriptionService,
  record: SubscriptionRecord,
  call: StepCall,
): Promise<StepNow<SubscriptionRecord>> {
  if (isForeignSubscription(record)) return { kind: 'refused', why: 'OtherRelease' };
  const { lookId, step } = call;
  const observed = await observeSubscription(ports, { record, lookId, services: [service], step });
  switch (observed.kind) {
    case 'gone':
      return { kind: 'skipped', why: 'Gone' };
    case 'failed':
      return { kind: 'failed', failure: decodeFailure(observed.failure) };
    case 'found':
      return judgeFound(record, observed.input, observed.decision, call);
  }
}

function judgeFound(
  record: SubscriptionRecord,
  input: SubscriptionLookInput,
  decision: SubscriptionDecision,
  { lookId, step: id }: StepCall,
): StepNow<SubscriptionRecord> {
  const judged = decision.wanted.find(({ step }) => step.id === id);
  if (judged?.verdict !== 'permitted') {
    const row = learnUnshown(record, decision.record);
    return { ...explainAbsence(judged), ...(row === undefined ? {} : { row }) };
  }
  const { step } = judged;
  const have = new Set([...decision.met, ...producedIn(record, lookId)]);
  if (!step.needs.every((need) => have.has(need))) return { kind: 'skipped', why: 'NotReady' };
  const profile = matchSubscription(input.fleet, decision.record);
  if (profile === undefined) return { kind: 'refused', why: 'NoProfile' };
  const guard = guardOfSubscription(input, decision.record, profile);
  const permit = permitWrite({ guard, steps: record.steps, step, wallNowMs: input.wallNowMs });
  return 'kind' in permit ? { kind: 'refused', why: permit.reason } : { kind: 'go', step, permit };
}
