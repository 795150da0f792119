import { z } from 'zod';
import type { Json } from '../domain/canonical-json.ts';
import { pendingReasons } from '../domain/failures/pending-reasons.ts';
import { lookIdSchema, specHashSchema, stepIdSchema, targetKeySchema } from '../domain/ids.ts';
import { edrSources } from '../domain/machine/edr-knowledge.ts';
import { areFindingsEnded } from '../domain/machine/foreign-parts.ts';
import { findingKinds, type MachineRecord, type TimelineEntry } from '../domain/machine/machine-record.ts';
import { readStanding } from '../domain/machine/read-standing.ts';
import { codeOf, detailOf, untilOf } from '../domain/machine/standing.ts';
import { serviceNames } from '../domain/service-name.ts';
import { machineKinds } from '../domain/target/machine-kinds.ts';
import { parseMachineId } from '../domain/target/machine-ref.ts';
import { completeTimes } from './complete-times.ts';
import { foreignPartsOf } from './foreign-parts-of.ts';
import { listOf, mapOf, storedTime, wordOr } from './loose-schema.ts';
import { putBackFields } from './put-back.ts';
import { eligibility, noAdoption, orUndefined, otherwise, owned, timelineEntry } from './row-parts.ts';
import { isSameJson } from './same-json.ts';
import { stepsSchema, unreadSchema } from './step-schema.ts';

const text = z.string();

const finding = z.object({
  kind: z.enum(findingKinds),
  code: text.exactOptional(),
  detail: text.exactOptional(),
  hash: text.exactOptional(),
});

const waitWhileOn = z.object({ since: storedTime, seconds: z.number(), seenOnAt: orUndefined(storedTime) });

const exclusion = z
  .object({ by: text.catch(otherwise), why: text.catch(otherwise), until: orUndefined(storedTime) })
  .nullable()
  .default(null)
  .catch({ by: otherwise, why: otherwise, until: undefined });

/** One that cannot be read accepts nothing. */
const acceptance = z.object({
  code: text,
  detail: text,
  hash: text,
  incarnation: text,
  by: text,
  at: storedTime,
  why: text,
  until: storedTime.optional().transform((value) => value),
});

const edr = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('other'), product: text, source: z.enum(edrSources), at: storedTime }),
  z.object({ kind: z.literal('none'), source: z.enum(['person', 'assessment']), at: storedTime }),
  z.object({ kind: z.literal('unknown'), why: text, isComing: z.literal(true).exactOptional() }),
]);

const facts = z.object({
  createdAt: orUndefined(storedTime),
  state: text.catch('unknown'),
  image: orUndefined(text),
  operatingSystem: orUndefined(text),
  identity: orUndefined(z.object({ system: z.boolean(), userAssigned: z.array(text).readonly() })),
  extensions: listOf(
    z.object({ name: text, type: text, version: orUndefined(text), state: text, message: text.optional() }),
  ).catch([]),
  ruleIds: orUndefined(listOf(text)),
  managedBy: orUndefined(text),
  connector: orUndefined(z.object({ id: orUndefined(text), providesEndpoint: orUndefined(z.boolean()) })),
});

/**
 * A row's body as the first release wrote it, and must be able to read it again: `goal` and `heartbeatAt` are null.
 * It knows `nextAttemptAt` alone, for the end of a wait and for the next try of a read; `until` is stored beside it
 * where the two differ, null for none.
 *
 * Another release may have written more, and other words. What is unknown is left out here, and what is read in its
 * place permits nothing: an adoption of another kind is none, a write that ended in another way was not answered, an
 * exclusion that cannot be read excludes. Only the key and the resource id must be there.
 */
const body = z.object({
  schemaVersion: z.literal(1).catch(1),
  key: targetKeySchema,
  resourceId: text,
  name: orUndefined(text),
  incarnation: orUndefined(text),
  kind: wordOr(machineKinds, 'unknown').catch('unknown'),
  os: wordOr(['windows', 'linux'], 'unknown').catch('unknown'),
  subscription: orUndefined(text),
  resourceGroup: orUndefined(text),
  region: orUndefined(text),
  profile: orUndefined(text),
  passedOver: orUndefined(listOf(z.object({ profile: text, condition: text, found: text }))).optional(),
  spec: orUndefined(specHashSchema),
  plannedSpec: orUndefined(specHashSchema),
  status: text.catch(''),
  code: orUndefined(text),
  detail: orUndefined(text),
  since: orUndefined(storedTime),
  until: storedTime.nullish().catch(undefined),
  firstSeenAt: orUndefined(storedTime),
  notBefore: orUndefined(storedTime),
  nextAttemptAt: orUndefined(storedTime),
  findings: mapOf(finding, (service) => serviceNames.some((known) => known === service)).catch({}),
  wouldWrite: listOf(z.object({ step: stepIdSchema, why: text, changesDefaultToken: z.boolean() })).catch([]),
  steps: stepsSchema.catch({}),
  unread: orUndefined(unreadSchema),
  owned: listOf(owned).catch([]),
  goal: z.null().catch(null),
  exclusion,
  acceptances: listOf(acceptance).catch([]),
  eligibility,
  waitsWhileOn: orUndefined(
    mapOf(waitWhileOn, (service) => serviceNames.some((known) => known === service)),
  ).optional(),
  removalOrder: orUndefined(
    z.object({
      ...{ service: text, extension: text, incarnation: text, by: text, why: text },
      ...{ at: storedTime, until: storedTime },
    }),
  ).optional(),
  reachedByPlatform: orUndefined(z.object({ at: storedTime, extension: text, why: text })),
  edrWord: orUndefined(
    z.object({
      ...{ says: z.enum(['other', 'none']), product: orUndefined(text), incarnation: text },
      ...{ by: text, at: storedTime, why: text },
    }),
  ).optional(),
  edr: orUndefined(edr).optional(),
  endpointGoneAt: orUndefined(storedTime).optional(),
  scaleSet: orUndefined(
    z.object({
      baseline: z.object({
        fingerprint: z.object({ whole: text, withoutLegacy: text }),
        at: storedTime,
        without: z.array(text).readonly(),
      }),
    }),
  ).optional(),
  facts: orUndefined(facts),
  lookId: orUndefined(lookIdSchema),
  lastLookAt: orUndefined(storedTime),
  lookedAtWall: orUndefined(storedTime),
  heartbeatAt: z.null().catch(null),
  unseenCount: z.number().catch(0),
  waitingSince: orUndefined(mapOf(storedTime, (reason) => pendingReasons.some((known) => known === reason))),
  provisioningSince: orUndefined(storedTime),
  lookAttempts: z.number().catch(0),
  latest: listOf(timelineEntry).catch([]),
});

