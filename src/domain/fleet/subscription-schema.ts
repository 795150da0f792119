import { z } from 'zod';
import {
  managementGroupIdSchema,
  resourceGroupIdSchema,
  subscriptionIdSchema,
  tenantIdSchema,
} from './arm-patterns.ts';
import { sharedObjectFields } from './shared-objects-schema.ts';
import { tagsSchema } from './tags-schema.ts';

const switchSchema = z.enum(['unmanaged', 'on', 'off']);

const matchSchema = z
  .strictObject({
    subscriptions: z
      .array(subscriptionIdSchema)
      .min(1)
      .optional()
      .describe('GUIDs of subscriptions. Any one is enough.'),
    managementGroups: z
      .array(managementGroupIdSchema)
      .min(1)
      .optional()
      .describe('Management groups; the subscription lies below one of them.'),
    tags: tagsSchema
      .optional()
      .describe('Tags the subscription must carry, all of them. Values are case-sensitive, names are not.'),
  })
  .describe('Which subscriptions: every condition that is present must hold. Left out or empty: every one in scope.');

const agentlessSchema = z
  .strictObject({
    state: switchSchema.default('unmanaged').describe('Agentless scanning of disks. Needs plan P2.'),
    exclusionTags: tagsSchema
      .optional()
      .describe('Machines with one of these tags are not scanned. Left out: as it is.'),
  })
  .describe('The extension AgentlessVmScanning of the plan.');

const endpointSchema = z
  .strictObject({
    defender: switchSchema
      .default('unmanaged')
      .describe(
        'The switch WDATP. Turned on, Defender installs Defender for Endpoint on every supported machine of the subscription.',
      ),
    unified: switchSchema
      .default('unmanaged')
      .describe('The unified agent on Windows Server 2012 R2 and 2016 (WDATP_UNIFIED_SOLUTION).'),
    linux: switchSchema
      .default('unmanaged')
      .describe('Linux machines. off is possible only where the subscription still has the legacy switch.'),
  })
  .describe('Settings of Defender for Endpoint.');

const tenantConfirmedSchema = z
  .strictObject({
    tenantId: tenantIdSchema.describe('The tenant whose data Defender for Cloud may read.'),
    by: z.string().regex(/\S/, 'write who confirmed it').describe('Who confirmed it.'),
    at: z.iso
      .datetime({ offset: true, error: 'write a time such as 2027-01-31T00:00:00Z' })
      .describe('When, ISO-8601 with time zone. One that is still to come confirms nothing yet.'),
  })
  .describe(
    'Consent: Defender for Cloud reads the data of Defender for Endpoint, and where that is kept can never be changed.',
  );

/** Desired state of the subscriptions that it matches. Everything left out is left as it is. */
export const subscriptionSchema = z
  .strictObject({
    match: matchSchema.prefault({}),
    mode: z
      .enum(['observe', 'enforce'])
      .default('observe')
      .describe(
        'observe: look and report, never write. enforce: write what is missing, once the scope is armed. Default: observe.',
      ),
    plan: z
      .enum(['unmanaged', 'free', 'P1', 'P2'])
      .default('unmanaged')
      .describe('The plan of Defender for Servers. Default: unmanaged.'),
    enforce: switchSchema
      .default('unmanaged')
      .describe('Whether single machines may not differ from the plan. Default: as it is.'),
    agentlessScanning: agentlessSchema.prefault({}),
    fileIntegrityMonitoring: switchSchema
      .default('unmanaged')
      .describe('The extension FileIntegrityMonitoring of the plan. Needs plan P2.'),
    vulnerabilityAssessment: z
      .enum(['unmanaged', 'mdvm'])
      .default('unmanaged')
      .describe('mdvm: Defender Vulnerability Management is the selected provider.'),
    endpoint: endpointSchema.prefault({}),
    legacyAutoProvisioning: z
      .enum(['unmanaged', 'off'])
      .default('unmanaged')
      .describe('off: Defender no longer installs the legacy Log Analytics agent.'),
    tenantConfirmed: tenantConfirmedSchema.optional(),
    providers: z
      .enum(['report', 'register'])
      .default('report')
      .describe(
        'What is done where a resource provider that is needed is not registered. register: also the one that rules of profiles need on its machines.',
      ),
    events: z
      .enum(['none', 'wire'])
      .default('none')
      .describe('wire: the subscription has an Event Grid subscription that starts this app.'),
    ...sharedObjectFields,
  })
  .describe('Desired state of the subscriptions that it matches.');

export type WrittenSubscription = z.input<typeof subscriptionSchema>;

/** One entry of `subscriptions[]` with every value filled in. */
export type SubscriptionProfile = Readonly<z.output<typeof subscriptionSchema>>;

/** What may be referred to but is never changed. */
export const referencesSchema = z
  .strictObject({
    subscriptions: z.array(subscriptionIdSchema).default([]).describe('GUIDs of whole subscriptions.'),
    resourceGroups: z.array(resourceGroupIdSchema).default([]).describe('ARM ids of single resource groups.'),
  })
  .describe('Where rules, workspaces and identities may lie that are used and never changed.');
