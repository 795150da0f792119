import { z } from 'zod';
import { targetKeySchema } from '../../../domain/ids.ts';
import { machineStatuses } from '../../../domain/machine/status.ts';
import { openWord } from '../open-word.ts';
import { endpointProtection } from './endpoint-protection.ts';
import { findingKind } from './machine-row.ts';
import { machinesOfSubscription } from './machines-of-subscription.ts';
import { reachCount } from './reach.ts';

const text = z.string();

/** A subscription as lists show it. Times are ISO-8601 UTC. */
export const subscriptionRow = z.strictObject({
  key: targetKeySchema,
  subscription: text.describe('its GUID'),
  name: text.describe('the display name; the GUID while it is not known'),
  resourceId: text,
  tenantId: text.nullable().describe('the tenant in which it is looked after; null until it is read'),
  state: text.nullable().describe('as Azure last said it: `Enabled`, `Warned`, `PastDue`, `Disabled`, ...'),
  mode: z
    .enum(['observe', 'enforce'])
    .nullable()
    .describe('of the entry of `subscriptions[]` that matches it; null where none does'),
  status: openWord(machineStatuses),
  code: text.nullable().describe('the reason within the status'),
  since: text.describe('when status and code became what they are'),
  until: text.nullable().describe('when the status ends by itself, where that is known'),
  hint: text.nullable().describe('what a person should do'),
  services: z
    .record(text, z.strictObject({ kind: findingKind, code: text.nullable() }))
    .describe('what was found of each service, so that the one word of the status hides none'),
  endpointProtection,
  machines: machinesOfSubscription,
  reach: reachCount
    .nullable()
    .describe('whom Defender would begin to install itself on by what is wanted; null where nothing does'),
  nextAttemptAt: text.nullable().describe('when it is looked at again by itself'),
  lastLookAt: text.nullable().describe('the last look that got an answer of Azure'),
});
