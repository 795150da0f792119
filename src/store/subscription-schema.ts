import { z } from 'zod';
import { pendingReasons } from '../domain/failures/pending-reasons.ts';
import { subscriptionSchema } from '../domain/fleet/subscription-schema.ts';
import { lookIdSchema, specHashSchema, stepIdSchema, targetKeySchema } from '../domain/ids.ts';
import { endpointSystems } from '../domain/machine/endpoint-system.ts';
import { findingKinds } from '../domain/machine/machine-record.ts';
import { readStanding } from '../domain/machine/read-standing.ts';
import { codeOf, detailOf, untilOf } from '../domain/machine/standing.ts';
import { subscriptionServiceNames } from '../domain/service-name.ts';
import type { ForeignSubscriptionParts } from '../domain/subscription/foreign-subscription.ts';
import type { SubscriptionRecord } from '../domain/subscription/subscription-record.ts';
import { subscriptionServiceByActivity } from '../domain/subscription-services/all-subscription-services.ts';
import type { Fields } from './json-fields.ts';
import { listOf, mapOf, storedTime } from './loose-schema.ts';
import { connectorReading, policyReading } from './policy-schema.ts';
import { putBackFields } from './put-back.ts';
import { approvedReach, reachSummary } from './reach-schema.ts';
import { eligibility, orUndefined, owned, timelineEntry } from './row-parts.ts';
import { isSameJson } from './same-json.ts';
import { stepsSchema, unreadSchema } from './step-schema.ts';
import { unreadStepsOf } from './unread-steps-of.ts';

const text = z.string();

/** What the file's schema would fill in, a stored spec must have: what is missing was neutral when it was stored. */
const spec = subscriptionSchema.omit({ match: true, mode: true, tenantConfirmed: true });

const finding = z.object({ kind: z.enum(findingKinds), code: text.exactOptional(), detail: text.exactOptional() });

const setting = z.union([z.boolean(), z.literal('absent')]);
const defender = z.object({
  plan: z.enum(['free', 'P1', 'P2', 'standard']),
  ...{ wdatp: setting, unified: setting, excludeLinux: setting },
  onSince: orUndefined(mapOf(storedTime, (system) => endpointSystems.some((known) => known === system))).optional(),
  readAt: storedTime,
});

/**
 * A row's body. What another release wrote in another shape is read as nothing that permits a write: an adoption of
 * another kind is none, a spec that cannot be read is none.
 */
