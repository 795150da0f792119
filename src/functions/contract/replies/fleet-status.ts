import { z } from 'zod';
import { counts } from './counts.ts';

const text = z.string();
const count = z.number().int().nonnegative();

const cause = z.strictObject({
  status: text,
  code: text,
  machines: count,
  hint: text
    .optional()
    .describe("what a person should do; begins with Azure's words where only these tell, and all were told the same"),
});

const refusedWrites = z.strictObject({
  code: text,
  text: text.describe("Azure's, without what names one resource; a name that differs is `…`"),
  machines: count,
  writes: count,
  newestAt: text,
});

const control = z.strictObject({
  scope: text,
  by: text,
  at: text,
  why: text,
  planHash: text.optional(),
});

const subscriptions = z.strictObject({
  subscriptions: count,
  unreadable: count.describe('rows that cannot be read; they are not among the subscriptions'),
  byStatus: counts.describe('adds up to `subscriptions` in it'),
  causes: z
    .array(z.strictObject({ status: text, code: text, subscriptions: count, hint: text.optional() }))
    .readonly()
    .describe('by status and code, the most frequent first'),
  emptyGroups: z
    .array(text)
    .readonly()
    .describe(
      'management groups that fleet.json names and below which no known subscription lies: what it says of them holds for ' +
        'nothing; mistyped, empty, or not to be read by the app',
    ),
});

export const sweep = z.strictObject({
  kind: text,
  startedAt: text.optional().describe('when the last one began'),
  completedAt: text.optional().describe('when the last complete one ended'),
  counts: counts.describe('what the last complete one found'),
  gap: z
    .strictObject({ at: text, why: text })
    .optional()
    .describe('why the last one was not complete: it has changed nothing, unless this says what was gone through'),
});

/** Where the fleet stands. Times are ISO-8601 UTC of app time. */
export const fleetStatus = z.strictObject({
  asOf: text.describe('when the rows were counted: counts, causes and refusals are at most a minute old'),
  now: text.describe('when it was answered: everything else is of now'),
  machines: count,
  protected: count.describe('machines on which Defender for Endpoint was found in place'),
  unreadable: count.describe('rows that cannot be read; they are not among the machines'),
  byStatus: counts.describe('adds up to `machines`'),
  byCoarseStatus: counts,
  byService: z.record(text, counts).describe('how many machines have which finding'),
  topCauses: z.array(cause).readonly().describe('the ten most frequent reasons'),
  refusedWrites: z
    .array(refusedWrites)
    .readonly()
    .describe('the ten largest groups of writes that Azure refused in the last 24 hours, by code and text'),
  subscriptions: subscriptions.describe('counted with the machines'),
  work: z
    .strictObject({ owed: count, leased: count, dueWithin30Minutes: count, nextDueAt: text.optional() })
    .describe('looks that are owed; leased are those that are going on'),
  armed: z.array(control).readonly(),
  freezes: z.array(control).readonly(),
  throttles: z
    .array(z.strictObject({ subscription: text, operationClass: text, closedUntil: text }))
    .readonly()
    .describe('what Azure asked to leave alone, and until when'),
  stoppedScopes: z
    .array(
      z.strictObject({
        scope: text,
        since: text,
        action: text,
        role: text.optional().describe('the built-in role with the fewest other rights that has the action'),
        detail: text,
        hint: text,
        refused: count.describe('targets that were refused there within a day'),
        nextTryAt: text,
      }),
    )
    .readonly()
    .describe(
      'where nothing is written because rights are missing; one target an hour tries, its success lifts the stop',
    ),
  unreadableControls: z
    .array(z.strictObject({ table: text, partition: text, row: text, why: text }))
    .readonly()
    .describe(
      'rows of arms, freezes and throttles that another release wrote or damage left, and what holds because of each',
    ),
  sweeps: z.array(sweep).readonly().describe('the runs that read all there is; none before the first has begun'),
  intake: z
    .strictObject({ since: text, received: count, looks: count, failed: count, ignored: counts })
    .describe('events since this process started; `failed` are delivered again'),
});
