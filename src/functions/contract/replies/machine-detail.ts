import { z } from 'zod';
import { timelineKinds } from '../../../domain/machine/machine-record.ts';
import { treatments } from '../../../domain/step/step-record.ts';
import { openWord } from '../open-word.ts';
import { acceptance } from './acceptance.ts';
import { edrView } from './edr-view.ts';
import { findingKind, machineRow } from './machine-row.ts';
import { removalOrder } from './removal-order.ts';
import { wouldWrite } from './would-write.ts';

const text = z.string();

const facts = z.strictObject({
  createdAt: text.optional(),
  state: text.describe(
    "a VM's power, an Arc machine's connection, or how many instances of a scale set have its model",
  ),
  image: text.optional(),
  operatingSystem: text.optional(),
  identity: z.strictObject({ system: z.boolean(), userAssigned: z.array(text).readonly() }).optional(),
  extensions: z
    .array(
      z.strictObject({
        ...{ name: text, type: text, version: text.optional(), state: text },
        message: text.optional().describe('of one that failed'),
      }),
    )
    .readonly(),
  ruleIds: z.array(text).readonly().optional(),
  managedBy: text.optional(),
  connector: z
    .strictObject({
      id: text.optional().describe('absent where several could be meant, or none can be read'),
      providesEndpoint: z.boolean().optional().describe('whether it installs Defender for Endpoint; absent: not known'),
    })
    .optional()
    .describe('the connector to AWS or GCP that brought the machine to Azure Arc'),
});

/** One write of a step, without its body. */
const writeDone = z.strictObject({
  at: text,
  bodyHash: text,
  ended: openWord(['sent', 'accepted', 'succeeded', 'failed']),
});

/** Refusals for one reason. */
const refusals = z.strictObject({ code: text, text, at: z.array(text).readonly() });

/** One step with its tries, without what is between Azure and us. */
export const stepView = z.strictObject({
  service: text,
  attempts: z.number().describe('tries that did not bring what was wanted; 0 again when it is there'),
  waits: z.number().describe('refusals in a row that count as no try (busy, throttled)'),
  waitingSince: text.optional().describe('when the first of them came'),
  firstAt: text,
  lastAt: text,
  nextAttemptAt: text.optional(),
  lookId: text,
  writes: z.array(writeDone).readonly().describe('the last three, oldest first'),
  correlationId: text.optional(),
  failure: z.strictObject({ code: text, detail: text, treatment: openWord(treatments) }).optional(),
  refusals: z.array(refusals).readonly().describe('what Azure refused in the last 24 hours, by reason'),
});

/** What we made. */
export const ownedView = z.strictObject({
  stepId: text,
  resourceId: text,
  state: openWord(['intent', 'confirmed']),
  lookId: text,
  at: text,
});

/** Whether the app takes care of a target, and since when. */
export const eligibilityView = z.strictObject({ state: openWord(['new', 'adopted', 'awaiting']), at: text, by: text });

/** A machine with everything that its row knows. */
export const machineDetail = machineRow.extend({
  detail: text.nullable().describe('what there is to say beside the code'),
  runbook: text.nullable().describe('where OPERATIONS.md explains what holds or fails the machine'),
  passedOver: z
    .array(
      z.strictObject({
        profile: text,
        condition: text.describe('its first condition that does not hold, such as `os` or `tags.environment`'),
        found: text.describe('what the machine has there'),
      }),
    )
    .readonly()
    .describe(
      'the profiles of fleet.json above `profile` and why none of them was taken, as of the last look that chose one; ' +
        'where none matches: all; at most the first 20',
    ),
  findings: z.record(
    text,
    z.strictObject({
      kind: findingKind,
      code: text.exactOptional(),
      detail: text.exactOptional(),
      hash: text.exactOptional().describe('names what was found, where a person may accept it'),
    }),
  ),
  facts: facts.nullable().describe('what the last look saw, in short; the first 30 extensions and rules'),
  wouldWrite,
  steps: z.record(text, stepView).describe('what was written, by step'),
  owned: z.array(ownedView).readonly().describe('what we made, and only that is ever removed'),
  eligibility: eligibilityView.nullable(),
  exclusion: z.strictObject({ by: text, why: text, until: text.optional() }).nullable(),
  reachedByPlatform: z
    .strictObject({ at: text, extension: text, why: text.describe('why the machine was not meant to have it') })
    .nullable()
    .describe('what Defender for Cloud put on it although it is not meant to have it; see ReachedByPlatform'),
  redeploy: removalOrder
    .nullable()
    .describe('what a person has ordered to be deleted and is not yet; see redeploy-endpoint'),
  edr: edrView,
  acceptances: z
    .array(acceptance)
    .readonly()
    .describe('what persons have accepted; one that has ended goes with the next look'),
  spec: text.nullable(),
  incarnation: text.nullable(),
  firstSeenAt: text,
  notBefore: text.nullable().describe('nothing is read or written before this, as Azure asked'),
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
