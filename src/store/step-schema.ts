import { z } from 'zod';
import { failureInfo } from '../domain/failures/failure-list.ts';
import { lookIdSchema } from '../domain/ids.ts';
import { serviceNames } from '../domain/service-name.ts';
import type { FailedTry, StepRecord, Treatment } from '../domain/step/step-record.ts';
import { treatments } from '../domain/step/step-record.ts';
import { serviceOfFirstRelease, touchesOfFirstRelease } from './first-release-steps.ts';
import { entriesOf, listOf, wordOr } from './loose-schema.ts';

const text = z.string();
/** JSON leaves out what is undefined; reading it back gives undefined again. */
const orUndefined = text.optional().transform((value) => value);

const ofService = z.object({ service: text });

const touched = z.discriminatedUnion('part', [
  z.object({ part: z.literal('identity'), identityIds: z.array(text).readonly() }),
  z.object({ part: z.literal('extension'), name: text, publisher: text, type: text }),
  z.object({ part: z.literal('association'), name: text, ruleId: text }),
]);

/** A write of which nobody here knows how it ended is one that was not answered. */
const write = z.object({
  at: text,
  bodyHash: text,
  ended: wordOr(['sent', 'accepted', 'succeeded', 'failed'], 'sent'),
});

const refusals = listOf(z.object({ code: text, text, at: z.array(text).readonly() })).default([]);

const step = z.object({
  service: text.optional(),
  touches: touched.optional().catch(undefined),
  attempts: z.number(),
  waits: z.number(),
  waitingSince: orUndefined,
  firstAt: text,
  lastAt: text,
  nextAttemptAt: orUndefined,
  lookId: lookIdSchema,
  writes: z.array(write).readonly(),
  operationUrl: orUndefined,
  correlationId: orUndefined,
  failure: z.object({ code: text, detail: text, treatment: z.enum(treatments).optional().catch(undefined) }).optional(),
  refusals,
});

/**
 * Our steps by id, without those of services that nobody here knows. A word of another release counts as if it were not
 * there; what is not there (the first release wrote less) follows from the id and the failure of the step.
 */
export const stepsSchema = entriesOf(isKnownStep)
  .pipe(z.record(text, step))
  .transform((steps): Readonly<Record<string, StepRecord>> => Object.fromEntries(Object.entries(steps).map(complete)));

function complete([id, stored]: [string, z.output<typeof step>]): [string, StepRecord] {
  const { failure } = stored;
  const service = stored.service ?? serviceOfFirstRelease(id);
  const touches = stored.touches ?? touchesOfFirstRelease(id);
  const failed: FailedTry | undefined =
    failure === undefined ? undefined : { ...failure, treatment: failure.treatment ?? treatmentOf(failure.code) };
  return [id, { ...stored, service, touches, failure: failed }];
}

/** As the first release treated each class. */
function treatmentOf(code: string): Treatment {
  const known = failureInfo(code).class;
  return known === 'gone' ? 'retry' : known;
}

/** Whether a step belongs to a service of this release: the one that it names, or that of the first release's step. */
function isKnownStep(stepId: string, stored: unknown): boolean {
  const named = ofService.safeParse(stored);
  const service = named.success ? named.data.service : serviceOfFirstRelease(stepId);
  return serviceNames.some((known) => known === service);
}

/** A reading for a step that failed; one that cannot be read here is no reason to wait. */
export const unreadSchema = z
  .object({
    attempts: z.number(),
    waits: z.number(),
    waitingSince: orUndefined,
    nextAttemptAt: orUndefined,
    failure: z.object({ code: text, detail: text, treatment: z.enum(treatments) }),
    refusals,
  })
  .optional()
  .catch(undefined);