type Fields = { readonly [name: string]: Json };

const fields = z.custom<Fields>((value) => typeof value === 'object' && value !== null);

/**
 * Reads a stored record, also one of another release; throws what zod says of a row that is none. Hints, which the
 * first release stored, are looked up instead.
 */
export function parseRecord(value: unknown): MachineRecord {
  const { hint: _, ...stored } = fields.parse(value);
  const parsed = body.parse(stored);
  const read = toRecord({ ...parsed, owned: parsed.owned.filter(({ stepId }) => isOurs(stepId, parsed, stored)) });
  const foreign = foreignPartsOf(stored, toFields(toBody(read)));
  return foreign === undefined ? read : { ...read, foreign };
}

/** The body that {@link parseRecord} reads back, with everything that another release left in it. */
export function toStoredRecord(record: MachineRecord): Readonly<Record<string, unknown>> {
  const { foreign } = record;
  const now = toBody(record);
  if (foreign === undefined) return now;
  const fieldsNow = toFields(now);
  if (isSameJson(foreign.read, fieldsNow)) return foreign.stored;
  const whole = putBackFields(foreign.stored, foreign.read, fieldsNow);
  // Findings are what a look concludes, and one that concluded none has none of any service.
  return areFindingsEnded(record) ? { ...whole, findings: {} } : whole;
}

/** What a step of another release made is not ours, also where we have a step of its name. */
function isOurs(stepId: string, parsed: z.infer<typeof body>, { steps }: Fields): boolean {
  return Object.hasOwn(parsed.steps, stepId) || !Object.hasOwn(Object(steps), stepId);
}

function toRecord(parsed: z.infer<typeof body>): MachineRecord {
  const { schemaVersion: _, goal: __, heartbeatAt: ___, status, code, detail, since: ____, ...rest } = parsed;
  const { nextAttemptAt, until = nextAttemptAt, ...record } = rest;
  const { since, firstSeenAt } = completeTimes(parsed);
  const machine = parseMachineId(record.resourceId);
  const standing = readStanding({ status, code, detail, since, until: until ?? undefined });
  return {
    ...record,
    name: record.name ?? machine?.name ?? '',
    subscription: record.subscription ?? machine?.subscription ?? '',
    resourceGroup: record.resourceGroup ?? machine?.resourceGroup ?? '',
    firstSeenAt,
    // Whether it is new hangs on when it was first seen.
    eligibility: record.eligibility ?? (record.firstSeenAt === undefined ? noAdoption : undefined),
    standing,
    lookRetryAt: record.lookAttempts > 0 ? nextAttemptAt : undefined,
  };
}

/** Does not compile when record and schema drift apart. */
function toBody({ standing, lookRetryAt, latest, foreign: _, ...record }: MachineRecord): z.infer<typeof body> {
  const until = untilOf(standing);
  const nextAttemptAt = lookRetryAt ?? until;
  return {
    ...{ schemaVersion: 1, goal: null, heartbeatAt: null },
    ...record,
    latest: latest.map((entry) => ({ ...entry })),
    status: standing.status === 'Unknown' ? standing.word : standing.status,
    code: codeOf(standing),
    detail: detailOf(standing),
    since: standing.since,
    nextAttemptAt,
    until: until === nextAttemptAt ? undefined : (until ?? null),
  };
}

function toFields(value: z.infer<typeof body>): Fields {
  return JSON.parse(JSON.stringify(value)) as Fields;
}

export function parseTimelineEntry(value: unknown): TimelineEntry {
  return timelineEntry.parse(value);
}

export function toStoredEntry(value: TimelineEntry): z.infer<typeof timelineEntry> {
  return { ...value };
}