const body = z.object({
  schemaVersion: z.literal(1).catch(1),
  key: targetKeySchema,
  resourceId: text,
  subscription: text,
  name: text.catch(''),
  tenantId: orUndefined(text),
  currentTenantId: orUndefined(text),
  state: orUndefined(text),
  quotaId: orUndefined(text),
  tags: z.record(text, text).catch({}),
  managementGroups: orUndefined(listOf(text)),
  discovery: z
    .object({
      seenAt: orUndefined(storedTime),
      missingSince: orUndefined(storedTime),
      shown: orUndefined(text),
      told: orUndefined(z.object({ tenantId: text, state: text })),
      owesMachines: z.boolean().catch(false),
      owedBy: orUndefined(text),
    })
    .catch({
      seenAt: undefined,
      missingSince: undefined,
      shown: undefined,
      told: undefined,
      owesMachines: false,
      owedBy: undefined,
    }),
  defender: orUndefined(defender),
  eligibility,
  policies: orUndefined(policyReading),
  connectors: orUndefined(connectorReading),
  autoProvisioning: orUndefined(z.object({ autoProvision: text, readAt: storedTime })).optional(),
  bound: orUndefined(z.object({ hash: specHashSchema, spec })),
  plannedSpec: orUndefined(specHashSchema),
  status: text.catch(''),
  code: orUndefined(text),
  detail: orUndefined(text),
  since: orUndefined(storedTime),
  until: orUndefined(storedTime),
  firstSeenAt: storedTime,
  shared: z
    .object({
      present: listOf(text).catch([]),
      unshown: orUndefined(listOf(text)).optional(),
      places: listOf(text).catch([]),
      toldRoles: listOf(text).catch([]),
      providers: orUndefined(
        z.record(text, z.object({ isRegistered: z.boolean(), since: storedTime, readAt: storedTime })),
      ).optional(),
    })
    .catch({ present: [], places: [], toldRoles: [] }),
  notBefore: orUndefined(storedTime),
  lookRetryAt: orUndefined(storedTime),
  findings: mapOf(finding, (service) => subscriptionServiceNames.some((known) => known === service)).catch({}),
  wouldWrite: listOf(z.object({ step: stepIdSchema, why: text, changesDefaultToken: z.boolean() })).catch([]),
  reach: orUndefined(reachSummary),
  approvedReach: orUndefined(approvedReach),
  undonePlan: orUndefined(z.object({ detail: text, at: text, tenantId: text.optional() })).optional(),
  steps: stepsSchema.catch({}),
  unread: orUndefined(unreadSchema),
  owned: listOf(owned).catch([]),
  lookId: orUndefined(lookIdSchema),
  lastLookAt: orUndefined(storedTime),
  lookedAtWall: orUndefined(storedTime),
  unseenCount: z.number().catch(0),
  waitingSince: orUndefined(mapOf(storedTime, (reason) => pendingReasons.some((known) => known === reason))),
  provisioningSince: orUndefined(storedTime),
  lookAttempts: z.number().catch(0),
  latest: listOf(timelineEntry).catch([]),
});

/** Reads a stored row, also one of another release; throws what zod says of one that is none. */
export function parseSubscription(value: unknown): SubscriptionRecord {
  const stored = fields.parse(value);
  const read = toRecord(body.parse(stored));
  const foreign = foreignPartsOf(stored, toFields(toBody(read)));
  return foreign === undefined ? read : { ...read, foreign };
}

/** The body that {@link parseSubscription} reads back, with everything that another release left in it. */
export function toStoredSubscription(record: SubscriptionRecord): Fields {
  const { foreign } = record;
  const now = toFields(toBody(record));
  return foreign === undefined ? now : putBackFields(foreign.stored, foreign.read, now);
}

const fields = z.custom<Fields>((value) => typeof value === 'object' && value !== null);

function toRecord(parsed: z.infer<typeof body>): SubscriptionRecord {
  const { schemaVersion: _, status, code, detail, since, until, ...record } = parsed;
  const standing = readStanding({ status, code, detail, since: since ?? record.firstSeenAt, until });
  return { ...record, standing };
}

/** Does not compile when record and schema drift apart. */
function toBody({ standing, latest, foreign: _, ...record }: SubscriptionRecord): z.infer<typeof body> {
  return {
    ...{ schemaVersion: 1 },
    ...record,
    latest: latest.map((entry) => ({ ...entry })),
    status: standing.status === 'Unknown' ? standing.word : standing.status,
    code: codeOf(standing),
    detail: detailOf(standing),
    since: standing.since,
    until: untilOf(standing),
  };
}

function toFields(value: z.infer<typeof body>): Fields {
  return JSON.parse(JSON.stringify(value)) as Fields;
}

/** What of a stored body this release does not read; undefined for nothing. */
function foreignPartsOf(stored: Fields, read: Fields): ForeignSubscriptionParts | undefined {
  if (isSameJson(stored, read)) return undefined;
  const isBoundOtherwise = (stored.bound ?? null) !== null && read.bound === undefined;
  const unreadSteps = unreadStepsOf(stored.steps, read.steps, {
    names: subscriptionServiceNames,
    serviceOf: (activity) => subscriptionServiceByActivity.get(activity)?.name,
  });
  return {
    ...{ stored, read },
    ...(isBoundOtherwise ? { isBoundOtherwise } : {}),
    ...(unreadSteps === undefined ? {} : { unreadSteps }),
  };
}
