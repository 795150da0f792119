import { z } from 'zod';
import { endpointSystems } from '../../../domain/machine/endpoint-system.ts';
import { defenderFeatureNames } from '../../../domain/subscription/defender-features.ts';
import { eligibilityView, ownedView, stepView } from './machine-detail.ts';
import { findingKind } from './machine-row.ts';
import { approvedReachView, reachView } from './reach.ts';
import { subscriptionRow } from './subscription-row.ts';
import { wouldWrite } from './would-write.ts';

const text = z.string();
const setting = z.union([z.boolean(), z.literal('absent')]);

const facts = z.strictObject({
  quotaId: text.nullable().describe('the offer'),
  tags: z.record(text, text),
  managementGroups: z
    .array(text)
    .readonly()
    .nullable()
    .describe('names, the nearest first, as the last sweep that was shown it saw them; null while none was'),
  seenAt: text.nullable().describe('the last sweep that was shown it'),
  missingSince: text.nullable().describe('the first sweep in a row that did not'),
  defender: z
    .strictObject({
      plan: z.enum(['free', 'P1', 'P2', 'standard']).describe('Defender for Servers; `standard` is the full plan'),
      wdatp: setting.describe('Defender for Endpoint as a whole'),
      unified: setting.describe('the unified agent of older Windows servers; `absent` counts as on'),
      excludeLinux: setting.describe('`true` keeps Linux out; `absent` lets it in'),
      onSince: z
        .partialRecord(z.enum(endpointSystems), z.string())
        .optional()
        .describe(
          'by system: since when Defender is seen to come to its machines; `unified` is Windows Server 2012 R2 and 2016',
        ),
      readAt: text,
    })
    .nullable(),
});

const feature = z.strictObject({
  name: z.enum(defenderFeatureNames),
  state: z.enum(['offered', 'retired']),
  plans: z
    .array(z.enum(['P2', 'CSPM']))
    .readonly()
    .describe('one of these brings it; none where it is retired'),
  agent: z.enum(['none', 'DefenderForEndpoint']).describe('what it needs on the machine'),
  detail: text,
  source: text,
  asOf: text.describe('the day of the source'),
});

/** A subscription with everything that its row knows. */
export const subscriptionDetail = subscriptionRow.extend({
  detail: text.nullable().describe('what there is to say beside the code'),
  runbook: text.nullable().describe('where OPERATIONS.md explains what holds or fails the subscription'),
  findings: z.record(
    text,
    z.strictObject({ kind: findingKind, code: text.exactOptional(), detail: text.exactOptional() }),
  ),
  facts: facts.describe('what was last read of it'),
  wouldWrite,
  steps: z.record(text, stepView).describe('what was written, by step'),
  owned: z.array(ownedView).readonly().describe('what we made, and only that is ever removed'),
  eligibility: eligibilityView.nullable(),
  reach: reachView
    .extend({ list: text.describe('path of the whole list') })
    .nullable()
    .describe(
      'whom Defender would begin to install itself on by what is wanted and not yet written; null where nothing does, or where the list was not complete. A plan Free of a machine is no shield: no source says that it keeps the agent away',
    ),
  approvedReach: approvedReachView.nullable().describe('what a person has let through, until it is written'),
  spec: text.nullable().describe('names what is wanted of it since its first permitted look'),
  plannedSpec: text.nullable().describe('names what would be bound, while nothing is'),
  features: z.array(feature).readonly().describe('what Defender once gave through agents, and what each needs today'),
  firstSeenAt: text,
  notBefore: text.nullable().describe('nothing is read or written before this, as Azure asked'),
});
