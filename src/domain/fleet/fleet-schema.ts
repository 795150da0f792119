import { z } from 'zod';
import { managementGroupIdSchema, resourceGroupIdSchema, scopeIdSchema, subscriptionIdSchema } from './arm-patterns.ts';
import { profileSchema } from './profile-schema.ts';
import type { ResolvedProfile } from './resolved-profile.ts';
import { referencesSchema, subscriptionSchema } from './subscription-schema.ts';

const exclusionSchema = z.strictObject({
  id: scopeIdSchema.describe('What is left alone, with everything below it.'),
  until: z.iso
    .datetime({ offset: true, error: 'write a time such as 2027-01-31T00:00:00Z' })
    .optional()
    .describe('When the exclusion ends, ISO-8601 with time zone. Left out: never.'),
  by: z.string().min(1).describe('Who decided it.'),
  why: z.string().min(1).describe('Why; shown to operators.'),
});

const listsSchema = z.object({
  managementGroups: z.array(z.unknown()),
  subscriptions: z.array(z.unknown()),
  resourceGroups: z.array(z.unknown()),
});

const scopeSchema = z
  .strictObject({
    managementGroups: z
      .array(managementGroupIdSchema)
      .default([])
      .describe('Management groups: every subscription below one of them, as the last sweep saw it.'),
    subscriptions: z.array(subscriptionIdSchema).default([]).describe('GUIDs of whole subscriptions.'),
    resourceGroups: z.array(resourceGroupIdSchema).default([]).describe('ARM ids of single resource groups.'),
    references: referencesSchema.prefault({}),
    exclude: z
      .strictObject({ scopes: z.array(exclusionSchema).default([]).describe('Scopes that are left alone.') })
      .prefault({})
      .describe('What is left alone although it lies inside.'),
  })
  .refine((scope) => scope.managementGroups.length + scope.subscriptions.length + scope.resourceGroups.length > 0, {
    error: 'name at least one management group, subscription or resource group',
    // Also told of a scope with other errors, which zod would keep back.
    when: ({ value }) => listsSchema.safeParse(value).success,
  })
  .describe('What may be read and written. Nothing outside is ever touched.');

const imageSchema = z
  .strictObject({
    publisher: z.string().min(1).optional().describe('Marketplace publisher; * stands for any text.'),
    offer: z.string().min(1).optional().describe('Marketplace offer; * stands for any text.'),
    sku: z.string().min(1).optional().describe('Marketplace SKU; * stands for any text.'),
    id: z.string().min(1).optional().describe('ARM id of a gallery or managed image; * stands for any text.'),
  })
  .refine((image) => Object.values(image).some((value) => value !== undefined), {
    error: 'name a publisher, offer, sku or id',
  })
  .describe('An image whose machines are supported. Every field that is present must match.');

const supportSchema = z
  .strictObject({
    additionalImages: z.array(imageSchema).default([]).describe('Images that are supported beyond the built-in list.'),
    unknownImage: z
      .enum(['allow', 'hold'])
      .default('allow')
      .describe('A VM whose image is not from the marketplace. allow: go on. hold: a person decides. Default: allow.'),
    unsupportedOffers: z
      .array(z.string().min(1))
      .default([])
      .describe('Offers of subscriptions (their quotaId, e.g. MSDN_2014-09-01) in which nothing is onboarded.'),
  })
  .describe('Which machines and subscriptions are supported.');

const limitsSchema = z
  .strictObject({
    inFlight: count(200, 5_000, 'Machines worked on at the same time.'),
    perSubscription: count(100, 5_000, 'Machines of one subscription worked on at the same time.'),
    startsPerMinute: count(60, 5_000, 'Machines begun per minute.'),
    subscriptionsInFlight: count(10, 1_000, 'Subscriptions worked on at the same time, beside the machines.'),
  })
  .describe('How much is done at once.');

/** fleet.json as written, with the defaults of everything but profiles filled in. */
export const fleetSchema = z
  .strictObject({
    $schema: z.string().optional().describe('For editors: ./fleet.schema.json'),
    scope: scopeSchema,
    profiles: z
      .array(profileSchema)
      .min(1)
      .describe(
        'Tried in this order; the first whose `match` holds decides. A machine that matches none is left alone.',
      ),
    subscriptions: z
      .array(subscriptionSchema)
      .default([])
      .describe(
        'Tried in this order; the first whose `match` holds decides. Nothing is wanted of a subscription that matches none.',
      ),
    support: supportSchema.prefault({}),
    limits: limitsSchema.prefault({}),
    settleMinutes: z
      .int()
      .min(0)
      .max(120)
      .default(2)
      .describe('Nothing is written to a machine younger than this many minutes, whatever its profile says.'),
  })
  .meta({ title: 'Desired state of a fleet', description: 'What every machine in scope shall carry (fleet.json).' });

/** fleet.json as a person writes it. */
export type WrittenFleet = z.input<typeof fleetSchema>;

/** fleet.json, checked, with every profile complete; made by `parseFleetFile`. */
export type FleetFile = Omit<z.output<typeof fleetSchema>, 'profiles' | '$schema'> & {
  readonly profiles: readonly ResolvedProfile[];
};

function count(standard: number, most: number, description: string) {
  return z.int().min(1).max(most).default(standard).describe(description);
}
