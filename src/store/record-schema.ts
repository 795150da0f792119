import { z } from 'zod';
import type { Json } from '../domain/canonical-json.ts';
import { pendingReasons } from '../domain/failures/pending-reasons.ts';
import { lookIdSchema, specHashSchema, stepIdSchema, targetKeySchema } from '../domain/ids.ts';
import { areFindingsEnded } from '../domain/machine/foreign-parts.ts';
import { findingKinds, type MachineRecord, type TimelineEntry } from '../domain/machine/machine-record.ts';
import { readStanding } from '../domain/machine/read-standing.ts';
import { codeOf, detailOf, untilOf } from '../domain/machine/standing.ts';
import { serviceNames } from '../domain/service-name.ts';
import { machineKinds } from '../domain/target/machine-kinds.ts';
import { foreignPartsOf } from './foreign-parts-of.ts';
import { listOf, mapOf, wordOr } from './loose-schema.ts';
import { putBackFields } from './put-back.ts';
import { stepsSchema, unreadSchema } from './step-schema.ts';

/** JSON leaves out what is undefined; reading it back gives undefined again. */
function orUndefined<Schema extends z.ZodType>(schema: Schema) {
  return schema.optional().transform((value) => value);
}

const text = z.string();

/** Entries are named by their content, so what another release wrote into one stays in it. */
const timelineEntry = z.looseObject({
  at: text,
  what: text,
  text,
  code: text.exactOptional(),
  by: text.exactOptional(),
  operation: text.exactOptional(),
  resourceId: text.exactOptional(),
  correlationId: text.exactOptional(),
});

const finding = z.object({
  kind: z.enum(findingKinds),
  code: text.exactOptional(),
  detail: text.exactOptional(),
});

const owned = z.object({
  stepId: stepIdSchema,
  resourceId: text,
  state: z.enum(['intent', 'confirmed']),
  lookId: lookIdSchema,
  at: text,
});

const facts = z.object({
  createdAt: orUndefined(text),
  state: text,
  image: orUndefined(text),
  operatingSystem: orUndefined(text),
  identity: z.object({ system: z.boolean(), userAssigned: z.array(text).readonly() }),
  extensions: z.array(z.object({ name: text, type: text, version: orUndefined(text), state: text })).readonly(),
  ruleIds: orUndefined(z.array(text).readonly()),
  managedBy: orUndefined(text),
});

/**
 * A row's body as the first release wrote it, and must be able to read it again: `goal` and `heartbeatAt` are null.
 * It knows `nextAttemptAt` alone, for the end of a wait and for the next try of a read; `until` is stored beside it
 * where the two differ, null for none.
 *
 * Another release may have written more, and other words. What is unknown is left out here, and what is read in its
 * place permits nothing: an adoption of another kind is none, a write that ended in another way was not answered.
 */
const body = z.object({
  schemaVersion: z.literal(1).catch(1),
  key: targetKeySchema,
  resourceId: text,
  name: text,
  incarnation: orUndefined(text),
  kind: wordOr(machineKinds, 'unknown'),
  os: wordOr(['windows', 'linux'], 'unknown'),
  subscription: text,
  resourceGroup: text,
  region: orUndefined(text),
  profile: orUndefined(text),
  spec: orUndefined(specHashSchema),
  plannedSpec: orUndefined(specHashSchema),
  status: text,
  code: orUndefined(text),
  detail: orUndefined(text),
  since: text,
  until: text.nullish(),
  firstSeenAt: text,
  notBefore: orUndefined(text),
  nextAttemptAt: orUndefined(text),
  findings: mapOf(finding, (service) => serviceNames.some((known) => known === service)),
  wouldWrite: listOf(z.object({ step: stepIdSchema, why: text, changesDefaultToken: z.boolean() })),
  steps: stepsSchema,
  unread: orUndefined(unreadSchema),
  owned: listOf(owned),
  goal: z.null().catch(null),
  exclusion: z.object({ by: text, why: text, until: orUndefined(text) }).nullable(),
  eligibility: orUndefined(z.object({ state: wordOr(['new', 'adopted'], 'awaiting'), at: text, by: text })),
  facts: orUndefined(facts),
  lookId: orUndefined(lookIdSchema),
  lastLookAt: orUndefined(text),
  lookedAtWall: orUndefined(text),
  heartbeatAt: z.null().catch(null),
  unseenCount: z.number(),
  waitingSince: orUndefined(mapOf(text, (reason) => pendingReasons.some((known) => known === reason))),
  provisioningSince: orUndefined(text),
  lookAttempts: z.number(),
  latest: listOf(timelineEntry),
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
  const whole = putBackFields(foreign.stored, foreign.read, toFields(now));
  // Findings are what a look concludes, and one that concluded none has none of any service.
  return areFindingsEnded(record) ? { ...whole, findings: {} } : whole;
}

/** What a step of another release made is not ours, also where we have a step of its name. */
function isOurs(stepId: string, parsed: z.infer<typeof body>, { steps }: Fields): boolean {
  return Object.hasOwn(parsed.steps, stepId) || !Object.hasOwn(Object(steps), stepId);
}

function toRecord(parsed: z.infer<typeof body>): MachineRecord {
  const { schemaVersion: _, goal: __, heartbeatAt: ___, status, code, detail, since, ...rest } = parsed;
  const { nextAttemptAt, until = nextAttemptAt, ...record } = rest;
  const standing = readStanding({ status, code, detail, since, until: until ?? undefined });
  return { ...record, standing, lookRetryAt: record.lookAttempts > 0 ? nextAttemptAt : undefined };
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
