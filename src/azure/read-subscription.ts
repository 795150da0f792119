import { z } from 'zod';
import type { SubscriptionCore } from '../domain/subscription/subscription-facts.ts';
import type { TargetRef } from '../domain/target/target-ref.ts';
import type { ReadOutcome } from '../ports/azure.ts';
import { apiVersions } from './api-versions.ts';
import type { ArmCaller } from './arm-caller.ts';
import { parseReply } from './parse-reply.ts';
import { absentable, absentableText } from './reply-values.ts';

const operation = 'Microsoft.Resources/subscriptions/read';

const subscriptionSchema = z
  .object({
    displayName: z.string(),
    tenantId: z.uuid(),
    state: z.string().min(1),
    subscriptionPolicies: absentable(z.object({ quotaId: absentableText })),
    tags: absentable(z.record(z.string(), z.string())),
  })
  .transform(
    ({ displayName, tenantId, state, subscriptionPolicies, tags }): SubscriptionCore => ({
      displayName,
      tenantId: tenantId.toLowerCase(),
      state,
      quotaId: subscriptionPolicies?.quotaId,
      tags: tags ?? {},
    }),
  );

/** Reads the subscription itself (Azure REST API, Subscriptions - Get). */
export async function readSubscription(caller: ArmCaller, target: TargetRef): Promise<ReadOutcome<SubscriptionCore>> {
  const answer = await caller.call({
    client: 'compute',
    method: 'GET',
    path: `/subscriptions/${target.subscription}?api-version=${apiVersions.subscriptions}`,
    operation,
    provider: 'Microsoft.Resources',
    access: 'read',
    subscription: target.subscription,
    target: target.key,
  });
  if (answer.kind === 'failed' && answer.failure.source === 'http' && answer.failure.status === 404) {
    return { kind: 'gone', code: answer.failure.code };
  }
  const parsed = parseReply(operation, subscriptionSchema, answer);
  return parsed.kind === 'failed' ? parsed : { kind: 'found', value: parsed.value.body };
}
