import { z } from 'zod';
import { timelineKinds } from '../../../domain/machine/machine-record.ts';
import { treatments } from '../../../domain/step/step-record.ts';
import { openWord } from '../open-word.ts';
import { findingKind, machineRow } from './machine-row.ts';
import { wouldWrite } from './would-write.ts';

const text = z.string();

const facts = z.strictObject({
  createdAt: text.optional(),
  /** A VM's power, or an Arc machine's connection. */
  state: text,
  image: text.optional(),
  operatingSystem: text.optional(),
  identity: z.strictObject({ system: z.boolean(), userAssigned: z.array(text).readonly() }),
  extensions: z.array(z.strictObject({ name: text, type: text, version: text.optional(), state: text })).readonly(),
  ruleIds: z.array(text).readonly().optional(),
  managedBy: text.optional(),
});

/** One write of a step, without its body. */
const writeDone = z.strictObject({
  at: text,
  bodyHash: text,
  ended: openWord(['sent', 'accepted', 'succeeded', 'failed']),
});

/** Refusals for one reason; `at` in the order they came. */
const refusals = z.strictObject({ code: text, text, at: z.array(text).readonly() });

const step = z.strictObject({
  service: text,
  attempts: z.number(),
  waits: z.number(),
  waitingSince: text.optional(),
  firstAt: text,
  lastAt: text,
  nextAttemptAt: text.optional(),
  lookId: text,
  /** The last three, oldest first. */
  writes: z.array(writeDone).readonly(),
  correlationId: text.optional(),
  failure: z.strictObject({ code: text, detail: text, treatment: openWord(treatments) }).optional(),
  /** Of the last 24 hours. */
  refusals: z.array(refusals).readonly(),
});

const owned = z.strictObject({
  stepId: text,
  resourceId: text,
  state: openWord(['intent', 'confirmed']),
  lookId: text,
  at: text,
});

/** A machine with everything that its row knows. */
export const machineDetail = machineRow.extend({
  /** What there is to say beside the code. */
  detail: text.nullable(),
  /** Where docs/OPERATIONS.md explains what holds or fails the machine. */
  runbook: text.nullable(),
  findings: z.record(
    text,
    z.strictObject({ kind: findingKind, code: text.exactOptional(), detail: text.exactOptional() }),
  ),
  facts: facts.nullable(),
  wouldWrite,
  /** By step id. */
  steps: z.record(text, step),
  owned: z.array(owned).readonly(),
  eligibility: z.strictObject({ state: openWord(['new', 'adopted', 'awaiting']), at: text, by: text }).nullable(),
  exclusion: z.strictObject({ by: text, why: text, until: text.optional() }).nullable(),
  spec: text.nullable(),
  incarnation: text.nullable(),
  firstSeenAt: text,
  /** Nothing is read or written before this. */
  notBefore: text.nullable(),
});

/** One line of a machine's history. */
export const timelineEntry = z.strictObject({
  at: text,
  what: openWord(timelineKinds),
  text,
  code: text.optional(),
  by: text.optional(),
  operation: text.optional(),
  resourceId: text.optional(),
  correlationId: text.optional(),
});
