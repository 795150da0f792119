import { z } from 'zod';

const settingsSchema = z.strictObject({
  MCAS: z.boolean().optional(),
  WDATP: z.boolean().optional(),
  /** A legacy setting: naming it makes the subscription have it. */
  WDATP_EXCLUDE_LINUX_PUBLIC_PREVIEW: z.boolean().optional(),
  /** A legacy setting: naming it makes the subscription have it. */
  WDATP_UNIFIED_SOLUTION: z.boolean().optional(),
  Sentinel: z.boolean().optional(),
});

const extensionSchema = z.strictObject({
  name: z.string().min(1),
  isEnabled: z.enum(['True', 'False']),
  additionalExtensionProperties: z.record(z.string(), z.json()).optional(),
});

const planSchema = z.strictObject({
  tier: z.enum(['Free', 'P1', 'P2']),
  enforce: z.boolean().default(false),
  /** In the place of those that are on at first. */
  extensions: z.array(extensionSchema).max(20).optional(),
  /** Who alone manages the plan. */
  managedBy: z.string().optional(),
  /** Where it was turned on, where that was not in Azure. */
  originatedFrom: z.literal('M365').optional(),
  /** How long ago it was turned on; its trial lasts 30 days. */
  ageDays: z.number().min(0).max(5000).default(0),
});

/** How Defender for Cloud stands in a subscription; what is left out stays as it is. */
export const defenderStateSchema = z.strictObject({
  /** The plan for servers. WDATP comes with it unless `settings` says otherwise. */
  servers: planSchema.optional(),
  settings: settingsSchema.optional(),
  autoProvision: z.enum(['On', 'Off']).optional(),
});
export type DefenderState = z.infer<typeof defenderStateSchema>;

/** An assessment of one resource; in the place of the one with its key. */
export const assessmentRowSchema = z.strictObject({
  resourceId: z.string().min(1),
  key: z.uuid(),
  displayName: z.string().min(1),
  code: z.enum(['Healthy', 'Unhealthy', 'NotApplicable']),
  cause: z.string().optional(),
  description: z.string().optional(),
  severity: z.enum(['Low', 'Medium', 'High']).default('High'),
  additionalData: z.record(z.string(), z.string()).optional(),
  resourceDetails: z.record(z.string(), z.string()).optional(),
});
