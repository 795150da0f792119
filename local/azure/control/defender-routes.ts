import { z } from 'zod';
import { armError } from '../core/request/arm-error.ts';
import type { ArmReply, Route } from '../core/types.ts';
import type { LocalAzure } from '../local-azure.ts';
import { setAssessment } from '../security/assessment.ts';
import { assessmentRowSchema, defenderStateSchema } from '../security/defender-schema.ts';
import { setDefenderState } from '../security/set-defender-state.ts';
import type { ControlRoute } from './control-route.ts';
import { each } from './each.ts';

const noContent: ArmReply = { status: 204 };
const stateSchema = z.strictObject({ subscriptionId: z.string(), ...defenderStateSchema.shape });

const troubleSchema = z.strictObject({
  extension: z.string().min(1),
  plan: z.string().optional(),
  subscriptionId: z.string().optional(),
  message: z.string().default('Failed find dedicated first party application client ID for extension'),
  times: z.int().min(1).default(1),
});

const optionsSchema = z.strictObject({
  planTurnsEndpointOn: z.boolean().optional(),
  deployAfterSeconds: z.number().min(0).max(1e6).nullable().optional(),
});

/** `/_sim/defender...` and `/_sim/assessments`: what Defender for Cloud does and finds without ARM. */
export function defenderRoutes(route: ControlRoute): Route[] {
  return [
    route('POST', 'defender', (azure, { body }) => {
      for (const entry of each(body)) {
        const { subscriptionId, ...state } = stateSchema.parse(entry);
        setDefenderState(azure, knownSubscription(azure, subscriptionId), state);
      }
      return noContent;
    }),
    route('POST', 'defender/options', ({ defender }, { body }) => {
      const { planTurnsEndpointOn, deployAfterSeconds } = optionsSchema.parse(body);
      defender.planTurnsEndpointOn = planTurnsEndpointOn ?? defender.planTurnsEndpointOn;
      if (deployAfterSeconds !== undefined) {
        defender.deployAfterMs = deployAfterSeconds === null ? undefined : 1_000 * deployAfterSeconds;
      }
      return noContent;
    }),
    route('POST', 'defender/troubles', ({ defender }, { body }) => {
      for (const entry of each(body)) {
        const { times, ...trouble } = troubleSchema.parse(entry);
        defender.troubles.push({ ...trouble, left: times });
      }
      return { status: 201 };
    }),
    route('DELETE', 'defender/troubles', ({ defender }) => {
      defender.troubles = [];
      return noContent;
    }),
    route('POST', 'assessments', ({ context, defender }, { body }) => {
      for (const entry of each(body)) setAssessment(context, defender, assessmentRowSchema.parse(entry));
      return { status: 201 };
    }),
  ];
}

function knownSubscription({ context }: LocalAzure, id: string): string {
  const subscription = context.subscriptions.get(id.toLowerCase());
  if (subscription !== undefined) return subscription.id;
  throw armError(404, 'SubscriptionNotFound', `There is no subscription '${id}'.`);
}
