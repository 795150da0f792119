import { z } from 'zod';
import { lookIdSchema, specHashSchema, stepIdSchema, targetKeySchema } from '../domain/ids.ts';
import type { MachineRecord, TimelineEntry } from '../domain/machine/machine-record.ts';
import { readStanding } from '../domain/machine/read-standing.ts';
import { codeOf, detailOf, untilOf } from '../domain/machine/standing.ts';
import { serviceNames } from '../domain/service-name.ts';
import { stepsSchema } from './step-schema.ts';

/** JSON leaves out what is undefined; reading it back gives undefined again. */
function orUndefined<Schema extends z.ZodType>(schema: Schema) {
  return schema.optional().transform((value) => value);
}

const text = z.string();

const timelineEntry = z.object({
  at: text,
  what: z.enum(['status', 'step', 'event', 'operator', 'alert']),
  text,
  code: text.exactOptional(),
  by: text.exactOptional(),
  operation: text.exactOptional(),
  resourceId: text.exactOptional(),
  correlationId: text.exactOptional(),
});

const finding = z.object({
  kind: z.enum([
    'satisfied',
    'wanted',
    'waiting',
    'provisioning',
    'blocked',
    'not-read',
    'unsupported',
    'not-applicable',
  ]),
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
 * The first release knows `nextAttemptAt` alone, for the end of a wait and for the next try of a read; `until` is
 * stored beside it where the two differ, null for none.
 */
const record = z.object({
  schemaVersion: z.literal(1),
  key: targetKeySchema,
  resourceId: text,
  name: text,
  incarnation: orUndefined(text),
  kind: z.enum(['vm', 'arc']),
  os: z.enum(['windows', 'linux', 'unknown']),
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
  findings: z.partialRecord(z.enum(serviceNames), finding),
  wouldWrite: z.array(z.object({ step: stepIdSchema, why: text, changesDefaultToken: z.boolean() })).readonly(),
  steps: stepsSchema,
  owned: z.array(owned).readonly(),
  goal: z.null(),
  exclusion: z.object({ by: text, why: text, until: orUndefined(text) }).nullable(),
  eligibility: orUndefined(z.object({ state: z.enum(['new', 'adopted', 'awaiting']), at: text, by: text })),
  facts: orUndefined(facts),
  lookId: orUndefined(lookIdSchema),
  lastLookAt: orUndefined(text),
  lookedAtWall: orUndefined(text),
  heartbeatAt: z.null(),
  unseenCount: z.number(),
  provisioningSince: orUndefined(text),
  lookAttempts: z.number(),
  latest: z.array(timelineEntry).readonly(),
});

/** Reads a stored record; throws what zod says of a row that is none. */
export function parseRecord(value: unknown): MachineRecord {
  const { status, code, detail, since, nextAttemptAt, until = nextAttemptAt, ...stored } = record.parse(value);
  const standing = readStanding({ status, code, detail, since, until: until ?? undefined });
  return { ...stored, standing, lookRetryAt: stored.lookAttempts > 0 ? nextAttemptAt : undefined };
}

/** The record in the shape that {@link parseRecord} reads back; does not compile when the two drift apart. */
export function toStoredRecord({ standing, lookRetryAt, ...value }: MachineRecord): z.infer<typeof record> {
  const until = untilOf(standing);
  const nextAttemptAt = lookRetryAt ?? until;
  return {
    ...value,
    status: standing.status === 'Unknown' ? standing.word : standing.status,
    code: codeOf(standing),
    detail: detailOf(standing),
    since: standing.since,
    nextAttemptAt,
    until: until === nextAttemptAt ? undefined : (until ?? null),
  };
}

export function parseTimelineEntry(value: unknown): TimelineEntry {
  return timelineEntry.parse(value);
}

export function toStoredEntry(value: TimelineEntry): z.infer<typeof timelineEntry> {
  return value;
}
