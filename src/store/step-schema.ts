import { z } from 'zod';
import { failureInfo } from '../domain/failures/failure-list.ts';
import { lookIdSchema } from '../domain/ids.ts';
import { serviceNames, subscriptionServiceNames } from '../domain/service-name.ts';
import { serviceByActivity } from '../domain/services/all-services.ts';
import { activityOf } from '../domain/step/step-id.ts';
import type { FailedTry, StepRecord, Treatment } from '../domain/step/step-record.ts';
import { treatments } from '../domain/step/step-record.ts';
import { subscriptionServiceByActivity } from '../domain/subscription-services/all-subscription-services.ts';
import { stepOfFirstRelease } from './first-release-steps.ts';
import { listOf, storedTime, wordOr } from './loose-schema.ts';

const text = z.string();
/** JSON leaves out what is undefined; reading it back gives undefined again. */
function orUndefined(schema: z.ZodType<string>) {
  return schema.optional().transform((value) => value);
}

const touched = z.discriminatedUnion('part', [
  z.object({ part: z.literal('identity'), identityIds: z.array(text).readonly() }),
  z.object({ part: z.literal('extension'), name: text, publisher: text, type: text }),
  z.object({ part: z.literal('association'), name: text, ruleId: text }),
  z.object({ part: z.literal('instances'), ids: z.array(text).readonly() }),
  z.object({ part: z.literal('resource'), resourceId: text }),
]);

/** A write of which nobody here knows how it ended is one that was not answered. */
const write = z.object({
  at: storedTime,
  bodyHash: text,
  ended: wordOr(['sent', 'accepted', 'succeeded', 'failed'], 'sent'),
});

const refusals = listOf(z.object({ code: text, text, at: z.array(text).readonly() }))
  .default([])
  .catch([]);

const step = z.object({
  service: text.optional(),
  touches: touched.optional(),
  attempts: z.number(),
  waits: z.number(),
  waitingSince: orUndefined(storedTime),
  firstAt: storedTime,
  lastAt: storedTime,
  nextAttemptAt: orUndefined(storedTime),
  lookId: lookIdSchema,
  writes: z.array(write).readonly(),
  operationUrl: orUndefined(text),
  correlationId: orUndefined(text),
  failure: z.object({ code: text, detail: text, treatment: z.enum(treatments).optional().catch(undefined) }).optional(),
  refusals,
});

/**
 * Our steps by id. What a row of the first release does not tell of a step follows from the step's id and failure. A
 * step of a service or an activity that is not known here, or with anything that decides and cannot be read, is another
 * release's.
 */
export const stepsSchema = z.record(text, z.unknown()).transform((steps): Readonly<Record<string, StepRecord>> => {
  const read = Object.entries(steps).map(([id, stored]) => [id, readStep(id, stored)] as const);
  return Object.fromEntries(read.flatMap(([id, one]) => (one === undefined ? [] : [[id, one]])));
});

function readStep(id: string, value: unknown): StepRecord | undefined {
  const parsed = step.safeParse(value);
  if (!parsed.success || !isKnownActivity(activityOf(id))) return undefined;
  const stored = parsed.data;
  const guessed = stored.service === undefined ? stepOfFirstRelease(id) : undefined;
  const { service = guessed?.service, touches = guessed?.touches, failure } = stored;
  if (service === undefined || touches === undefined) return undefined;
  if (![...serviceNames, ...subscriptionServiceNames].some((known) => known === service)) return undefined;
  const failed: FailedTry | undefined =
    failure === undefined ? undefined : { ...failure, treatment: failure.treatment ?? treatmentOf(failure.code) };
  return { ...stored, service, touches, failure: failed };
}

function isKnownActivity(activity: string): boolean {
  return serviceByActivity.has(activity) || subscriptionServiceByActivity.has(activity);
}

/** As the first release treated each class. */
function treatmentOf(code: string): Treatment {
  const known = failureInfo(code).class;
  return known === 'gone' ? 'retry' : known;
}

/** A reading for a step that failed; one that cannot be read here is no reason to wait. */
export const unreadSchema = z
  .object({
    attempts: z.number(),
    waits: z.number(),
    waitingSince: orUndefined(storedTime),
    nextAttemptAt: orUndefined(storedTime),
    failure: z.object({ code: text, detail: text, treatment: z.enum(treatments) }),
    refusals,
  })
  .optional()
  .catch(undefined);
